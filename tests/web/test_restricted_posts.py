"""What pages show of posts that people decided about: to their author what holds, to everybody else nothing of it."""

import pytest

from app.basics.clock import now
from app.basics.ids import new_token
from app.media import storing
from app.media.cleaning import clean_picture
from app.posts.actions import picturing
from app.posts.kept_words import kept_words
from app.posts.models import Picture
from moderation.decisions import Draft, decide
from moderation.measures import Measure
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member
from tests.world.decided import Moderators
from tests.world.desk import a_case, as_moderator
from tests.world.governing import BY_ONE, a_policy
from tests.world.pictures import phone_picture

SAID = {
    "hold": "A moderator holds this post",
    "remove": "This post was removed by a decision",
    "add_warning": "The warning before this post was put there by a decision",
}


@pytest.mark.parametrize("measure", SAID)
@pytest.mark.parametrize("address", ["/", "/community", "/@marisol", "/posts/{post}"])
def test_its_author_reads_what_holds_and_where_to_go(
    lantern: OpenHouse, marisol: Browser, a_member: Member, moderators: Moderators, measure: str, address: str
):
    post_id = a_member.posts("harbour lights")
    lantern.settles()

    decision_id = moderators.decide(measure, post_id, warning="storms")
    page = marisol.get(address.format(post=post_id))

    assert SAID[measure] in page.text
    assert f'href="/decisions/{decision_id}"' in page.text
    assert ("harbour lights" in page.text) == (measure != "remove")


def test_nobody_else_reads_that_line(lantern: OpenHouse, juno: Browser, a_member: Member, moderators: Moderators):
    post_id = a_member.posts("harbour lights")
    decision_id = moderators.decide("add_warning", post_id, warning="storms")

    page = juno.get(f"/posts/{post_id}")

    assert "storms" in page.text
    assert "by a decision" not in page.text
    assert str(decision_id) not in page.text


def test_that_a_change_is_asked_for_is_said_on_the_posts_own_page_to_its_author_alone(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, moderators: Moderators
):
    post_id = a_member.posts("harbour lights")
    moderators.propose("ask_change", post_id)

    assert "Moderators ask you to change this post" in marisol.get(f"/posts/{post_id}").text
    assert "ask you to change" not in juno.get(f"/posts/{post_id}").text


@pytest.mark.parametrize("measure", ["hold", "remove"])
def test_what_is_kept_from_readers_cannot_be_edited_and_offers_none_of_it(
    lantern: OpenHouse, marisol: Browser, a_member: Member, moderators: Moderators, measure: str
):
    post_id = a_member.posts("harbour lights")
    form = marisol.get(f"/posts/{post_id}/editing")
    moderators.decide(measure, post_id)

    answer = marisol.submit(form, f"/posts/{post_id}/editing", text="typed with care")
    page = marisol.get(f"/posts/{post_id}")

    assert answer.status == 422
    assert "It cannot be changed until that is over" in answer.text
    assert "typed with care" in answer.text
    assert not any(f"/posts/{post_id}/{act}" in page.text for act in ("editing", "pin"))
    assert f"/posts/{post_id}/deletion" in page.text


def test_an_edit_leaves_a_decided_warning_where_it_is(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, moderators: Moderators
):
    post_id = a_member.posts("harbour lights", warning="weather")
    warned = moderators.decide("add_warning", post_id, warning="storms")

    form = marisol.get(f"/posts/{post_id}/editing")
    marisol.submit(form, f"/posts/{post_id}/editing", text="harbour lamps", warning="nothing at all")
    assert "storms" in juno.get(f"/posts/{post_id}").text
    moderators.overturn(warned)
    page = juno.get(f"/posts/{post_id}")

    assert "harbour lamps" in page.text
    assert "weather" in page.text


def test_a_hidden_picture_is_shown_to_its_owner_alone(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, moderators: Moderators
):
    picture_id = _a_picture(lantern, a_member)
    post_id = a_member.posts("look", pictures=(picture_id,))
    lantern.settles()
    moderators.decide("hide_picture", post_id, pictures=[picture_id])

    for address in (f"/posts/{post_id}", "/", "/@marisol"):
        page = marisol.get(address)
        assert "A picture, hidden by a decision" in page.text
        assert f'href="/media/{picture_id}/full"' in page.text
    for address in (f"/posts/{post_id}", "/community", "/@marisol"):
        page = juno.get(address)
        assert "A picture, hidden by a decision" in page.text
        assert "a lamp" not in page.text
        assert f"/media/{picture_id}" not in page.text
    assert (marisol.get(f"/media/{picture_id}/small").status, juno.get(f"/media/{picture_id}/small").status) == (
        200,
        404,
    )
    assert lantern.house.database.read_now(lambda session: session.get_one(Picture, picture_id).hidden)


def test_nobody_sees_the_pictures_of_a_removed_post_until_it_is_back(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, moderators: Moderators
):
    picture_id = _a_picture(lantern, a_member)
    post_id = a_member.posts("look", pictures=(picture_id,))

    removal = moderators.decide("remove", post_id)
    lantern.settles()
    gone = [one.get(f"/media/{picture_id}/small").status for one in (marisol, juno)]
    moderators.overturn(removal)
    lantern.settles()

    assert gone == [404, 404]
    assert juno.get(f"/media/{picture_id}/small").status == 200
    assert "a lamp" in juno.get(f"/posts/{post_id}").text


def test_a_deleted_post_takes_its_hidden_pictures_along(
    lantern: OpenHouse, marisol: Browser, a_member: Member, moderators: Moderators
):
    picture_id = _a_picture(lantern, a_member)
    post_id = a_member.posts("look", pictures=(picture_id,))
    moderators.decide("hide_picture", post_id)

    form = marisol.get(f"/posts/{post_id}/deletion")
    marisol.submit(form, f"/posts/{post_id}/deletion", anew="1")

    assert lantern.house.database.read_now(lambda session: session.get(Picture, picture_id)) is None


def test_its_author_alone_reads_with_the_decision_what_was_removed(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, a_moderator: Member
):
    post_id = a_member.posts("harbour <b>lights</b>", warning="weather")
    a_policy(lantern.house, a_moderator.id)
    draft = Draft(a_case(lantern.house, a_member, post_id=post_id), Measure.REMOVE, BY_ONE, "It names a harbour.")
    decision_id = lantern.house.database.write_now(
        decide, as_moderator(a_moderator), draft, key=lantern.house.key, now=now()
    )

    page = marisol.get(f"/decisions/{decision_id}")

    assert "What your post said" in page.text
    assert "harbour &lt;b&gt;lights&lt;/b&gt;" in page.text
    assert "weather" in page.text
    assert juno.get(f"/decisions/{decision_id}").status == 404
    for viewer, whose in ((a_member.viewer, post_id), (a_moderator.viewer, None)):
        found = lantern.house.database.read_now(kept_words, viewer, post_id, key=lantern.house.key)
        assert (found is not None) == (whose == post_id)


def _a_picture(lantern: OpenHouse, member: Member) -> int:
    """Of a lamp, cleaned and not in a post yet."""

    async def draw() -> int:
        clean, blob = await clean_picture(phone_picture()), new_token()
        await storing.store(lantern.house.blobs, blob, clean)
        return await lantern.house.database.write(picturing.add_picture, member.id, clean, blob, "a lamp", now=now())

    assert lantern.client.portal is not None
    return lantern.client.portal.call(draw)
