"""The tables as a database has them, reflected once for each schema: to reflect a hundred takes half a second."""

from sqlalchemy import Connection, MetaData, inspect, text

_reflected: dict[tuple[object, ...], MetaData] = {}


def tables_of(connection: Connection) -> MetaData:
    """Every table that is there, whatever our models say. One step of the migrations makes one schema."""
    names = inspect(connection).get_table_names()
    step = connection.scalar(text("SELECT version_num FROM alembic_version"))
    schema = connection.dialect.name, step, *sorted(names)
    if schema not in _reflected:
        known = MetaData()
        known.reflect(connection)
        _reflected[schema] = known
    return _reflected[schema]
