"""Lists of ids as one parameter, so that a `Prepared` statement is the same however many there are."""

from collections.abc import Iterable
from typing import Any, Self

from sqlalchemy import ColumnExpressionArgument, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import Boolean, UserDefinedType


class Ids(UserDefinedType[list[int]]):
    """The type of such a parameter: JSON for SQLite, a list for PostgreSQL's driver."""

    cache_ok = True

    @staticmethod
    def for_driver(ids: Iterable[int], dialect: str) -> object:
        return f"[{','.join(map(str, ids))}]" if dialect == "sqlite" else list(ids)


class among(GenericFunction[bool]):  # noqa: N801 - a function of SQL
    """Whether a column holds one of the ids given under a name: looked up one by one where it has an index."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: ColumnExpressionArgument[Any], name: str) -> None:
        super().__init__(column, bindparam(name, type_=Ids()))

    def self_group(self, against: OperatorType | None = None) -> Self:  # type: ignore[override]
        """As it is: SQLAlchemy would ask whether it `= 1`, and SQLite would read the whole table for that."""
        return self


@compiles(among, "sqlite")
def _on_sqlite(element: among, compiler: SQLCompiler, **given: Any) -> str:
    column, ids = _parts(element, compiler, given)
    return f"({column} IN (SELECT value FROM json_each({ids})))"


@compiles(among, "postgresql")
def _on_postgres(element: among, compiler: SQLCompiler, **given: Any) -> str:
    column, ids = _parts(element, compiler, given)
    return f"({column} = ANY (CAST({ids} AS BIGINT[])))"


def _parts(element: among, compiler: SQLCompiler, given: dict[str, Any]) -> list[str]:
    return [compiler.process(part, **given) for part in element.clauses]
