"""P27: a picture's address is a capability, checked at each request against the post, the pact and the token."""

import re
from datetime import timedelta

import pytest

from app.accounts.actions import apps
from app.allies import actions as allies
from app.allies.rules import Scope
from app.basics.clock import now
from app.media.capability import ALLY, TOKEN, Holder, mint
from app.posts import picture_queries
from tests.api.conftest import an_app_of, juno, marisol, pictures_are_clean, the_door

__all__ = ["an_app_of", "juno", "marisol", "pictures_are_clean", "the_door"]

pytestmark = pytest.mark.usefixtures("pictures_are_clean")


@pytest.fixture
def shown(marisol):
    """A picture that Marisol posts, as one's app sees it: `shown(juno)` is Juno's."""

    def post(audience="community"):
        picture = marisol.asks("POST", "/api/v2/media", files={"file": ("a.jpg", b"x")}).json()
        posted = marisol.says("Look", audience=audience, **{"media_ids[]": [picture["id"]]})

        def seen_by(phone):
            status = phone.gets(f"/api/v1/statuses/{posted['id']}").json()
            return status["media_attachments"][0]["url"]

        seen_by.post, seen_by.picture = posted["id"], int(picture["id"])
        return seen_by

    return post


def is_nothing(answer, the_door):
    """Byte for byte what an address that never was gives."""
    never = the_door.client.get("/media/made-up/1/full")
    assert never.status_code == 404
    return (answer.status_code, answer.content, _plain(answer)) == (404, never.content, _plain(never))


def _plain(answer):
    return {name: value for name, value in answer.headers.items() if name != "date"}


def test_the_address_opens_for_whom_it_was_made_without_a_header(the_door, shown, juno):
    answer = the_door.client.get(shown()(juno))

    assert (answer.status_code, answer.content) == (200, b"the whole picture")
    assert answer.headers["cache-control"] == "private, max-age=3600"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_each_token_has_an_address_of_its_own(shown, marisol, juno):
    seen_by = shown()

    assert seen_by(marisol) != seen_by(juno)


def test_an_address_that_was_altered_is_nothing(the_door, shown, juno):
    seen_by = shown()
    url, other = seen_by(juno), shown()(juno)
    capability = url.split("/")[4]
    kind_changed = capability.replace("t", "a", 1)

    for altered in (
        url.replace(capability, capability[:-1] + ("A" if capability[-1] != "A" else "B")),
        url.replace(capability, kind_changed),
        url.replace(capability, other.split("/")[4]),
        url.replace(capability, "..."),
        url.replace(capability, "t"),
        url.replace("/full", "/original"),
        url.replace(f"/{seen_by.picture}/", "/abc/"),
        url.replace(f"/{seen_by.picture}/", f"/{2**70}/"),
    ):
        assert altered != url
        assert is_nothing(the_door.client.get(altered), the_door)


def test_an_address_ends_by_itself(the_door, shown, juno, a_member, house):
    seen_by = shown()
    url = seen_by(juno)
    capability = url.split("/")[4]
    token_id = int(capability.partition(".")[0][1:], 16)
    old = mint(house.key, seen_by.picture, Holder(TOKEN, token_id), now=now() - timedelta(hours=4))

    assert is_nothing(the_door.client.get(url.replace(capability, old)), the_door)


def test_it_ends_with_the_token(the_door, shown, juno, house):
    url = shown()(juno)

    def end(session):
        app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "read write follow push", "", key=house.key, now=now())
        apps.revoke(session, app.id, juno.token)

    house.database.write_now(end)

    assert is_nothing(the_door.client.get(url), the_door)


def test_it_ends_with_the_post(the_door, shown, marisol, juno):
    seen_by = shown()
    url = seen_by(juno)
    marisol.asks("DELETE", f"/api/v1/statuses/{seen_by.post}")

    assert is_nothing(the_door.client.get(url), the_door)


def test_it_ends_when_the_post_may_not_be_read_any_more(the_door, shown, juno, a_member, another_member):
    another_member.follows(a_member)
    url = shown("followers")(juno)
    assert the_door.client.get(url).status_code == 200

    juno.posts(f"/api/v1/accounts/{a_member.id}/unfollow")

    assert is_nothing(the_door.client.get(url), the_door)


def test_it_ends_when_the_token_may_not_read_posts(the_door, shown, an_app_of, another_member, house):
    seen_by = shown()
    narrow = an_app_of(another_member, "write:media")
    token_id = house.database.read_now(lambda session: _token_id(session, narrow.token))

    capability = mint(house.key, seen_by.picture, Holder(TOKEN, token_id), now=now())

    assert is_nothing(the_door.client.get(f"/media/{capability}/{seen_by.picture}/full"), the_door)


def test_a_picture_not_posted_yet_is_its_owners_alone(the_door, marisol, juno, house):
    picture = marisol.asks("POST", "/api/v2/media", files={"file": ("a.jpg", b"x")}).json()
    token_id = house.database.read_now(lambda session: _token_id(session, juno.token))
    for_juno = mint(house.key, int(picture["id"]), Holder(TOKEN, token_id), now=now())

    assert the_door.client.get(picture["url"]).status_code == 200
    assert is_nothing(the_door.client.get(f"/media/{for_juno}/{picture['id']}/full"), the_door)


@pytest.fixture
def harbour(house):
    """Harbour House, an ally for posts and media."""
    scopes = frozenset([Scope.POSTS, Scope.MEDIA])
    return house.database.write_now(allies.ally_by_hand, "https://harbour.example", scopes, now=now())


def for_ally(house, ally, picture_id):
    return f"/media/{mint(house.key, picture_id, Holder(ALLY, ally.id), now=now())}/{picture_id}/full"


def test_an_ally_sees_what_is_for_allies_while_it_is_one(the_door, shown, house, harbour):
    for_allies = for_ally(house, harbour, shown("allies").picture)
    for_us = for_ally(house, harbour, shown("community").picture)

    assert the_door.client.get(for_allies).status_code == 200
    assert is_nothing(the_door.client.get(for_us), the_door)
    house.database.write_now(allies.pause, harbour.origin, now=now())
    assert is_nothing(the_door.client.get(for_allies), the_door)


def test_an_ally_without_the_scope_sees_no_picture(the_door, shown, house):
    ally = house.database.write_now(allies.ally_by_hand, "https://pier.example", frozenset([Scope.POSTS]), now=now())

    assert is_nothing(the_door.client.get(for_ally(house, ally, shown("allies").picture)), the_door)


def test_a_text_cannot_pass_for_the_place_of_an_address(marisol, juno, shown):
    seen_by = shown()
    target, own = seen_by.picture, marisol.asks("POST", "/api/v2/media", files={"file": ("a.jpg", b"x")}).json()
    places = f"%7Bkey:{target}%7D \\u0000{target}\\u0000 \\x00{target}\\x00"
    marisol.says(f"https://evil.example/{places}", spoiler_text=places, **{"media_ids[]": [own["id"]]})

    everything = juno.gets("/api/v1/timelines/public", local="true").text

    addresses = re.findall(re.escape(seen_by(juno).split("/")[4]), everything)
    assert len(addresses) == 2, "the two sizes of the one picture, and nowhere else"


def _token_id(session, token):
    from app.accounts.holders import token_holder

    return token_holder(session, token).token_id


def test_the_query_itself_lets_nobody_else_see(house, shown, a_member):
    from app.accounts.viewer import STRANGER
    from app.basics.errors import NotFound

    with pytest.raises(NotFound):
        house.database.read_now(picture_queries.picture, STRANGER, shown("allies").picture)
