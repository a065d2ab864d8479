"""Tags for apps: what carries one, following it, and finding it; never how much it is used."""

from urllib.parse import quote

import pytest

from app.accounts.actions import blocking
from app.basics.clock import now
from app.posts.actions.receiving import ForeignPost, receive_post
from app.posts.audience import Audience
from tests.posts.test_who_may_read import befriend, guest
from tests.world.cast import Member

RIGHTS = "/api/v1/timelines/tag/rights"


def ids_in(answer):
    assert answer.status_code == 200, answer.text
    return [int(post["id"]) for post in answer.json()]


def says(member: Member, *texts: str, **more: object) -> list[int]:
    return [member.posts(text, **more) for text in texts]


def arrives(house) -> int:
    foreign = ForeignPost(
        uri="https://harbour.example/posts/1", content="<p>From afar</p>", warning="", language="",
        audience=Audience.ALLIES, reply_to_uri="", pictures=(), written_at=now(), tags=("#Rights",),
    )  # fmt: skip
    author = guest(house, befriend(house))
    kept = house.database.write_now(
        receive_post, author.facts, foreign, [], origin=house.settings.origin, key=house.key, now=now()
    )
    assert kept is not None
    return kept


def test_a_post_says_its_tags(marisol):
    written = marisol.says("#SexWork and #Права")

    assert written["tags"] == [
        {"name": "sexwork", "url": "https://lantern.example/tags/sexwork"},
        {"name": "права", "url": f"https://lantern.example/tags/{quote('права')}"},
    ]
    assert 'class="mention hashtag" rel="tag">#SexWork</a>' in written["content"]


def test_a_message_says_none(marisol, another_member):
    assert marisol.says("@juno #rights", visibility="direct")["tags"] == []


def test_a_tag_shows_what_carries_it_and_leads_on(marisol, another_member):
    written = says(another_member, *(f"#Rights {number}" for number in range(5)), "#soup")[:5][::-1]

    first = marisol.gets("/api/v1/timelines/tag/RIGHTS", limit=2)
    second = marisol.asks("GET", first.links["next"]["url"])
    back = marisol.asks("GET", second.links["prev"]["url"])

    assert (ids_in(first), ids_in(second), ids_in(back)) == (written[:2], written[2:4], written[:2])
    assert ids_in(marisol.gets(RIGHTS, since_id=written[3])) == written[:3]
    assert ids_in(marisol.gets(RIGHTS, min_id=written[4], limit=1)) == [written[3]]


def test_a_tag_in_another_script_leads_on(marisol, another_member):
    first, _ = says(another_member, "#права", "#права", audience="community")

    answer = marisol.gets("/api/v1/timelines/tag/права", limit=1)

    assert ids_in(marisol.asks("GET", answer.links["next"]["url"])) == [first]


def test_tags_are_joined_as_apps_ask(marisol, another_member):
    both, rights, home = says(another_member, "#rights #home", "#rights", "#home")

    assert ids_in(marisol.gets(RIGHTS, **{"any[]": ["home", "nobody"]})) == [home, rights, both]
    assert ids_in(marisol.gets(RIGHTS, **{"all[]": "Home"})) == [both]
    assert ids_in(marisol.gets(RIGHTS, **{"none[]": ["home", "nobody"]})) == [rights]
    assert ids_in(marisol.gets(RIGHTS, **{"all[]": "nobody"})) == []
    assert ids_in(marisol.gets("/api/v1/timelines/tag/nobody", **{"any[]": "home"})) == [home, both]


def test_a_page_of_several_tags_is_full(marisol, another_member):
    written = says(another_member, *["#rights #home"] * 5)

    page = marisol.gets(RIGHTS, limit=4, **{"any[]": "home"})

    assert ids_in(page) == written[::-1][:4]


def test_what_is_local_remote_or_with_pictures_is_told_apart(house, marisol, another_member):
    [here] = says(another_member, "#rights")
    afar = arrives(house)

    assert ids_in(marisol.gets(RIGHTS)) == [afar, here]
    assert ids_in(marisol.gets(RIGHTS, local="true")) == [here]
    assert ids_in(marisol.gets(RIGHTS, remote="true")) == [afar]
    assert ids_in(marisol.gets(RIGHTS, only_media="true")) == []


def test_what_one_may_not_read_and_whom_one_keeps_away_from_is_not_there(house, marisol, a_member, another_member):
    says(another_member, "#rights", audience="followers")
    says(another_member, "@marisol #rights", audience="mentioned")
    assert ids_in(marisol.gets(RIGHTS)) == []

    [shown] = says(another_member, "#rights for all")
    assert ids_in(marisol.gets(RIGHTS)) == [shown]

    house.database.write_now(blocking.block, another_member.id, a_member.id, now=now())
    assert ids_in(marisol.gets(RIGHTS)) == []


@pytest.mark.parametrize("word", ["2026", "two%20words", "a" * 101, "nobody", "%2523"])
def test_what_can_be_no_tag_shows_nothing(marisol, word):
    assert ids_in(marisol.gets(f"/api/v1/timelines/tag/{word}")) == []


def test_following_and_no_longer(the_door, marisol, another_member):
    followed = marisol.posts("/api/v1/tags/RIGHTS/follow").json()
    [written] = says(another_member, "#rights")
    the_door.settles()
    assert followed == {
        "name": "rights", "url": "https://lantern.example/tags/rights", "history": [], "following": True,
    }  # fmt: skip
    assert ids_in(marisol.gets("/api/v1/timelines/home")) == [written]
    assert [one["name"] for one in marisol.gets("/api/v1/followed_tags").json()] == ["rights"]

    ended = marisol.posts("/api/v1/tags/rights/unfollow").json()
    the_door.settles()
    assert ended["following"] is False
    assert marisol.gets("/api/v1/followed_tags").json() == []
    assert ids_in(marisol.gets("/api/v1/timelines/home")) == []


def test_a_long_list_of_followed_tags_leads_on(marisol):
    words = {f"tag{number}" for number in range(5)}
    for word in words:
        marisol.posts(f"/api/v1/tags/{word}/follow")

    first = marisol.gets("/api/v1/followed_tags", limit=3)
    second = marisol.asks("GET", first.links["next"]["url"])

    names = [one["name"] for one in [*first.json(), *second.json()]]
    assert (len(first.json()), set(names), len(names)) == (3, words, 5)


def test_what_somebody_follows_is_nobody_elses_to_know(marisol, juno):
    marisol.posts("/api/v1/tags/rights/follow")

    assert juno.gets("/api/v1/followed_tags").json() == []
    assert juno.gets("/api/v1/tags/rights").json() == {**juno.gets("/api/v1/tags/other").json(), **known("rights")}
    assert juno.gets("/api/v2/search", q="rights").json()["hashtags"] == []


def known(name: str) -> dict[str, str]:
    return {"name": name, "url": f"https://lantern.example/tags/{name}"}


def test_a_tag_is_shown_as_the_newest_post_writes_it_that_one_may_read(marisol, juno):
    juno.says("#OURrights", visibility="private")
    marisol.posts("/api/v1/tags/ourRIGHTS/follow")
    assert marisol.gets("/api/v1/tags/ourrights").json()["name"] == "ourrights"

    juno.says("#OurRights for all")
    juno.says("#OURrights", visibility="private")
    assert marisol.gets("/api/v1/tags/ourrights").json()["name"] == "OurRights"


def test_search_finds_tags_that_begin_so_among_what_one_may_read(marisol, juno):
    juno.says("#rights #RightNow #wrong")
    juno.says("#rightsecret", visibility="private")

    found = marisol.gets("/api/v2/search", q="#Right").json()

    assert [tag["name"] for tag in found["hashtags"]] == ["RightNow", "rights"]
    assert all(tag["history"] == [] for tag in found["hashtags"])
    assert marisol.gets("/api/v2/search", q="right", type="accounts").json()["hashtags"] == []
    assert (
        marisol.gets("/api/v2/search", q="right", type="hashtags", limit="1").json()["hashtags"][0]["name"]
        == "RightNow"
    )
    assert marisol.gets("/api/v2/search", q="%").json()["hashtags"] == []
    assert marisol.gets("/api/v2/search", q="right_").json()["hashtags"] == [], "an underscore is a letter, no wildcard"


@pytest.mark.parametrize("path", ["/api/v1/trends", "/api/v1/trends/tags", "/api/v1/featured_tags"])
def test_nothing_is_ever_a_trend(marisol, juno, path):
    for _ in range(3):
        juno.says("#rights")

    assert marisol.gets(path).json() == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", RIGHTS),
        ("GET", "/api/v1/tags/rights"),
        ("GET", "/api/v1/followed_tags"),
        ("POST", "/api/v1/tags/rights/follow"),
        ("POST", "/api/v1/tags/rights/unfollow"),
    ],
)
def test_strangers_and_tokens_for_something_else_get_nothing(stranger, an_app_of, a_member, method, path):
    assert stranger.asks(method, path).status_code == 401
    assert an_app_of(a_member, "write:media").asks(method, path).status_code == 403


@pytest.mark.parametrize("word", ["2026", "two%20words", "a" * 101])
def test_what_can_be_no_tag_can_be_neither_looked_at_nor_followed(marisol, word):
    assert marisol.gets(f"/api/v1/tags/{word}").status_code == 404
    assert marisol.posts(f"/api/v1/tags/{word}/follow").status_code == 404
    assert marisol.posts(f"/api/v1/tags/{word}/unfollow").status_code == 404
