"""Telling every process of the house: within one through memory, between several through PostgreSQL's NOTIFY."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from app.live import news
from app.live.news import News
from app.storage import after_commit

CHANNEL = "parasol_live"

Hears = Callable[[News], None]

_hearing: dict[str, set[Hears]] = {}


def tell(session: Session, what: News) -> None:
    """Tell whoever listens to this session's database once the work is on the disk; never when it is undone.

    SQLite has one serving process, which runs its own jobs: nobody else can be listening.
    """
    engine = session.get_bind().engine
    if engine.dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, news.encoded(what))))
    elif is_heard(session):
        after_commit(session, lambda: _hand_out(engine, what))


def is_heard(session: Session) -> bool:
    """Whether anybody might be listening: what is read only to be told need not be read otherwise."""
    engine = session.get_bind().engine
    return engine.dialect.name == "postgresql" or name_of(engine) in _hearing


@contextmanager
def heard(engine: Engine, hears: Hears) -> Generator[None]:
    """Meanwhile `hears` is called, from any thread, with whatever this process tells about that database."""
    here = _hearing.setdefault(name_of(engine), set())
    here.add(hears)
    try:
        yield
    finally:
        here.discard(hears)
        if not here:
            _hearing.pop(name_of(engine), None)


def name_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _hand_out(engine: Engine, what: News) -> None:
    for hears in tuple(_hearing.get(name_of(engine), ())):
        hears(what)
