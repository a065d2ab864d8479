"""A real app: Mastodon.py against a real server, from registering to reading a picture back."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import pytest
import requests
import uvicorn
from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError, MastodonUnauthorizedError

from app.accounts.actions import apps
from app.basics.clock import now
from app.storage.house import House
from tests.api.conftest import Door
from tests.posts.test_who_may_read import befriend
from tests.world.pictures import phone_picture
from tests.world.servers import free_port

BACK = apps.OUT_OF_BAND
ACCOUNT = (
    "id username acct url display_name note avatar avatar_static header header_static locked fields emojis bot group "
    "created_at statuses_count followers_count following_count"
)
STATUS = (
    "id uri created_at account content visibility sensitive spoiler_text media_attachments mentions tags emojis "
    "reblogs_count favourites_count replies_count favourited reblogged bookmarked muted in_reply_to_id reblog"
)
MEDIA = "id type url preview_url meta description blurhash"
RELATIONSHIP = (
    "id following showing_reblogs notifying languages followed_by blocking blocked_by muting muting_notifications "
    "requested domain_blocking endorsed note"
)


@pytest.fixture
def house(make_house: Callable[[str], House]) -> House:
    """Lantern House at an address on this machine."""
    made = make_house("lantern")
    return replace(made, settings=replace(made.settings, origin=f"http://127.0.0.1:{free_port()}"))


@pytest.fixture
def address(the_door: Door, house: House) -> Iterator[str]:
    """The same house, served by uvicorn in a thread."""
    port = house.settings.origin.rpartition(":")[2]
    server = uvicorn.Server(uvicorn.Config(the_door.client.app, port=int(port), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield house.settings.origin
    server.should_exit = True
    thread.join()


@pytest.fixture
def says_yes(house, a_member):
    """Marisol reads what an app asks for and says yes; the code is what the page would show her."""

    def authorise(client_id: str, challenge: str = "") -> str:
        def act(session):
            method = "S256" if challenge else ""
            _, asked = apps.question(session, client_id, BACK, "read write follow", challenge, method, key=house.key)
            return apps.authorise(session, a_member.id, asked, member_key=a_member.key, now=now())

        return house.database.write_now(act)

    return authorise


@pytest.fixture
def signed_in(address, says_yes) -> Mastodon:
    """Mastodon.py, registered and with Marisol's token."""
    client_id, secret = Mastodon.create_app("Tusk", scopes=["read", "write", "follow"], api_base_url=address)
    app = Mastodon(client_id, secret, api_base_url=address)
    app.log_in(code=says_yes(client_id), scopes=["read", "write", "follow"])
    return app


def test_it_signs_in_posts_a_picture_and_reads_it_back(signed_in, the_door):
    picture = signed_in.media_post(BytesIO(phone_picture()), mime_type="image/jpeg", description="A door")
    posted = signed_in.status_post("Look", media_ids=[picture], visibility="unlisted", idempotency_key="once")
    again = signed_in.status_post("Look", media_ids=[picture], visibility="unlisted", idempotency_key="once")
    the_door.settles()

    (home,) = signed_in.timeline_home()
    (local,) = signed_in.timeline_local()
    (shown,) = home.media_attachments
    file = requests.get(shown.url, timeout=5)

    assert posted.id == again.id == home.id == local.id
    for entity, fields in ((posted, STATUS), (posted.account, ACCOUNT), (shown, MEDIA)):
        assert missing(entity, fields) == set()
    assert (shown.description, file.status_code, file.content[8:12]) == ("A door", 200, b"WEBP")
    assert signed_in.status_delete(posted).text == "Look"
    with pytest.raises(MastodonNotFoundError):
        signed_in.status(posted)


def test_it_follows_and_is_told(signed_in, juno, a_member, another_member, the_door):
    asked = signed_in.account_follow(another_member.id)
    juno.posts(f"/api/v1/follow_requests/{a_member.id}/authorize")
    juno.posts(f"/api/v1/accounts/{a_member.id}/follow")
    written = juno.says("Soup, @marisol")
    the_door.settles()

    (relationship,) = signed_in.account_relationships(another_member.id)
    told = signed_in.notifications()

    assert missing(asked, RELATIONSHIP) == set()
    assert asked.requested
    assert relationship.following
    assert {one.type for one in told} == {"mention", "follow_request"}
    assert [account.acct for account in signed_in.follow_requests()] == ["juno"]
    assert signed_in.follow_request_authorize(another_member.id).followed_by
    assert signed_in.status_favourite(written["id"]).favourited
    assert signed_in.status_reblog(written["id"]).reblog.id == written["id"]
    assert [found.acct for found in signed_in.search_v2("@juno", resolve=True).accounts] == ["juno"]
    assert [found.acct for found in signed_in.account_following(a_member.id)] == ["juno"]
    signed_in.notifications_clear()
    assert signed_in.notifications() == []


def test_it_reads_what_is_empty_without_stumbling(signed_in):
    assert signed_in.instance_v2().title
    assert signed_in.instance_v1().version.startswith("4.")
    for nothing in (
        signed_in.trending_statuses(), signed_in.trending_tags(), signed_in.suggestions(), signed_in.directory(),
        signed_in.endorsements(), signed_in.featured_tags(), signed_in.lists(), signed_in.filters_v2(),
        signed_in.custom_emojis(), signed_in.announcements(), signed_in.bookmarks(), signed_in.favourites(),
        signed_in.mutes(), signed_in.blocks(), signed_in.domain_blocks(), signed_in.followed_tags(),
        signed_in.conversations(), signed_in.instance_peers(), signed_in.instance_activity(),
    ):  # fmt: skip
        assert nothing == []
    assert signed_in.preferences()["posting:default:visibility"] == "unlisted"
    assert signed_in.me().source.privacy == "unlisted"


def test_it_pages_through_a_timeline(signed_in, a_member):
    written = [a_member.posts(f"Number {n}") for n in range(5)][::-1]

    first = signed_in.timeline_local(limit=2)
    everything = signed_in.fetch_remaining(first)

    assert [int(post.id) for post in everything] == written


def test_a_revoked_token_is_over(signed_in):
    signed_in.revoke_access_token()

    with pytest.raises(MastodonUnauthorizedError):
        signed_in.me()


def missing(entity: dict[str, object], fields: str) -> set[str]:
    return set(fields.split()) - entity.keys()


def test_it_keeps_away_from_people_and_from_an_ally(signed_in, house, another_member):
    befriend(house)

    assert signed_in.account_follow(another_member.id, reblogs=False).showing_reblogs is False
    assert signed_in.account_mute(another_member.id, notifications=False, duration=3600).muting
    (muted,) = signed_in.mutes()
    assert (muted.acct, muted.mute_expires_at > now()) == ("juno", True)
    assert not signed_in.account_unmute(another_member.id).muting
    assert signed_in.account_block(another_member.id).blocking
    assert [account.acct for account in signed_in.blocks()] == ["juno"]
    assert not signed_in.account_unblock(another_member.id).blocking
    signed_in.domain_block("harbour.example")
    assert signed_in.domain_blocks() == ["harbour.example"]
    signed_in.domain_unblock("harbour.example")
    with pytest.raises(MastodonAPIError):
        signed_in.domain_block("stranger.example")
    assert signed_in.domain_blocks() == signed_in.mutes() == signed_in.blocks() == []
