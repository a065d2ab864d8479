"""P27 and P10: a picture in a message opens for its readers' apps, and its address is of no use to anybody else."""
# ruff: noqa: F811 — fixtures are imported by their names

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.accounts.actions import apps, blocking
from app.accounts.holders import token_holder
from app.basics.clock import now
from app.media import capability
from app.media.capability import TOKEN, Holder, mint
from app.posts.actions import deleting
from app.posts.models import Post
from app.storage.house import House
from app.storage.member_keys import MemberKey
from tests.api.conftest import CLEAN, Phone, pictures_are_clean  # noqa: F401 — a fixture
from tests.promises.test_p27_private_means_private import is_nothing
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member, join

WHOLE = CLEAN.full


@dataclass
class Sent:
    """A message from Marisol to Juno with a picture, whose files are sealed by now."""

    lantern: OpenHouse
    post: int
    picture: int

    def shown_to(self, phone: Phone) -> str:
        """Where this app is told to load the picture."""
        status = phone.gets(f"/api/v1/statuses/{self.post}").json()
        return status["media_attachments"][0]["url"]

    def loaded(self, address: str):
        return self.lantern.client.get(address)


@pytest.fixture
def app_of(lantern: OpenHouse) -> Callable[..., Phone]:
    """A member's app, let in with the passphrase: its token opens what is sealed to them."""

    def let_in(member: Member, *, key: bool = True) -> Phone:
        return Phone(lantern.client, token_of(lantern.house, member.id, member.key if key else None))

    return let_in


@pytest.fixture
def send(
    lantern: OpenHouse, app_of, a_member: Member, another_member: Member, pictures_are_clean
) -> Callable[[], Sent]:
    def message() -> Sent:
        phone = app_of(a_member)
        picture = int(phone.asks("POST", "/api/v2/media", files={"file": ("a.jpg", b"x")}).json()["id"])
        post = a_member.posts("@juno look", "mentioned", pictures=[picture])
        lantern.settles()
        return Sent(lantern, post, picture)

    return message


@pytest.fixture
def sent(send: Callable[[], Sent]) -> Sent:
    return send()


def token_of(house: House, account_id: int, key: MemberKey | None) -> str:
    def give(session):
        app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "read write", "", key=house.key, now=now())
        return apps.give_token(session, app.id, account_id, "read write", member_key=key, now=now())

    return house.database.write_now(give)


def files_of(house: House) -> list[bytes]:
    return [file.read_bytes() for file in (house.settings.data / "media").rglob("*") if file.is_file()]


def its_key(house: House, address: str, picture: int) -> bytes:
    holder = capability.holder_of(house.key, address.split("/")[4], picture, now=now())
    assert holder is not None
    return holder.picture_key


def test_both_see_it_in_their_apps_and_nothing_keeps_it(sent: Sent, app_of, a_member: Member, another_member: Member):
    for member in (a_member, another_member):
        address = sent.shown_to(app_of(member))
        full, small = sent.loaded(address), sent.loaded(address.replace("/full", "/small"))

        assert (full.status_code, full.content) == (200, WHOLE)
        assert (small.status_code, small.content) == (200, CLEAN.small)
        assert full.headers["cache-control"] == "no-store"
    assert [content for content in files_of(sent.lantern.house) if WHOLE in content or CLEAN.small in content] == []


def test_a_token_without_the_members_key_is_given_an_address_that_opens_nothing(sent: Sent, app_of, a_member: Member):
    address = sent.shown_to(app_of(a_member, key=False))

    assert is_nothing(sent.loaded(address), sent.lantern)


def test_the_address_stays_the_same_for_an_hour_and_is_another_for_each_token(sent: Sent, app_of, a_member: Member):
    phone, other = app_of(a_member), app_of(a_member)

    assert sent.shown_to(phone) == sent.shown_to(phone)
    assert sent.shown_to(phone) != sent.shown_to(other)


def test_an_address_that_was_altered_is_nothing(send: Callable[[], Sent], app_of, another_member: Member):
    sent, other, phone = send(), send(), app_of(another_member)
    address = sent.shown_to(phone)
    who, until, key, proof = address.split("/")[4].split(".")
    _, _, key_of_other, proof_of_other = other.shown_to(phone).split("/")[4].split(".")

    for altered in (
        f"{who}.{until}.{proof}",
        f"{who}.{until}..{proof}",
        f"{who}.{until}.{'A' if key[0] != 'A' else 'B'}{key[1:]}.{proof}",
        f"{who}.{until}.{key[:-1]}{'A' if key[-1] != 'A' else 'B'}.{proof}",
        f"{who}.{until}.{key[:-4]}.{proof}",
        f"{who}.{until}.{key_of_other}.{proof}",
        f"{who}.{until}.{key_of_other}.{proof_of_other}",
        f"{who}.{until}.{key}.{key}.{proof}",
        f"{who}.{int(until, 16) + 1:x}.{key}.{proof}",
        f"a{who[1:]}.{until}.{key}.{proof}",
        f"{who}.{until}.{urlsafe_b64encode(its_key(sent.lantern.house, address, sent.picture)).decode()}.{proof}",
    ):
        assert is_nothing(sent.loaded(f"/media/{altered}/{sent.picture}/full"), sent.lantern), altered
    assert sent.loaded(address).content == WHOLE


def test_what_the_house_itself_mints_without_the_key_or_with_another_opens_nothing(
    send: Callable[[], Sent], app_of, another_member: Member
):
    sent, other, phone = send(), send(), app_of(another_member)
    house, token_id = sent.lantern.house, _token_id(sent.lantern.house, phone)
    key_of_other = its_key(house, other.shown_to(phone), other.picture)

    for key in (b"", key_of_other, bytes(32)):
        minted = mint(house.key, sent.picture, Holder(TOKEN, token_id, key), now=now())

        assert is_nothing(sent.loaded(f"/media/{minted}/{sent.picture}/full"), sent.lantern)


def test_it_ends_by_itself(sent: Sent, app_of, another_member: Member):
    phone, house = app_of(another_member), sent.lantern.house
    holder = Holder(TOKEN, _token_id(house, phone), its_key(house, sent.shown_to(phone), sent.picture))
    old = mint(house.key, sent.picture, holder, now=now() - timedelta(hours=4))

    assert is_nothing(sent.loaded(f"/media/{old}/{sent.picture}/full"), sent.lantern)


def test_whoever_is_not_named_sees_nothing_even_with_its_key(sent: Sent, app_of, another_member: Member):
    house = sent.lantern.house
    oda = app_of(join(house, "oda"))
    key = its_key(house, sent.shown_to(app_of(another_member)), sent.picture)
    minted = mint(house.key, sent.picture, Holder(TOKEN, _token_id(house, oda), key), now=now())

    assert is_nothing(sent.loaded(f"/media/{minted}/{sent.picture}/full"), sent.lantern)


def test_it_ends_with_the_token(sent: Sent, app_of, another_member: Member):
    phone, house = app_of(another_member), sent.lantern.house
    address = sent.shown_to(phone)

    def end(session):
        app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "read write", "", key=house.key, now=now())
        apps.revoke(session, app.id, phone.token)

    house.database.write_now(end)

    assert is_nothing(sent.loaded(address), sent.lantern)


def test_it_ends_when_the_message_may_not_be_read_any_more(
    sent: Sent, app_of, a_member: Member, another_member: Member
):
    address = sent.shown_to(app_of(another_member))
    assert sent.loaded(address).status_code == 200

    sent.lantern.house.database.write_now(blocking.block, a_member.id, another_member.id, now=now())

    assert is_nothing(sent.loaded(address), sent.lantern)


def test_it_ends_with_the_message_and_its_files_go(sent: Sent, app_of, a_member: Member, another_member: Member):
    house, address = sent.lantern.house, sent.shown_to(app_of(another_member))

    house.database.write_now(deleting.delete_post, a_member.id, sent.post, key=house.key, now=now())
    sent.lantern.settles()

    assert is_nothing(sent.loaded(address), sent.lantern)
    assert files_of(house) == []


def test_a_message_deleted_before_its_picture_was_sealed_leaves_no_file(
    lantern: OpenHouse, send: Callable[[], Sent], a_member: Member, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as nothing_is_done:
        nothing_is_done.setattr(OpenHouse, "settles", lambda self: None)
        sent = send()
    assert WHOLE in files_of(lantern.house)
    house = lantern.house

    house.database.write_now(deleting.delete_post, a_member.id, sent.post, key=house.key, now=now())
    lantern.settles()

    assert files_of(house) == []


def test_nothing_beside_the_files_shows_the_picture_either(sent: Sent, app_of, another_member: Member):
    body = sent.lantern.house.database.read_now(lambda session: session.get_one(Post, sent.post).body)
    status = app_of(another_member).gets(f"/api/v1/statuses/{sent.post}").json()

    assert CLEAN.blurhash.encode() not in body
    assert status["media_attachments"][0]["blurhash"] is None


def _token_id(house: House, phone: Phone) -> int:
    holder = house.database.read_now(token_holder, phone.token)
    assert holder is not None
    return holder.token_id
