"""The parts of somebody's page, as plain links: posts, those with answers, pictures; boosts for whoever follows."""

import pytest

from app.basics.clock import now
from app.posts.actions import pinning, thanking
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member


def boosts(member: Member, post_id: int) -> None:
    member.house.database.write_now(thanking.boost, member.id, post_id, now=now())


def test_answers_stand_in_a_part_of_their_own(juno: Browser, a_member: Member, another_member: Member):
    a_member.posts("What I wrote")
    a_member.posts("A word to her", reply_to=another_member.posts("hers"))

    posts, answers = juno.get("/@marisol").text, juno.get("/@marisol?show=answers").text

    assert "What I wrote" in posts
    assert "A word to her" not in posts
    assert "What I wrote" in answers
    assert "A word to her" in answers


def test_each_part_leads_to_the_others_and_says_which_it_is(juno: Browser, a_member: Member):
    for shown in ("/@marisol", "/@marisol?show=answers", "/@marisol?show=pictures"):
        page = juno.get(shown)

        assert page.links() >= {"/@marisol", "/@marisol?show=answers", "/@marisol?show=pictures"}
        assert f'href="{shown}" aria-current="page"' in page.text


def test_a_part_with_nothing_in_it_says_so(marisol: Browser, juno: Browser, a_member: Member, another_member: Member):
    assert "You have posted nothing yet." in marisol.get("/@marisol").text
    assert "You have not written anything yet." in marisol.get("/@marisol?show=answers").text
    assert "No pictures that you can see." in marisol.get("/@marisol?show=pictures").text
    assert "No posts that you can see." in juno.get("/@marisol").text


def test_a_made_up_part_is_the_first(juno: Browser, a_member: Member):
    a_member.posts("What I wrote")

    for query in ("show=<script>", "show=", "boosts=yes", "show=pictures%00", "before=x"):
        page = juno.get(f"/@marisol?{query}")
        assert "What I wrote" in page.text
        assert 'href="/@marisol" aria-current="page"' in page.text


def test_boosts_come_in_when_asked_for_by_whoever_follows(
    lantern: OpenHouse, juno: Browser, vera: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    another_member.follows(a_member)
    boosts(a_member, a_steward.posts("Worth reading"))

    without, with_them = juno.get("/@marisol"), juno.get("/@marisol?boosts=1")

    assert "/@marisol?boosts=1" in without.links()
    assert "Worth reading" not in without.text
    assert "Worth reading" in with_them.text
    assert "/@marisol?show=answers&amp;boosts=1" in with_them.text
    assert "Boosted by" in juno.get("/@marisol?show=answers&boosts=1").text
    assert "/@marisol?boosts=1" not in vera.get("/@marisol").links()
    assert "Worth reading" not in vera.get("/@marisol?boosts=1").text


def test_pages_of_a_part_stay_in_it(juno: Browser, a_member: Member, another_member: Member):
    hers = another_member.posts("hers")
    for number in range(22):
        a_member.posts(f"answer number {number}.", reply_to=hers)

    first = juno.get("/@marisol?show=answers")
    [older] = [link for link in first.links() if "before=" in link]
    second = juno.get(older)

    assert older.startswith("/@marisol?show=answers&before=")
    assert "answer number 21." in first.text
    assert "answer number 0." in second.text
    assert "answer number 0." not in first.text


def test_what_is_pinned_stands_first_in_the_first_part_alone(lantern: OpenHouse, juno: Browser, a_member: Member):
    first, _ = a_member.posts("number 1"), a_member.posts("number 2")
    lantern.house.database.write_now(pinning.pin_post, a_member.id, first, now=now())

    posts, answers = juno.get("/@marisol").text, juno.get("/@marisol?show=answers").text

    assert posts.index("number 1") < posts.index("number 2")
    assert answers.index("number 2") < answers.index("number 1")


def test_an_act_leads_back_to_the_part_it_was_done_in(juno: Browser, a_member: Member, another_member: Member):
    post = a_member.posts("A word to her", reply_to=another_member.posts("hers"))

    page = juno.get("/@marisol?show=answers")
    back = juno.submit(page, f"/posts/{post}/marks", favourite="1")

    assert back.location.startswith("/@marisol?show=answers")


@pytest.mark.parametrize("query", ["", "?show=answers", "?show=pictures", "?boosts=1"])
def test_a_stranger_learns_nothing_by_asking_for_a_part(stranger: Browser, a_member: Member, query: str):
    a_member.posts("What I wrote")

    told = [stranger.get(f"/@{name}{query}") for name in ("marisol", "nobody1")]

    assert {page.status for page in told} == {404}
    assert len({len(page.body) for page in told}) == 1
