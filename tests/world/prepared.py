"""What goes to the driver around SQLAlchemy (`Prepared`), which no listener of an engine hears."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.storage.prepared import Ready


@contextmanager
def heard_prepared(note: Callable[[str, Any], object]) -> Iterator[None]:
    """Every prepared statement with its parameters, meanwhile."""
    asked = Ready.asked

    def noted(ready: Ready, given: dict[str, Any]) -> tuple[str, Any]:
        sql, parameters = asked(ready, given)
        note(sql, parameters)
        return sql, parameters

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ready, "asked", noted)
        yield
