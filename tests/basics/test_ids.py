"""Row ids follow time, and none is ever given twice."""

from datetime import UTC, datetime, timedelta

from app.basics.ids import id_at, new_id, time_of

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_ids_of_one_moment_are_in_the_order_of_asking() -> None:
    ids = [new_id(NOON + timedelta(hours=1)) for _ in range(500)]

    assert ids == sorted(set(ids))


def test_moments_that_come_in_disorder_give_no_id_twice() -> None:
    """Threads take the time first and the id a little later, in any order."""
    ids = [new_id(NOON + timedelta(milliseconds=number % 3)) for number in range(3000)]

    assert len(set(ids)) == len(ids)


def test_an_id_tells_its_moment_to_the_millisecond() -> None:
    at = NOON + timedelta(days=1, milliseconds=7)

    assert time_of(new_id(at)) == at
    assert id_at(at) <= new_id(at) < id_at(at + timedelta(milliseconds=1))
