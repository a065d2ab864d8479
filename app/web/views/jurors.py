"""Being drawn by lot to decide or to hear an appeal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.web.views.frame import EMPTY, Field

Part = Literal["agree", "hear"]


@dataclass(frozen=True, slots=True)
class MatterView:
    """Something a member was drawn for. `taken`: they said yes; `let_go`: nothing came of it, so others were drawn.

    `appeal_id` where they hear one.
    """

    decision_id: int
    part: Part
    asked_at: datetime
    answer_by: datetime
    taken: bool = False
    let_go: bool = False
    appeal_id: int = 0


@dataclass(frozen=True, slots=True)
class BeingDrawnPage:
    """`GET /settings/drawn`, `juror/settings.html`. Posts `drawn` (on, off) there."""

    drawn: Field = EMPTY
    matters: tuple[MatterView, ...] = ()
    is_new: bool = False
    moderates: bool = False
