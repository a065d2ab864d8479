"""Create: what members of allies write arrives as it was meant, whatever software they run."""

from datetime import timedelta

import pytest

from app.allies.rules import Scope
from tests.federation.reading import guests, posts_from_afar, uri_of
from tests.world.letters import PUBLIC, a_create, as_written, lives_at, said

pytestmark = pytest.mark.anyio


def only(posts):
    [post] = posts
    return post


async def test_mastodons_post_is_kept_clean_and_whole(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")

    await lantern.takes(an_ally, ana, as_written("mastodon_create", member=a_member.facts.uri))

    post = only(posts_from_afar(lantern.house))
    assert post.uri == "https://harbour.example/users/ana/statuses/1001"
    assert (post.author, post.audience, post.warning, post.language) == ("ana", "open", "Weather", "en")
    assert "a storm is coming" in post.content
    assert "script" not in post.content
    assert post.pictures == (("https://harbour.example/media/storm.jpg", "Dark clouds"),)
    assert post.written == "2024-11-01T12:00:00+00:00"


@pytest.mark.parametrize(
    ("said", "language", "warning"),
    [
        ({"contentMap": {"pt_br": "<p>Chuva</p>"}}, "pt-BR", "Weather"),
        ({"contentMap": {"en": "<p>Rain</p>", "pt": "<p>Chuva</p>"}, "content": "<p>Chuva</p>"}, "pt", "Weather"),
        ({"contentMap": {}, "summaryMap": {"ru": "Погода"}, "summary": None}, "ru", "Погода"),
        ({"contentMap": {'en" onclick="x': "<p>Chuva</p>"}}, "", "Weather"),
        ({"contentMap": ["en"], "summaryMap": 7}, "", "Weather"),
    ],
    ids=["another spelling", "several", "of the warning alone", "none", "no maps"],
)
async def test_a_language_is_taken_where_it_is_one(lantern, an_ally, a_member, said, language, warning):
    ana, letter = lives_at(an_ally, "mastodon"), as_written("mastodon_create", member=a_member.facts.uri)
    letter["object"] |= said

    await lantern.takes(an_ally, ana, letter)

    post = only(posts_from_afar(lantern.house))
    assert (post.language, post.warning) == (language, warning)


async def test_somebody_of_a_foreign_domain_is_forgotten_and_the_post_is_kept(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")

    await lantern.takes(an_ally, ana, as_written("mastodon_create", member=a_member.facts.uri))

    assert only(posts_from_afar(lantern.house)).mentioned == {"marisol"}
    assert guests(lantern.house) == {ana.uri}


async def test_gotosocials_post_for_followers_and_one_of_ours_is_kept(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "gotosocial")

    await lantern.takes(an_ally, ana, as_written("gotosocial_create", member=a_member.facts.uri))

    post = only(posts_from_afar(lantern.house))
    assert (post.audience, post.language, post.mentioned) == ("followers", "de", {"marisol"})


async def test_pleromas_direct_message_is_for_the_person_named(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "pleroma")

    await lantern.takes(an_ally, ana, as_written("pleroma_create", member=a_member.facts.uri))

    post = only(posts_from_afar(lantern.house))
    assert (post.audience, post.mentioned) == ("mentioned", {"marisol"})
    assert post.pictures == (("https://harbour.example/media/map.png", ""),)  # what it shows is sealed with the words


async def test_misskeys_unlisted_answer_is_kept_under_what_it_answers(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "misskey")
    ours = uri_of(lantern.house, a_member.posts(audience="open"))

    await lantern.takes(an_ally, ana, as_written("misskey_create", post=ours))

    post = only(posts_from_afar(lantern.house))
    assert (post.author, post.audience, post.answers) == ("Ana", "open", ours)
    assert post.warning
    assert post.pictures == (("https://harbour.example/files/cat.webp", ""),)


async def test_snacs_post_reaches_whoever_it_is_addressed_to_without_a_tag(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "snac")

    await lantern.takes(an_ally, ana, as_written("snac_create", member=a_member.facts.uri))

    assert only(posts_from_afar(lantern.house)).mentioned == {"marisol"}


@pytest.mark.parametrize(
    ("to", "cc", "word", "audience"),
    [
        ([PUBLIC], [], None, "open"),
        ([], ["as:Public"], None, "open"),
        (["{followers}"], [], None, "followers"),
        (["{followers}"], [], "allies", "allies"),
        (["{followers}"], [], "everybody", "followers"),
        (["{member}"], [], "allies", "mentioned"),
        (["{member}", "https://harbour.example/lists/friends"], [], None, "mentioned"),
    ],
)
async def test_an_audience_is_read_narrowly(lantern, an_ally, ana, a_member, to, cc, word, audience):
    places = {"{followers}": f"{ana.uri}/followers", "{member}": a_member.facts.uri}
    more = {} if word is None else {"parasol:audience": word}
    to = [places.get(one, one) for one in to] + [a_member.facts.uri]

    await lantern.takes(an_ally, ana, a_create(ana, to=to, cc=cc, **more))

    assert only(posts_from_afar(lantern.house)).audience == audience


@pytest.mark.parametrize("to", ["{followers}", "https://faraway.example/users/otto"])
async def test_what_is_for_nobody_here_is_not_kept(lantern, an_ally, ana, to):
    await lantern.takes(an_ally, ana, a_create(ana, to=[to.format(followers=f"{ana.uri}/followers")], cc=[]))

    assert posts_from_afar(lantern.house) == []


async def test_a_post_for_everybody_is_kept_though_nobody_follows_its_author(lantern, an_ally, ana):
    await lantern.takes(an_ally, ana, a_create(ana))

    assert len(posts_from_afar(lantern.house)) == 1


async def test_hearing_it_twice_is_hearing_it_once(lantern, an_ally, ana):
    create = a_create(ana)

    await lantern.takes(an_ally, ana, create)
    await lantern.takes(an_ally, ana, create | {"id": create["id"] + "-again"})

    assert len(posts_from_afar(lantern.house)) == 1


async def test_nobody_posts_for_somebody_else(lantern, an_ally, ana):
    ben = an_ally.houses("ben", key=7)
    create = a_create(ben)

    await lantern.takes(an_ally, ana, said(ana, "Create", create["object"]))

    assert posts_from_afar(lantern.house) == []


@pytest.mark.parametrize(
    "published", ["", "yesterday", "2024-11-01T12:00:00", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
async def test_a_time_that_cannot_be_is_now(lantern, an_ally, ana, clock, published):
    before = clock() - timedelta(seconds=1)

    await lantern.takes(an_ally, ana, a_create(ana, published=published))

    assert before.isoformat() <= only(posts_from_afar(lantern.house)).written <= clock().isoformat()


async def test_five_pictures_are_four(lantern, an_ally, ana):
    pictures = [
        {"type": "Document", "mediaType": "image/png", "url": f"https://harbour.example/{n}.png"} for n in range(5)
    ]

    await lantern.takes(an_ally, ana, a_create(ana, attachment=pictures))

    assert [uri for uri, _ in only(posts_from_afar(lantern.house)).pictures] == [p["url"] for p in pictures[:4]]


async def test_without_the_scope_a_post_comes_without_its_pictures(lantern, make_peer):
    peer = make_peer("https://words.example")
    lantern.allies_with(peer, frozenset({Scope.POSTS}))
    ben = peer.houses("ben")
    picture = {"type": "Image", "url": f"{peer.origin}/1.png"}

    await lantern.takes(peer, ben, a_create(ben, attachment=[picture]))

    assert only(posts_from_afar(lantern.house)).pictures == ()


async def test_an_article_is_its_title_and_its_text(lantern, an_ally, ana):
    await lantern.takes(an_ally, ana, a_create(ana, type="Article", name="On <rope>", summary="About rope"))

    post = only(posts_from_afar(lantern.house))
    assert post.content.startswith("<p><strong>On &lt;rope&gt;</strong></p>")
    assert post.warning == ""
