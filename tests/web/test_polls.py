"""Polls on pages, without script: asked while writing, voted in wherever they stand, counted in words and bars."""

import re
from datetime import timedelta

import pytest

from app.accounts import queries as accounts
from app.accounts.actions import filters
from app.accounts.filtering import HIDE, HOME, PUBLIC, Word
from app.basics.clock import now
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_drafts import goes_on, sends_to_drafts
from tests.web.test_writing import writes
from tests.world.cast import Member, post_count
from tests.world.counting import counted
from tests.world.polling import DAY, asks, counts, votes

TWO = {"choice_1": "Tuesday", "choice_2": "Wednesday"}


def form_on(page: Page, post_id: int):
    return page.form(f"/posts/{post_id}/votes")


def chooses(browser: Browser, where: str, post_id: int, *chosen: str) -> Page:
    page = browser.get(where)
    return browser.post(f"/posts/{post_id}/votes", form_on(page, post_id).sends(choice=list(chosen)))


def the_post(browser: Browser, where: str = "/") -> int:
    found = re.search(r'id="p(\d+)"', browser.get(where).text)
    assert found is not None
    return int(found[1])


def test_a_poll_is_asked_while_writing_and_a_friend_votes(lantern: OpenHouse, marisol: Browser, juno: Browser):
    answer = writes(marisol, "Which day?", **TWO, choice_5="neither", poll_lasts="259200")
    assert answer.location.startswith("/?done=posted#p")
    post_id = the_post(marisol)

    voted = chooses(juno, "/community", post_id, "1")

    assert voted.location == f"/community#p{post_id}"
    page = juno.get("/community").text
    assert "1 person voted, you among them · ends in 2 days" in page
    assert "0 votes" in page
    assert f'action="/posts/{post_id}/votes"' not in page
    seen = marisol.get("/").text
    assert "1 vote<" in seen
    assert '<rect width="100%"' in seen
    assert "you among them" not in seen


@pytest.mark.parametrize("where", ["/", "/community", "/@marisol", "/tags/hall", "/favourites", "/posts/{post}"])
def test_a_poll_stands_wherever_its_post_does_and_takes_votes_there(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member, where: str
):
    another_member.follows(a_member)
    post_id = asks(a_member, ["Tuesday", "Wednesday"], text="The #hall, which day?")
    lantern.settles()
    juno.submit(juno.get("/community"), f"/posts/{post_id}/marks", favourite="1")
    place = where.format(post=post_id)

    voted = chooses(juno, place, post_id, "0")

    assert voted.location == f"{place}#p{post_id}"
    assert counts(a_member, post_id) == [1, 0]
    assert "you among them" in juno.get(place).text


def test_several_answers_are_boxes_and_each_counts(lantern: OpenHouse, juno: Browser, a_member: Member):
    post_id = asks(a_member, multiple=True)

    page = juno.get("/community")
    chooses(juno, "/community", post_id, "0", "2")

    assert page.text.count('type="checkbox" name="choice"') == 3
    assert counts(a_member, post_id) == [1, 0, 1]


def test_counts_can_be_seen_without_voting(lantern: OpenHouse, juno: Browser, a_member: Member, a_steward: Member):
    post_id = asks(a_member)
    votes(a_steward, post_id, 2)

    page = juno.get("/community").text

    assert "See the counts without voting" in page
    assert "1 vote<" in page


def test_hidden_counts_are_in_no_page_before_the_end(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    post_id = asks(a_member, hides_counts=True, lasts=DAY)
    chooses(juno, "/community", post_id, "2")

    for reader in (marisol, juno):
        page = reader.get(f"/posts/{post_id}").text
        assert "1 person voted" in page
        assert "the counts are shown then" in page
        assert "1 vote<" not in page
        assert "<rect" not in page.partition('class="tally"')[2].partition("</ul>")[0]

    lantern.is_at(now() + timedelta(days=1, minutes=2))
    assert "1 vote<" in lantern.browser_of(a_member).get(f"/posts/{post_id}").text


def test_after_the_end_it_says_so_and_takes_no_vote(lantern: OpenHouse, juno: Browser, a_member: Member):
    post_id = asks(a_member, lasts=DAY)
    page = juno.get("/community")

    lantern.is_at(now() + timedelta(days=1, hours=2))
    late = juno.post(f"/posts/{post_id}/votes", form_on(page, post_id).sends(choice=["0"]))

    assert late.status == 422
    assert "This poll has ended." in late.text
    assert "ended 2 hours ago" in late.text
    assert counts(a_member, post_id) == [0, 0, 0]


def test_voting_twice_is_refused_with_a_sentence(lantern: OpenHouse, juno: Browser, a_member: Member):
    post_id = asks(a_member)
    page = juno.get("/community")
    form = form_on(page, post_id)
    juno.post(form.action, form.sends(choice=["0"]))

    again = juno.post(form.action, form.sends(choice=["1"]))

    assert again.status == 422
    assert "You have voted in this poll already." in again.text
    assert counts(a_member, post_id) == [1, 0, 0]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([], "Please choose first."),
        (["0", "2"], "Please choose one answer only."),
        (["9"], "That is not one of the choices."),
        (["-1"], "That is not one of the choices."),
        (["²"], "That is not one of the choices."),
        (["1" * 5000], "That is not one of the choices."),
    ],
)
def test_what_is_no_vote_comes_back_beside_the_choices(
    lantern: OpenHouse, juno: Browser, a_member: Member, chosen: list[str], sentence: str
):
    post_id = asks(a_member)

    refused = chooses(juno, "/community", post_id, *chosen)

    assert refused.status == 422
    assert re.search(rf'id="poll-{post_id}-fault".*{re.escape(sentence)}', refused.text)
    assert f'aria-describedby="poll-{post_id}-fault"' in refused.text
    assert counts(a_member, post_id) == [0, 0, 0]


def test_what_was_chosen_stays_chosen_when_it_is_refused(lantern: OpenHouse, juno: Browser, a_member: Member):
    post_id = asks(a_member)

    refused = chooses(juno, "/community", post_id, "0", "2")

    choices = [attrs for _, attrs in refused.read.tags if attrs.get("name") == "choice"]
    checked = [attrs["value"] for attrs in choices if "checked" in attrs]
    assert checked == ["0", "2"]


def test_nobody_votes_on_a_page_of_their_own_poll_or_without_a_token(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member
):
    post_id = asks(a_member)

    assert f"/posts/{post_id}/votes" not in marisol.get("/").text
    assert juno.post(f"/posts/{post_id}/votes", [("choice", "0")]).status == 403
    assert counts(a_member, post_id) == [0, 0, 0]


def test_whoever_may_not_read_the_post_finds_no_poll(lantern: OpenHouse, juno: Browser, a_member: Member):
    post_id = asks(a_member, audience="followers")
    token = juno.get("/write").values_of("/posts")["csrf"]

    refused = juno.post(f"/posts/{post_id}/votes", [("csrf", token), ("choice", "0")])
    never = juno.post("/posts/12345/votes", [("csrf", token), ("choice", "0")])

    assert refused.status == never.status == 404
    assert counts(a_member, post_id) == [0, 0, 0]


@pytest.mark.parametrize(
    ("filled", "field", "sentence"),
    [
        ({"choice_1": "only one"}, "choice_2", "A poll has at least two choices."),
        ({"choice_1": "Tea", "choice_2": "tea"}, "choice_2", "This choice is there already."),
        ({"choice_1": "Tea", "choice_4": "c" * 101}, "choice_4", "A choice has at most 100 characters."),
        ({**TWO, "choice_9": "a ninth"}, "poll", "A poll has at most eight choices."),
        ({**TWO, "poll_lasts": "1"}, "poll_lasts", "A poll lasts at least five minutes and at most 30 days."),
        ({**TWO, "poll_lasts": "-86400"}, "poll_lasts", "A poll lasts at least five minutes and at most 30 days."),
        ({**TWO, "poll_lasts": "yesterday"}, "poll_lasts", "A poll lasts at least five minutes and at most 30 days."),
        ({**TWO, "audience": "mentioned"}, "poll", "sealed, so there can be no poll in it."),
        (
            {**TWO, "lasts": "1", "poll_lasts": "604800", "poll_hides": "1"},
            "poll_lasts",
            "The post goes before this poll ends, so nobody would ever see the counts.",
        ),
    ],
)
def test_what_cannot_be_asked_stands_beside_its_field_and_nothing_is_lost(
    lantern: OpenHouse, marisol: Browser, another_member: Member, filled: dict[str, str], field: str, sentence: str
):
    refused = writes(marisol, "@juno which day?", **filled)

    assert refused.status == 422
    assert re.search(rf'id="{field}-fault".*{re.escape(sentence)}', refused.text)
    assert '<details class="more" open><summary><span class="label">Poll' in refused.text
    kept = refused.values_of("/posts")
    assert kept["text"] == "@juno which day?"
    for name, value in filled.items():
        if name not in {"choice_9"} and value not in {"1", "-86400", "yesterday"}:
            assert kept[name] == value
    assert lantern.house.database.read_now(post_count) == 0


def test_ten_thousand_choices_are_refused(lantern: OpenHouse, marisol: Browser):
    page = marisol.get("/write")
    many = [(f"choice_{n}", str(n)) for n in range(1, 10_001)]

    refused = marisol.post("/posts", page.form("/posts").sends(text="Which?") + many, multipart=True)

    assert refused.status in {413, 422}
    assert lantern.house.database.read_now(post_count) == 0


def test_a_poll_that_nobody_fills_in_is_none(lantern: OpenHouse, marisol: Browser):
    writes(marisol, "No question", choice_1="  ", poll_multiple="1", poll_lasts="604800")

    assert 'class="poll"' not in marisol.get("/").text


def test_an_answer_to_a_message_offers_no_poll(lantern: OpenHouse, juno: Browser, a_member: Member):
    message, post = a_member.posts("@juno hello", "mentioned"), a_member.posts("hello", "community")

    assert "choice_1" not in juno.get(f"/write?reply={message}").text
    assert "choice_1" in juno.get(f"/write?reply={post}").text


def test_choices_are_words_and_nothing_else(lantern: OpenHouse, marisol: Browser, juno: Browser):
    writes(marisol, "Which?", choice_1="<b>bold</b>", choice_2='"><script>alert(1)</script>')

    page = juno.get("/community").text

    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<script>alert" not in page


def test_a_draft_keeps_its_poll(lantern: OpenHouse, marisol: Browser):
    sends_to_drafts(
        marisol, marisol.get("/write"), text="Which?", choice_2="Wednesday", poll_multiple="1", poll_lasts="604800"
    )

    assert "with a poll" in marisol.get("/drafts").text
    page = goes_on(marisol)

    kept = page.values_of("/posts")
    assert (kept["choice_1"], kept["choice_2"], kept["poll_multiple"], kept["poll_lasts"]) == (
        "", "Wednesday", "1", "604800",
    )  # fmt: skip
    assert '<details class="more" open><summary><span class="label">Poll' in page.text
    marisol.submit(page, "/posts", choice_1="Tuesday")
    assert "Choose one" not in marisol.get("/").text
    assert "Tuesday" in marisol.get("/").text


def test_a_poll_goes_with_what_is_posted_later(lantern: OpenHouse, marisol: Browser, juno: Browser):
    later = (now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    writes(marisol, "Which day?", later=later, **TWO)
    assert "Which day?" not in juno.get("/community").text
    assert "with a poll" in marisol.get("/scheduled").text

    lantern.settles_at(now() + timedelta(hours=3))

    assert "Choose one" in juno.get("/community").text


def test_what_could_not_be_asked_later_is_said_at_once(lantern: OpenHouse, marisol: Browser):
    later = (now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")

    refused = writes(marisol, "Which day?", later=later, choice_1="only one")

    assert refused.status == 422
    assert "A poll has at least two choices." in refused.text


def test_a_post_that_is_written_anew_asks_anew(lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member):
    post_id = asks(a_member, ["Tuesday", "Wednesday"], multiple=True, lasts=3 * DAY)
    chooses(juno, "/community", post_id, "0")
    page = marisol.get(f"/posts/{post_id}/deletion")

    answer = marisol.post(f"/posts/{post_id}/deletion", page.form(f"/posts/{post_id}/deletion").sends(anew="1"))
    written = marisol.get(answer.location)

    kept = written.values_of("/posts")
    assert (kept["choice_1"], kept["choice_2"], kept["poll_multiple"], kept["poll_lasts"]) == (
        "Tuesday", "Wednesday", "1", str(3 * DAY),
    )  # fmt: skip
    marisol.submit(written, "/posts")
    assert counts(a_member, the_post(marisol)) == [0, 0]


def test_an_edit_leaves_the_poll_with_its_votes_and_the_form_says_so(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member
):
    post_id = asks(a_member)
    chooses(juno, "/community", post_id, "1")
    page = marisol.get(f"/posts/{post_id}/editing")

    marisol.submit(page, f"/posts/{post_id}/editing", text="Which evening?")

    assert "Its poll stays as it was asked" in page.text
    assert "Its poll stays" not in marisol.get(f"/posts/{a_member.posts('no poll')}/editing").text
    shown = marisol.get(f"/posts/{post_id}").text
    assert "Which evening?" in shown
    assert "1 person voted" in shown


def test_a_warning_covers_the_poll_too(lantern: OpenHouse, juno: Browser, a_member: Member):
    asks(a_member, warning="police")

    page = juno.get("/community").text

    assert re.search(r'<details class="veil">.*class="poll".*?</details>\s*<div class="acts">', page, re.S)


def test_strangers_read_what_an_open_post_asks_and_no_count(
    lantern: OpenHouse, stranger: Browser, juno: Browser, a_member: Member
):
    post_id = asks(a_member, ["<i>tea</i>", "coffee"], audience="open")
    votes(Member(lantern.house, juno_of(lantern), "juno"), post_id, 0)

    page = stranger.get("/@marisol").text

    assert "&lt;i&gt;tea&lt;/i&gt;" in page
    assert "coffee" in page
    assert "1 vote" not in page
    assert "voted" not in page.replace("who voted, and how, is not shown here", "")
    assert "/votes" not in page


def juno_of(lantern: OpenHouse) -> int:
    found = lantern.house.database.read_now(accounts.by_name, "juno", "")
    assert found is not None
    return found.id


def test_a_word_filter_finds_choices(lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member):
    asks(a_member, ["raid", "no raid"])
    draft = filters.FilterDraft("not now", (Word(0, "raid"),), (HOME, PUBLIC), HIDE)
    lantern.house.database.write_now(filters.add_filter, another_member.id, draft, key=lantern.house.key, now=now())

    assert "no raid" not in juno.get("/community").text


def test_its_author_and_whoever_voted_are_told_of_the_end(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    post_id = asks(a_member, lasts=DAY)
    chooses(juno, "/community", post_id, "1")

    lantern.settles_at(now() + timedelta(days=1, minutes=2))

    assert "Your poll has ended" in lantern.browser_of(a_member).get("/notifications").text
    told = lantern.browser_of(another_member).get("/notifications").text
    assert "<bdi>@marisol</bdi></a> has ended, in which you voted" in told
    assert f'href="/posts/{post_id}"' in told


def test_a_page_without_polls_asks_nothing_about_them(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    another_member.follows(a_member)
    for number in range(3):
        a_member.posts(f"number {number}")
    lantern.settles()
    juno.get("/")

    with counted(lantern.house) as without:
        juno.get("/")
    for number in range(3):
        asks(a_member, text=f"question {number}")
    lantern.settles()
    with counted(lantern.house) as with_three:
        page = juno.get("/")

    assert page.text.count('class="poll"') == 3
    assert not [one for one in without.statements if "poll" in one]
    assert len([one for one in with_three.statements if "poll" in one]) == 1
