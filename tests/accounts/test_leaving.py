"""Leaving for good and hiding for a while: what is so from the same moment on, and what must never be."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import rules
from app.accounts.actions import apps, friends, joining, leaving, pausing, signing_in
from app.accounts.actions.passkeys import keep_passkey
from app.accounts.actions.profiles import change_profile
from app.accounts.actions.signing_in import Proven
from app.accounts.models import (
    Account,
    AppToken,
    AuthorisationCode,
    Credential,
    Departed,
    FriendsKey,
    FriendsReturn,
    Invitation,
    LockCode,
    Passkey,
    RecoveryCode,
    SignIn,
    Totp,
)
from app.accounts.passkeys import Made
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound
from app.posts import queries as posts
from app.storage.deletions import Deletion, hash_of
from app.storage.house import House
from app.timelines import encoded_queries
from app.timelines import queries as timelines
from app.timelines.queries import Page
from tests.world.cast import Member, join
from tests.world.prepared import heard_prepared
from tests.world.restricting import is_decided


def leaves(member: Member, successor: str = "") -> None:
    member.house.database.write_now(
        leaving.leave_for_good, member.id, successor=successor, key=member.house.key, now=now()
    )


def role_of(member: Member) -> str:
    return member.house.database.read_now(lambda session: session.get_one(Account, member.id).role)


def everything_seen_by(viewer: Viewer, house: House) -> str:
    """Whatever the lists and look-ups give somebody, as one text."""

    def look(session: Session) -> str:
        found = (
            timelines.home(session, viewer, Page()),
            timelines.community(session, viewer, Page()),
            encoded_queries.home_encoded(session, viewer, Page()),
            encoded_queries.community_encoded(session, viewer, Page()),
            accounts.by_handle(session, "marisol", house.settings.host),
            accounts.found_by_words(session, viewer, "mari", limit=10),
            accounts.whom_i_follow(session, viewer.account_id or 0),
            accounts.my_followers(session, viewer.account_id or 0),
            accounts.who_asks(session, viewer.account_id or 0),
        )
        return repr(found)

    return house.database.read_now(look)


def test_whoever_leaves_is_gone_for_everybody_from_that_moment(house: House, a_member: Member, another_member: Member):
    another_member.follows(a_member)
    a_member.follows(another_member)
    a_member.posts("Words of marisol", "community")
    assert "marisol" in everything_seen_by(another_member.viewer, house)

    leaves(a_member)

    assert "marisol" not in everything_seen_by(another_member.viewer, house)


def test_whoever_left_cannot_sign_in_and_is_nobody_twice(house: House, a_member: Member):
    leaves(a_member)

    assert house.database.read_now(signing_in.credential_of, "marisol") is None
    with pytest.raises(NotFound):
        leaves(a_member)


def test_every_way_in_ends_at_once(house: House, a_member: Member, another_member: Member):
    for member in (a_member, another_member):
        opens_every_way_in(member)
    assert all(ways_in_of(a_member).values())
    untouched = ways_in_of(another_member)

    leaves(a_member)

    assert not any(ways_in_of(a_member).values())
    assert ways_in_of(another_member) == untouched


def test_what_is_left_of_them_has_no_name_no_words_and_no_key(house: House, a_member: Member):
    house.database.write_now(change_profile, a_member.id, "Mari", "By the river", origin=house.settings.origin)

    leaves(a_member)

    left = house.database.read_now(lambda session: session.get_one(Account, a_member.id))
    assert left.name == left.folded == f"~{a_member.id}"
    assert (left.display_name, left.about_source, left.about_html, left.public_key) == ("", "", "", "")
    assert (left.card, left.sealing_key) == (b"{}", None)


def opens_every_way_in(member: Member) -> None:
    """Beside passphrase, recovery codes and lock code, which everybody has."""
    house, write = member.house, member.house.database.write_now
    member.signs_in()
    app = write(apps.register, "Tusk", [apps.OUT_OF_BAND], "read", "", key=house.key, now=now())
    write(apps.give_token, app.id, member.id, "read", member_key=None, now=now())
    write(apps.authorise, member.id, apps.Asked(app.id, apps.OUT_OF_BAND, "read", ""), member_key=None, now=now())
    write(joining.invite, member.id, now=now())
    trusted = [join(house, f"{name}_of_{member.name}").name for name in ("first", "second")]
    write(friends.entrust, Proven(member.id, member.key), trusted)
    write(friends.ask_to_return, member.name, key=house.key, now=now())
    write(keep_passkey, member.id, Made(member.name.encode(), b"", 0), "", now=now())
    write(lambda session: session.add(Totp(account_id=member.id, secret_sealed=b"", confirmed=True)))


def ways_in_of(member: Member) -> dict[str, int]:
    kinds = (
        Credential, SignIn, AppToken, AuthorisationCode, RecoveryCode, LockCode, Totp, Passkey, FriendsKey,
        FriendsReturn,
    )  # fmt: skip

    def count(session: Session) -> dict[str, int]:
        found = {kind.__tablename__: len(session.scalars(select(kind).filter_by(account_id=member.id)).all())
                 for kind in kinds}  # fmt: skip
        return found | {"invitations": len(session.scalars(select(Invitation).filter_by(made_by=member.id)).all())}

    return member.house.database.read_now(count)


def test_a_name_is_given_out_once(house: House, a_member: Member):
    leaves(a_member)

    for name in ("marisol", "Marisol"):
        with pytest.raises(Invalid) as refused:
            join(house, name)
        assert (refused.value.field, refused.value.safe) == ("name", rules.NAME_NOT_FREE)


def test_a_taken_name_and_a_used_one_cost_the_same_queries(house: House, a_member: Member, another_member: Member):
    leaves(a_member)

    asked = [statements_of_joining_as(house, name) for name in ("marisol", "juno")]

    assert asked[0] == asked[1]
    assert len(asked[0]) == 1


def statements_of_joining_as(house: House, name: str) -> list[str]:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    def tries(session: Session) -> None:
        session.connection()
        event.listen(house.database.engine, "before_cursor_execute", note)
        joining.must_be_free(session, name, house.key)

    with pytest.raises(Invalid), heard_prepared(lambda sql, _given: asked.append(sql)):
        house.database.write_now(tries)
    event.remove(house.database.engine, "before_cursor_execute", note)
    return [statement for statement in asked if "SAVEPOINT" not in statement]


def test_the_signing_key_outlives_the_account(house: House, a_member: Member):
    facts = a_member.facts

    leaves(a_member)

    kept = house.database.read_now(lambda session: session.get_one(Departed, a_member.id))
    assert (kept.uri, kept.key_id, kept.public_key) == (facts.uri, facts.key_id, facts.public_key)
    assert house.key.open(kept.private_key_sealed, "signing key").startswith(b"-----BEGIN PRIVATE KEY")


def test_a_restored_backup_knows_that_the_account_was_deleted(house: House, a_member: Member):
    uri = a_member.facts.uri

    leaves(a_member)

    noted = house.database.read_now(lambda session: session.get(Deletion, (hash_of(uri, house.key), "account")))
    assert noted is not None


def test_the_last_steward_names_another_one_first(house: House, a_steward: Member, a_member: Member):
    for act in (leaves, pauses):
        for successor, sentence in (("", "only steward"), ("nobody_here", "No member"), ("vera", "No member")):
            with pytest.raises(Invalid) as refused:
                act(a_steward, successor)
            assert refused.value.field == "successor"
            assert sentence in refused.value.safe

    leaves(a_steward, "@Marisol")

    assert role_of(a_member) == "steward"
    assert role_of(a_steward) == "member"


def test_a_steward_who_pauses_and_names_another_one_is_a_steward_no_more(
    house: House, a_steward: Member, a_member: Member
):
    pauses(a_steward, "marisol")
    house.database.write_now(pausing.come_back, a_steward.id)

    assert role_of(a_member) == "steward"
    assert role_of(a_steward) == "member", "one person would have made two stewards without anybody being asked"


def test_one_of_two_stewards_who_pauses_stays_one(house: House, a_steward: Member, a_member: Member):
    second = join(house, "oda", "steward")

    pauses(second, "marisol")

    assert (role_of(second), role_of(a_member)) == ("steward", "member")


@pytest.mark.parametrize("absent", ["paused", "waits"])
def test_a_house_is_not_left_to_somebody_who_hides_or_waits(
    house: House, a_steward: Member, a_member: Member, absent: str
):
    house.database.write_now(lambda session: setattr(session.get_one(Account, a_member.id), absent, True))

    with pytest.raises(Invalid, match="No member"):
        leaves(a_steward, "marisol")

    assert role_of(a_member) == "member"


@pytest.mark.parametrize("measure", ["limit", "suspend"])
@pytest.mark.parametrize("act", [lambda *given: leaves(*given), lambda *given: pauses(*given)])
def test_a_house_is_not_left_to_somebody_who_may_not_decide_for_others(
    house: House, a_steward: Member, a_member: Member, measure: str, act: Callable[[Member, str], None]
):
    is_decided(house, a_member.id, measure)

    with pytest.raises(Invalid, match="No member"):
        act(a_steward, "marisol")

    assert (role_of(a_steward), role_of(a_member)) == ("steward", "member")


def test_a_steward_alone_in_the_house_may_go(house: House, a_steward: Member):
    leaves(a_steward)

    assert house.database.read_now(signing_in.credential_of, "vera") is None


def test_a_steward_who_pauses_keeps_no_house(house: House, a_steward: Member, a_member: Member):
    second = join(house, "oda", "steward")
    pauses(second)

    with pytest.raises(Invalid):
        leaves(a_steward)


def pauses(member: Member, successor: str = "") -> None:
    member.house.database.write_now(pausing.pause, member.id, successor=successor)


def test_whoever_pauses_is_not_there_and_comes_back_as_they_were(
    house: House, a_member: Member, another_member: Member
):
    another_member.follows(a_member)
    post = a_member.posts("Words of marisol", "community")
    before = everything_seen_by(another_member.viewer, house)

    pauses(a_member)
    while_away = everything_seen_by(another_member.viewer, house)
    with pytest.raises(NotFound):
        house.database.read_now(posts.one, another_member.viewer, post)
    house.database.write_now(pausing.come_back, a_member.id)

    assert "marisol" not in while_away
    assert everything_seen_by(another_member.viewer, house) == before


def test_the_name_of_somebody_who_pauses_stays_theirs(house: House, a_member: Member):
    pauses(a_member)

    with pytest.raises(Invalid):
        join(house, "marisol")
    assert house.database.read_now(signing_in.credential_of, "marisol") is not None
    assert house.database.read_now(lambda s: s.scalars(select(Departed.id)).all()) == []
