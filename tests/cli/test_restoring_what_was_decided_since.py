"""A restored backup takes back nothing that people decided since to keep somebody out, or to be forgotten."""

from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import friends as trust
from app.accounts import one_time, secrets
from app.accounts.actions import (
    apps,
    blocking,
    codes,
    following,
    friends,
    joining,
    leaving,
    passkeys,
    second_factor,
    signing_in,
)
from app.accounts.actions.signing_in import Proven
from app.accounts.models import Account, AllyBlock, AuthorisationCode, FriendsReturn, Invitation
from app.accounts.passkeys import Made
from app.allies.actions import ally_by_hand
from app.allies.rules import USUAL
from app.basics.clock import now
from app.basics.errors import ParasolError, Unverified
from app.jobs import queue
from app.posts import queries
from app.posts.actions import receiving
from app.posts.actions.deleting import delete_post
from app.posts.actions.receiving import ForeignPost
from app.posts.audience import Audience
from app.storage.blobs import Blobs
from app.storage.deletions import note_deletion
from federation import sightings
from tests.world.cast import PASSPHRASE, Member, join
from tests.world.hosts import Host, posts_a_picture

HARBOUR = "https://harbour.example"
WAYS_IN = ("credentials", "recovery_codes", "lock_codes", "totp", "passkeys", "friends_keys", "friend_shares")


def ways_in(host: Host) -> dict[str, list[tuple[object, ...]]]:
    rows = host.rows()
    return {table: rows[table] for table in WAYS_IN}


def has_codes(member: Member) -> None:
    """One-time codes on a new device."""
    secret, moment = one_time.new_secret(), now()
    code, key = TOTP(secret).at(moment), member.house.key
    member.house.database.write_now(second_factor.begin_codes, member.id, secret, code, key=key, now=moment)


def has_passkey(member: Member, called: str) -> None:
    made = Made(called.encode(), b"its public half", 0)
    member.house.database.write_now(passkeys.keep_passkey, member.id, made, called, now=now())


def entrusts(member: Member, *names: str) -> None:
    member.house.database.write_now(friends.entrust, Proven(member.id, member.key), names)


def test_everything_that_lets_somebody_in_is_that_of_today(host: Host, a_member: Member):
    """A lost device, a friend who is none any more, a code that somebody read: what replaced them stays."""
    database = host.house.database
    for name in ("oda", "tamsin", "juno"):
        join(host.house, name)
    has_codes(a_member)
    has_passkey(a_member, "the stick that was lost")
    entrusts(a_member, "oda", "tamsin")
    then, backup = ways_in(host), host.backs_up()

    database.write_now(lambda session: second_factor_ends(session, a_member.id))
    has_codes(a_member)
    has_passkey(a_member, "a new stick")
    database.write_now(codes.renew_lock_code, a_member.id, key=host.house.key)
    entrusts(a_member, "oda", "juno")
    today = ways_in(host)
    host.restores(backup)

    assert [table for table in WAYS_IN if today[table] == then[table]] == ["credentials", "recovery_codes"]
    assert ways_in(host) == today


def second_factor_ends(session: Session, account_id: int) -> None:
    for row in session.scalars(select(passkeys.Passkey).where(passkeys.Passkey.account_id == account_id)):
        session.delete(row)
    session.delete(session.get_one(second_factor.Totp, account_id))


def test_a_share_held_by_somebody_who_joined_since_stops_no_restore(host: Host, a_member: Member):
    join(host.house, "oda")
    backup = host.backs_up()
    join(host.house, "juno")
    entrusts(a_member, "oda", "juno")

    host.restores(backup)

    left = host.house.database.read_now(trust.trust_of, a_member.id)
    assert (left.friends, left.whole) == (("oda",), False)


def test_a_passphrase_that_opens_another_key_than_the_messages_are_sealed_with_is_not_taken_over(
    host: Host, a_member: Member
):
    then, backup = ways_in(host), host.backs_up()

    def begins_anew(session: Session) -> None:
        session.get_one(Account, a_member.id).sealing_key = b"another public half".ljust(32)
        signing_in.set_passphrase(session, Proven(a_member.id, a_member.key), secrets.made_now("another " + PASSPHRASE))

    host.house.database.write_now(begins_anew)
    host.restores(backup)

    assert ways_in(host) == then


def test_what_was_on_its_way_to_letting_somebody_in_is_over(host: Host, a_member: Member):
    """An invitation, a code an app was given, a question to friends: it may have been used or taken back since."""
    for name in ("oda", "tamsin"):
        join(host.house, name)
    entrusts(a_member, "oda", "tamsin")

    def begins(session: Session) -> None:
        key = host.house.key
        app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "read", "", key=key, now=now())
        asked = apps.Asked(app.id, apps.OUT_OF_BAND, "read", "")
        apps.authorise(session, a_member.id, asked, member_key=a_member.key, now=now())
        friends.ask_to_return(session, "marisol", key=key, now=now())
        joining.invite(session, a_member.id, now=now())

    counts = [select(func.count()).select_from(table) for table in (AuthorisationCode, FriendsReturn, Invitation)]
    host.house.database.write_now(begins)
    before = [host.house.database.read_now(Session.scalar, count) for count in counts]

    host.restores(host.backs_up())

    assert before == [1, 1, 1]
    assert [host.house.database.read_now(Session.scalar, count) for count in counts] == [0, 0, 0]


def test_whoever_may_only_ask_again_reads_nothing_again(host: Host, a_member: Member, another_member: Member):
    another_member.follows(a_member)
    post = a_member.posts("For those who follow me", "followers")
    backup = host.backs_up()
    host.house.database.write_now(following.refuse_follower, a_member.id, another_member.id)
    another_member.asks_to_follow(a_member)

    host.restores(backup)

    assert not host.house.database.read_now(queries.several, another_member.viewer, [post])


def test_a_house_that_a_member_wanted_nothing_of_stays_away(host: Host, a_member: Member):
    database = host.house.database
    ally = database.write_now(ally_by_hand, HARBOUR, frozenset(USUAL), now=now())
    backup = host.backs_up()
    database.write_now(blocking.block_house, a_member.id, ally.id)

    host.restores(backup)

    kept = host.house.database.read_now(lambda session: session.scalars(select(AllyBlock.account_id)).all())
    assert kept == [a_member.id]


def test_the_name_of_somebody_who_came_and_left_since_is_nobodys(host: Host, a_member: Member):
    """The backup never heard of them, and still nobody may pass for them."""
    backup = host.backs_up()
    juno = join(host.house, "juno")
    host.house.database.write_now(leaving.leave_for_good, juno.id, key=host.house.key, now=now())

    host.restores(backup)

    with pytest.raises(ParasolError, match="name"):
        join(host.house, "juno")


def test_an_account_that_was_used_again_and_left_again_goes_again(host: Host, a_member: Member):
    """The address was deleted once before the backup and once after it."""
    key = host.house.key

    def before(session: Session) -> None:
        uri = session.get_one(Account, a_member.id).uri
        note_deletion(session, "account", uri, key=key, now=now() - timedelta(days=2))

    host.house.database.write_now(before)
    backup = host.backs_up()
    host.house.database.write_now(leaving.leave_for_good, a_member.id, key=key, now=now())

    host.restores(backup)

    assert host.house.database.read_now(lambda session: session.scalars(select(Account.name)).all()) == []


def test_what_is_still_to_be_said_about_deletions_is_said_after_a_restore(host: Host, a_member: Member):
    """A deletion that no ally heard of yet would otherwise stay unsaid for ever; everything else can be said anew."""
    deleted = a_member.posts("Too much said")
    backup = host.backs_up()
    before = host.rows()

    def says(session: Session) -> None:
        for kind in ("Create", "Delete"):
            queue.enqueue(session, "deliver", 7, kind, b"a sealed letter", now=now())
        delete_post(session, a_member.id, deleted, key=host.house.key, now=now())

    host.house.database.write_now(says)
    host.restores(backup)

    since = {table: [row for row in host.rows()[table] if row not in before[table]] for table in ("jobs", "outbox")}
    assert [kind for row in since["jobs"] for kind in row if kind in {"Create", "Delete"}] == ["Delete"]
    assert "PostDeleted" in {word for row in since["outbox"] for word in row}


def test_a_picture_that_was_deleted_since_does_not_touch_the_disk_again(
    host: Host, a_member: Member, monkeypatch: pytest.MonkeyPatch
):
    """On flash storage what was written once may stay."""
    deleted = posts_a_picture(a_member, "Too much shown")
    posts_a_picture(a_member, "This one stays")
    backup = host.backs_up()
    host.house.database.write_now(delete_post, a_member.id, deleted, key=host.house.key, now=now())
    written, put = list[str](), Blobs.put_now

    def noted(blobs: Blobs, name: str, content: bytes) -> None:
        written.append(name)
        put(blobs, name, content)

    monkeypatch.setattr(Blobs, "put_now", noted)
    host.restores(backup)

    assert sorted(written) == sorted(host.files())
    assert len(written) == 2


def test_whoever_left_can_still_sign_what_they_have_to_say(host: Host, a_member: Member):
    backup = host.backs_up()
    host.house.database.write_now(leaving.leave_for_good, a_member.id, key=host.house.key, now=now())
    signs = host.rows()["departed"]

    host.restores(backup)

    assert host.rows()["departed"] == signs != []


def test_what_an_ally_took_back_or_said_already_is_not_taken_from_it_again(host: Host, a_member: Member):
    uri, key = f"{HARBOUR}/posts/1", host.house.key
    backup = host.backs_up()
    host.house.database.write_now(receiving.receive_deletion, uri, a_member.id, key=key, now=now())
    host.house.database.write_now(sightings.note, b"a signature of theirs", now=now())

    host.restores(backup)

    with pytest.raises(Unverified):
        host.house.database.write_now(sightings.note, b"a signature of theirs", now=now())
    late = ForeignPost(uri, "<p>Too much said</p>", "", "en", Audience.ALLIES, "", (), now())
    keep = {"origin": host.settings.origin, "key": key, "now": now()}
    assert host.house.database.write_now(receiving.receive_post, a_member.facts, late, [], **keep) is None
