"""Conversations on pages: a list of them, one from old to new, and an answer that reaches the same people."""

import pytest
from sqlalchemy import update

from app.accounts.models import SignIn
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_writing import a_photo
from tests.world.cast import Member
from tests.world.saying import said_to_the_database

WORDS = "the spare key is under the third pot"


@pytest.fixture
def juno_writes(a_member: Member, another_member: Member) -> int:
    """Juno, whom Marisol knows, writes to her."""
    return another_member.posts(f"@marisol {WORDS}", "mentioned")


def the_way(browser: Browser) -> str:
    """The address of the conversation at the top of the list."""
    ways = [attrs["href"] for tag, attrs in browser.get("/messages").read.tags if tag == "a"]
    return next(way for way in ways if way.endswith("#answer")).removesuffix("#answer")


def the_talk(browser: Browser) -> Page:
    return browser.get(the_way(browser))


def answers(browser: Browser, text: str, **more: str) -> Page:
    way = the_way(browser)
    return browser.submit(browser.get(way), way, text=text, **more)


def test_the_list_names_people_and_begins_what_was_said_last(marisol: Browser, juno_writes: int):
    page = marisol.get("/messages")

    assert "@juno" in page.text
    assert WORDS in page.text
    assert "(new)" in page.text
    assert "just now" in page.text


def test_looking_at_a_conversation_is_reading_it(marisol: Browser, juno_writes: int):
    assert WORDS in the_talk(marisol).text

    assert "talk fresh" not in marisol.get("/messages").text


def test_an_answer_stands_below_and_reaches_the_other(marisol: Browser, juno: Browser, juno_writes: int):
    answer = answers(marisol, "Thank you, I have it.")

    page = marisol.follow(answer)
    assert page.text.index(WORDS) < page.text.index("Thank you, I have it.")
    assert "Thank you, I have it." in juno.get("/messages").text
    assert "Thank you, I have it." in the_talk(juno).text


def test_whoever_else_is_named_in_an_answer_hears_nothing_of_it(
    lantern: OpenHouse, marisol: Browser, a_steward: Member, juno_writes: int
):
    answers(marisol, "Does @vera know?")
    lantern.settles()

    vera = lantern.browser_of(a_steward)
    assert "No messages yet." in vera.get("/messages").text
    assert "Does @vera know?" not in vera.get("/notifications").text
    assert vera.get("/messages/requests").links().isdisjoint({"/@marisol"})


def test_the_same_form_sent_twice_is_one_message(marisol: Browser, juno_writes: int):
    way = the_way(marisol)
    form = marisol.get(way).form(way).sends(text="Only once")
    marisol.post(way, form)
    marisol.post(way, form)

    assert the_talk(marisol).text.count("Only once") == 1


def test_nothing_typed_is_lost_and_what_is_wrong_stands_beside_it(marisol: Browser, juno_writes: int):
    too_long = answers(marisol, "x" * 5001)
    empty = answers(marisol, " ")
    stale = answers(marisol, "typed long ago", csrf="old")

    assert too_long.status == 422
    assert "This is too long: at most 5,000 characters." in too_long.text
    assert "x" * 5001 in too_long.text
    assert "Please write something" in empty.text
    assert stale.status == 403
    assert "typed long ago" in stale.text
    assert the_talk(marisol).text.count('<article class="post') == 1


def test_one_put_away_is_out_of_the_list_until_something_new_comes(
    marisol: Browser, a_member: Member, another_member: Member, juno_writes: int
):
    way = the_way(marisol)
    answer = marisol.submit(marisol.get(way), f"{way}/away")
    listed = marisol.follow(answer)
    assert "Put away." in listed.text
    assert way not in listed.links()

    another_member.posts("and the cat is fed", "mentioned", reply_to=juno_writes, among=[a_member.id])

    assert "and the cat is fed" in marisol.get("/messages").text


def test_anothers_conversation_is_not_there(lantern: OpenHouse, marisol: Browser, a_steward: Member, juno_writes: int):
    way, vera = the_way(marisol), lantern.browser_of(a_steward)
    form = marisol.get(way).form(way)
    token = vera.get("/messages").values_of("/leave")["csrf"]

    assert vera.get(way).status == 404
    assert vera.post(way, [("csrf", token), ("text", "me too"), ("once", "x")]).status == 404
    assert vera.post(f"{way}/away", [("csrf", token)]).status == 404
    assert vera.post(way, form.sends(text="with another's form")).status in {403, 404}
    assert "me too" not in the_talk(marisol).text


def test_a_session_without_the_key_shows_no_words(lantern: OpenHouse, marisol: Browser, juno_writes: int):
    lantern.house.database.write_now(lambda session: session.execute(update(SignIn).values(member_key=None)))

    assert WORDS not in marisol.get("/messages").text
    assert "Sealed: sign in again to read it." in marisol.get("/messages").text
    assert WORDS not in the_talk(marisol).text


def test_earlier_messages_are_a_page_away(marisol: Browser, a_member: Member, another_member: Member, juno_writes: int):
    for number in range(31):
        another_member.posts(f"@marisol line {number:02}", "mentioned", reply_to=juno_writes)
    page = the_talk(marisol)
    earlier = next(link for link in page.links() if "?before=" in link)

    before = marisol.get(earlier)

    assert WORDS not in page.text
    assert "line 30" in page.text
    assert WORDS in before.text
    assert the_way(marisol) in before.links()
    assert "line 30" not in before.text


def test_a_message_takes_pictures_a_warning_and_a_language_as_a_post_does(
    lantern: OpenHouse, marisol: Browser, juno: Browser, juno_writes: int
):
    way = the_way(marisol)
    photo = {"picture_1": a_photo()}
    sent = marisol.submit(
        marisol.get(way),
        way,
        files=photo,
        text="Der Schlüssel",
        warning="Regen",
        language="de",
        description_1="ein Topf",
    )
    lantern.settles()

    assert sent.status == 303
    page = the_talk(juno)
    assert '<bdi lang="de">Regen</bdi>' in page.text
    assert '<div class="text" lang="de"' in page.text
    [picture] = [attrs for tag, attrs in page.read.tags if tag == "img" and attrs["src"].startswith("/media/")]
    assert picture["alt"] == "ein Topf"
    assert juno.get(picture["src"]).headers["content-type"] == "image/webp"
    assert the_talk(marisol).values_of(way)["language"] == "de"


def test_a_message_with_a_picture_sent_twice_is_one_message(marisol: Browser, juno_writes: int):
    way = the_way(marisol)
    page = marisol.submit(
        marisol.get(way), way, files={"picture_1": a_photo()}, text="look", description_1="a pot", preview="1"
    )

    answers = [marisol.submit(page, way) for _ in range(2)]

    assert {answer.location for answer in answers} == {f"{way}?done=posted#answer"}
    assert the_talk(marisol).text.count('<article class="post') == 2


def test_what_is_wrong_with_a_message_loses_neither_its_picture_nor_its_words(marisol: Browser, juno_writes: int):
    way = the_way(marisol)

    refused = marisol.submit(
        marisol.get(way), way, files={"picture_1": a_photo()}, text="look", warning="x" * 301, description_1="a pot"
    )
    kept = refused.values_of(way)

    assert refused.status == 422
    assert 'id="warning-fault"' in refused.text
    assert (kept["text"], kept["description_1"], kept["media_1"].isdigit()) == ("look", "a pot", True)
    assert marisol.submit(refused, way, warning="").status == 303


def test_a_message_is_looked_at_before_it_is_sent_and_no_word_of_it_is_said_to_the_database(
    lantern: OpenHouse, marisol: Browser, juno_writes: int
):
    way = the_way(marisol)

    with said_to_the_database(lantern.house) as said:
        page = marisol.submit(
            marisol.get(way), way, files={"picture_1": a_photo()}, text="behind the lanternworks, @vera",
            warning="worried", description_1="the dyehouse", preview="1",
        )  # fmt: skip
        marisol.submit(page, way)

    shown = page.text.partition('<section class="preview')[2].partition("</section>")[0]
    assert "behind the lanternworks" in shown
    assert "It is for: <bdi>@juno</bdi>" in shown
    assert "<bdi>@vera</bdi>" in shown.partition("nobody is told through them:")[2]
    assert said
    assert [word for word in ("lanternworks", "worried", "dyehouse") if word in "".join(said)] == []
    assert the_talk(marisol).text.count('<article class="post') == 2
