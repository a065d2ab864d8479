"""Two who write at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

from sqlalchemy.orm import Session

from app.storage.house import House

Act = Callable[[Session], object]


def at_once(house: House, one: Act, other: Act) -> None:
    """The other begins while the one has not ended; raises what either raises."""
    done, go_on = Event(), Event()

    def slowly(session: Session) -> None:
        one(session)
        session.flush()
        done.set()
        go_on.wait(5)

    with ThreadPoolExecutor(2) as both:
        first = both.submit(house.database.write_now, slowly)
        done.wait(5)
        second = both.submit(house.database.write_now, other)
        wait([second], timeout=0.3)
        go_on.set()
    first.result()
    second.result()
