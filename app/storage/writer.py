"""SQLite's one writer: a thread that lets requests arriving together share one commit.

Each piece of work gets a SAVEPOINT of its own, so that a refusal undoes only itself; nobody gets an answer before
the outer commit is on the disk (`synchronous=FULL`).
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from app.storage.failures import translated
from app.storage.sessions import new_session, run_after_commit

MOST_IN_ONE_COMMIT = 64

Work = Callable[[Session], Any]


@dataclass(slots=True)
class _Asked:
    work: Work
    answer: "Future[Any]"
    alone: bool = False


@dataclass(slots=True)
class _Finished:
    asked: _Asked
    session: Session
    value: Any


class Writer:
    """Runs work one after the other on its own thread; `submit` never blocks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._held: _Asked | None = None
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work) -> "Future[Any]":
        asked = _Asked(work, Future())
        self._waiting.put(asked)
        return asked.answer

    def submit_alone(self, work: Callable[[Any], Any]) -> "Future[Any]":
        """Work on the driver's connection itself, between two commits: what cannot be in a transaction."""
        asked = _Asked(work, Future(), alone=True)
        self._waiting.put(asked)
        return asked.answer

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._first()) is not None:
            if first.alone:
                self._do_alone(first)
            elif not self._commit_together(first):
                return

    def _first(self) -> _Asked | None:
        held, self._held = self._held, None
        return held or self._waiting.get()

    def _do_alone(self, asked: _Asked) -> None:
        if not asked.answer.set_running_or_notify_cancel():
            return
        try:
            connection = self._engine.raw_connection()
            try:
                asked.answer.set_result(asked.work(cast(Any, connection.driver_connection)))
            finally:
                connection.close()
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            asked.answer.set_exception(translated(error))

    def _commit_together(self, first: _Asked) -> bool:
        """One transaction for `first` and whatever else waits. False when told to stop."""
        finished: list[_Finished] = []
        going_on = True
        try:
            with self._engine.connect() as connection, connection.begin():
                asked: _Asked | None = first
                while asked is not None:
                    _attempt(connection, asked, finished)
                    asked, going_on = self._next(len(finished))
        except Exception as error:  # noqa: BLE001 - whatever stopped the commit is told to everyone in it
            _tell_all(first, finished, error)
            return going_on
        for done in finished:
            run_after_commit(done.session)
            done.asked.answer.set_result(done.value)
        return going_on

    def _next(self, already: int) -> tuple[_Asked | None, bool]:
        if already >= MOST_IN_ONE_COMMIT:
            return None, True
        try:
            asked = self._waiting.get_nowait()
        except queue.Empty:
            return None, True
        if asked is not None and asked.alone:
            self._held = asked  # its turn comes after this commit
            return None, True
        return asked, asked is not None


def _attempt(connection: Connection, asked: _Asked, finished: list[_Finished]) -> None:
    """Run one piece of work in its own SAVEPOINT; a refusal is answered at once, a success after the commit.

    What nobody waits for any more by then is not done; once it is begun it is done, whether or not somebody waits.
    """
    if not asked.answer.set_running_or_notify_cancel():
        return
    session = new_session(connection)
    try:
        with session.begin():
            value = asked.work(session)
        finished.append(_Finished(asked, session, value))
    except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
        asked.answer.set_exception(translated(error))
    finally:
        session.close()


def _tell_all(first: _Asked, finished: list[_Finished], error: Exception) -> None:
    told = translated(error)
    for asked in {id(a): a for a in [first, *(done.asked for done in finished)]}.values():
        if not asked.answer.done():
            asked.answer.set_exception(told)
