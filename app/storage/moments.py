"""The present moment inside a SELECT, without a parameter: for what must not be shown from its end on."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from app.storage.tables import Moment


class this_moment(GenericFunction[Any]):  # noqa: N801 - a function of SQL
    """Milliseconds since 1970 by the database's clock, to compare with a `Moment`."""

    type = Moment()
    inherit_cache = True


@compiles(this_moment, "sqlite")
def _on_sqlite(_element: this_moment, _compiler: SQLCompiler, **_given: Any) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


@compiles(this_moment, "postgresql")
def _on_postgres(_element: this_moment, _compiler: SQLCompiler, **_given: Any) -> str:
    return "CAST(extract(epoch FROM now()) * 1000 AS BIGINT)"
