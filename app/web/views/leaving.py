"""Hiding, leaving for good, taking along and bringing along."""

from dataclasses import dataclass

from app.web.views.deciding import ProposalRow
from app.web.views.frame import EMPTY, Field


@dataclass(frozen=True, slots=True)
class GoingPage:
    """`GET /settings/leaving`, `leaving/page.html`. Posts `passphrase successor` there.

    `needs_successor`: the last steward, with others in the house.
    """

    passphrase_error: str = ""
    needs_successor: bool = False
    successor: Field = EMPTY


@dataclass(frozen=True, slots=True)
class GonePage:
    """`leaving/gone.html`: the answer to leaving for good, to somebody who is nobody here any more."""


@dataclass(frozen=True, slots=True)
class PausePage:
    """`GET /settings/pause`, `leaving/pause.html`: before (posts `successor` there), and while it lasts.

    While it lasts there is one button, which posts to `/settings/return`.
    """

    paused: bool = False
    needs_successor: bool = False
    successor: Field = EMPTY


@dataclass(frozen=True, slots=True)
class SuspendedPage:
    """`GET /suspended`, `leaving/suspended.html`: what is left to whoever was suspended, each with its way.

    `ballots`: what is voted on now and was proposed before they were.
    """

    ballots: tuple[ProposalRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportPage:
    """`GET /settings/export`, `leaving/export.html`. Posts `passphrase pictures reported lock again` there.

    `lock` is the passphrase of the archive. `error` is about the archive as a whole.
    """

    passphrase_error: str = ""
    lock_error: str = ""
    error: str = ""
    pictures: bool = True
    reported: bool = False


@dataclass(frozen=True, slots=True)
class ImportedView:
    """How far an import is: `facts` are sentences in the reader's language."""

    done: int
    total: int
    over: bool
    facts: tuple[str, ...] = ()
    not_reached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPage:
    """`GET /settings/import`, `leaving/import.html`. Posts `archive kind mine archive_passphrase` there.

    `imported` is the last one; it is put away by a form to `/settings/import/putting-away`.
    """

    kind: str = ""
    mine: bool = False
    mine_error: str = ""
    archive_error: str = ""
    passphrase_error: str = ""
    imported: ImportedView | None = None
