"""`parasol doctor`: says what is wrong with an installation and how to mend it, and changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.jobs.models import Announcement
from moderation.openness import chain, reading
from tests.world.cast import Member
from tests.world.hosts import Host, posts_a_picture


def complains(host: Host, *more: str) -> str:
    """What it says is wrong; it ends with exit code 1."""
    with pytest.raises(SystemExit) as ended:
        host.says("doctor", *more)
    assert ended.value.code == 1
    return host.capsys.readouterr().out


@pytest.fixture
def in_order(host: Host, a_steward: Member) -> Host:
    """An installation as it should be: behind https, its folder and key for its owner alone."""
    host.patch.setenv("PARASOL_LAB", "0")
    host.settings.data.chmod(0o700)
    host.settings.key_file.chmod(0o600)
    return host


def test_it_finds_nothing_wrong_in_a_house_in_order(in_order: Host):
    said = in_order.says("doctor")

    assert "Nothing is wrong" in said
    assert "Its head now: 0-" in said


def test_a_folder_and_a_key_that_others_can_read_are_named(in_order: Host):
    in_order.settings.data.chmod(0o755)
    in_order.settings.key_file.chmod(0o644)

    said = complains(in_order)

    assert f"chmod 700 {in_order.settings.data}" in said
    assert f"chmod 600 {in_order.settings.key_file}" in said


def test_a_key_that_is_gone_is_named_and_none_is_made(in_order: Host):
    in_order.settings.key_file.unlink()

    assert "parasol key import" in complains(in_order)
    assert not in_order.settings.key_file.exists()


def test_another_key_is_named(in_order: Host):
    in_order.settings.key_file.write_text("00" * 32)

    assert "not the one that this house was made with" in complains(in_order)


def test_an_older_schema_is_named_and_left(in_order: Host):
    in_order.house.database.write_now(
        lambda session: session.execute(text("UPDATE alembic_version SET version_num = '0014'"))
    )

    assert "parasol migrate" in complains(in_order)
    kept = in_order.house.database.read_now(
        lambda session: session.scalar(text("SELECT version_num FROM alembic_version"))
    )
    assert kept == "0014"


def test_a_guard_that_somebody_took_away_is_named(in_order: Host):
    on = "" if in_order.settings.on_sqlite else " ON public_log"
    in_order.house.database.write_now(lambda session: session.execute(text(f"DROP TRIGGER public_log_unchanged{on}")))

    said = complains(in_order)

    assert "public_log_unchanged" in said
    assert "public_log_unremoved" not in said


def test_a_house_without_a_steward_is_named(in_order: Host, a_member: Member):
    in_order.house.database.write_now(lambda session: session.execute(update(Account).values(role="member")))

    assert "--role steward" in complains(in_order)


def test_work_that_nobody_does_is_named(in_order: Host):
    late = now() - timedelta(hours=2)
    in_order.house.database.write_now(
        lambda session: session.add(Announcement(event="x", payload=b"{}", announced_at=late))
    )

    assert "parasol worker" in complains(in_order)


def test_pictures_that_are_lost_are_counted(in_order: Host, a_steward: Member):
    posts_a_picture(a_steward)
    in_order.says("doctor")
    for name in list(in_order.house.blobs.names()):
        in_order.house.blobs.delete_now(name)

    assert "2 files of pictures" in complains(in_order)


def test_a_broken_chain_is_named_with_its_link(in_order: Host, a_steward: Member):
    reads(in_order, a_steward, 3)
    on = "" if in_order.settings.on_sqlite else " ON readings"
    for statement in (f"DROP TRIGGER readings_unremoved{on}", "DELETE FROM readings WHERE number = 2"):
        in_order.house.database.write_now(lambda session, statement=statement: session.execute(text(statement)))

    assert "does not hold from link 2 on" in complains(in_order)


def test_a_head_that_somebody_kept_is_looked_for(in_order: Host, a_steward: Member):
    reads(in_order, a_steward, 3)
    head = in_order.house.database.read_now(chain.head).words
    reads(in_order, a_steward, 2)

    assert "whole" in in_order.says("doctor", "--head", head)
    assert "not the one of which you kept a head" in complains(in_order, "--head", "3-" + "0" * 32)
    assert "not the one of which you kept a head" in complains(in_order, "--head", "nonsense")


def reads(host: Host, somebody: Member, times: int) -> None:
    viewer = Viewer.member(somebody.id, "steward")
    for number in range(times):
        host.house.database.write_now(reading.log, viewer, "report", number, key=host.house.key, now=now())
