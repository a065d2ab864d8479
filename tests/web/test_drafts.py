"""Drafts: what is begun stays as it was, for its writer alone, until it is posted or deleted."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts.models import SignIn
from app.basics.clock import now
from app.posts.actions import drafting
from app.posts.models import KeptDraft, Picture
from app.storage.house import House
from app.storage.tables import Base
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_writing import a_photo
from tests.world.cast import Member, post_count


def keeps(browser: Browser, text: str, where: str = "/write", files=None, **filled: str) -> Page:
    return sends_to_drafts(browser, browser.get(where), text=text, files=files, **filled)


def sends_to_drafts(browser: Browser, page: Page, files=None, **filled: str) -> Page:
    """The form of the Write page, with its second button."""
    return browser.post("/drafts", page.form("/posts").sends(**filled), files, multipart=True)


def goes_on(browser: Browser) -> Page:
    """The first draft of the list, opened."""
    address = re.search(r'href="(/write\?draft=\d+)"', browser.get("/drafts").text)
    assert address is not None
    return browser.get(address[1])


def how_many(house: House, model: type[Base]) -> int:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(model)) or 0)


def test_the_write_page_has_a_second_button_and_leads_to_the_drafts(marisol: Browser):
    page = marisol.get("/write")

    assert '<button class="button" formaction="/drafts">Keep as draft</button>' in page.text
    assert "/drafts" in page.links()
    assert "/drafts" in marisol.get("/more").links()


def test_going_on_finds_everything_as_it_was(lantern: OpenHouse, marisol: Browser):
    answer = keeps(
        marisol, "We meet at\nthe canal", files={"picture_1": a_photo(), "picture_2": a_photo()}, warning="police",
        audience="followers", lasts="7", description_1="a balcony", description_2="a door",
    )  # fmt: skip
    listed = marisol.follow(answer)

    assert answer.location == "/drafts?done=draft-kept"
    assert "We meet at the canal" in listed.text
    assert "with pictures" in listed.text
    kept = goes_on(marisol).values_of("/posts")
    assert kept["text"] == "We meet at\nthe canal"
    assert (kept["warning"], kept["audience"], kept["lasts"]) == ("police", "followers", "7")
    assert (kept["description_1"], kept["description_2"]) == ("a balcony", "a door")
    assert marisol.get(f"/media/{kept['media_1']}/small").status == 200
    assert lantern.house.database.read_now(post_count) == 0


def test_posting_a_draft_posts_all_of_it_and_ends_the_draft(lantern: OpenHouse, marisol: Browser):
    keeps(marisol, "The balcony", files={"picture_1": a_photo()}, description_1="a balcony")

    answer = marisol.submit(goes_on(marisol), "/posts")
    lantern.settles()

    page = marisol.follow(answer)
    assert "The balcony" in page.text
    assert [attrs["alt"] for tag, attrs in page.read.tags if tag == "img"] == ["a balcony"]
    assert how_many(lantern.house, KeptDraft) == 0


def test_keeping_it_again_replaces_it(lantern: OpenHouse, marisol: Browser):
    keeps(marisol, "One word", files={"picture_1": a_photo()}, description_1="a balcony")

    sends_to_drafts(marisol, goes_on(marisol), text="Two words")

    again = goes_on(marisol).values_of("/posts")
    assert (again["text"], again["description_1"]) == ("Two words", "a balcony")
    assert how_many(lantern.house, KeptDraft) == 1


def test_a_double_tap_keeps_once(lantern: OpenHouse, marisol: Browser):
    page = marisol.get("/write")

    for _ in range(2):
        assert sends_to_drafts(marisol, page, text="Once").status == 303
    again = goes_on(marisol)
    for _ in range(2):
        assert sends_to_drafts(marisol, again, text="Once more").status == 303

    assert how_many(lantern.house, KeptDraft) == 1


def test_what_was_changed_after_going_back_is_not_lost(lantern: OpenHouse, marisol: Browser):
    page = marisol.get("/write")
    sends_to_drafts(marisol, page, text="One word")

    sends_to_drafts(marisol, page, text="One word more")

    assert "One word more" in marisol.get("/drafts").text
    assert how_many(lantern.house, KeptDraft) == 2


def test_an_answer_kept_as_a_draft_still_answers(lantern: OpenHouse, a_member: Member, juno: Browser):
    post = a_member.posts("Who has the key?", "community")
    keeps(juno, "I have", where=f"/write?reply={post}")

    page = goes_on(juno)
    answer = juno.submit(page, "/posts")
    lantern.settles()

    assert "Who has the key?" in page.text
    assert answer.status == 303
    assert "I have" in juno.get(f"/posts/{post}").text


def test_an_answer_to_what_is_gone_says_so_and_loses_nothing(lantern: OpenHouse, a_member: Member, juno: Browser):
    post = a_member.posts("Who has the key?", "community")
    keeps(juno, "I have", where=f"/write?reply={post}")
    marisol = lantern.browser_of(a_member)
    marisol.submit(marisol.get(f"/posts/{post}/deletion"), f"/posts/{post}/deletion")

    page = goes_on(juno)

    assert page.status == 200
    assert "What you answered is not there for you any more." in page.text
    assert page.values_of("/posts")["text"] == "I have"
    assert "reply_to" not in page.values_of("/posts")


def test_deleting_asks_first_and_takes_the_pictures_along(lantern: OpenHouse, marisol: Browser):
    keeps(marisol, "The balcony", files={"picture_1": a_photo()})
    address = re.search(r'href="(/drafts/\d+/deletion)"', marisol.get("/drafts").text)
    assert address is not None

    question = marisol.get(address[1])
    answer = marisol.submit(question, address[1])
    lantern.settles()

    assert "Delete this draft?" in question.text
    assert "The balcony" in question.text
    assert marisol.follow(answer).text.count("The balcony") == 0
    assert (how_many(lantern.house, KeptDraft), how_many(lantern.house, Picture)) == (0, 0)


def test_somebody_elses_draft_is_like_none(lantern: OpenHouse, marisol: Browser, juno: Browser):
    keeps(marisol, "Mine alone")
    number = lantern.house.database.read_now(lambda session: session.scalar(select(KeptDraft.id)))

    for wanted in (number, 12345):
        assert juno.get(f"/write?draft={wanted}").status == 404
        assert juno.get(f"/drafts/{wanted}/deletion").status == 404
        assert deletes(juno, str(wanted)).status == 404
        sent = juno.submit(juno.get("/write"), "/posts", text="Theirs", draft=str(wanted))
        assert sent.status == 409
        assert sends_to_drafts(juno, juno.get("/write"), text="Theirs", draft=str(wanted)).status == 409
    assert "Mine alone" not in juno.get("/drafts").text
    assert "Mine alone" in marisol.get("/drafts").text
    assert lantern.house.database.read_now(post_count) == 0


def test_a_draft_that_was_posted_elsewhere_is_not_posted_twice(lantern: OpenHouse, marisol: Browser):
    keeps(marisol, "Only once")
    here, there = goes_on(marisol), goes_on(marisol)
    marisol.submit(here, "/posts")

    refused = marisol.submit(there, "/posts")

    assert refused.status == 409
    assert "perhaps it is posted already" in refused.text
    assert refused.values_of("/posts")["text"] == "Only once"
    assert lantern.house.database.read_now(post_count) == 1
    marisol.submit(refused, "/posts")
    assert lantern.house.database.read_now(post_count) == 2


def test_a_session_that_cannot_open_drafts_is_told_so_and_may_delete_them(lantern: OpenHouse, marisol: Browser):
    keeps(marisol, "Sealed from you")
    lantern.house.database.write_now(without_key)

    listed = marisol.get("/drafts")
    address = re.search(r'href="(/drafts/(\d+)/deletion)"', listed.text)
    assert address is not None

    assert "this session cannot open them" in listed.text
    assert "Sealed from you" not in listed.text
    assert "/write?draft=" not in listed.text
    assert marisol.get(f"/write?draft={address[2]}").location == "/drafts"
    assert marisol.submit(marisol.get(address[1]), address[1]).status == 303
    assert how_many(lantern.house, KeptDraft) == 0


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "x" * 5001}, {"warning": "x" * 301}, {"audience": "all"}])
def test_what_could_never_be_posted_is_refused_beside_its_field_and_nothing_is_lost(
    lantern: OpenHouse, marisol: Browser, wrong: dict[str, str]
):
    filled = {"text": "A long evening's work", "warning": "fear", **wrong}

    refused = sends_to_drafts(marisol, marisol.get("/write"), **filled)

    assert refused.status == 422
    assert f'id="{next(iter(wrong))}-fault"' in refused.text
    assert refused.values_of("/posts")["text"] == filled["text"]
    assert how_many(lantern.house, KeptDraft) == 0


def test_there_are_at_most_fifty(lantern: OpenHouse, marisol: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drafting, "MOST", 2)
    for at in range(2):
        assert keeps(marisol, f"Number {at}").status == 303

    refused = keeps(marisol, "One too many")
    replaced = sends_to_drafts(marisol, goes_on(marisol), text="Instead")

    assert refused.status == 422
    assert "You have 50 drafts" in refused.text
    assert refused.values_of("/posts")["text"] == "One too many"
    assert replaced.status == 303
    assert how_many(lantern.house, KeptDraft) == 2


def test_pictures_in_a_draft_outlive_those_that_were_not_posted(lantern: OpenHouse, marisol: Browser):
    keeps(marisol, "The balcony", files={"picture_1": a_photo()})
    marisol.submit(marisol.get("/write"), "/posts", text="x" * 5001, files={"picture_1": a_photo()})

    lantern.settles_at(now() + timedelta(days=89))
    assert how_many(lantern.house, Picture) == 1

    lantern.settles_at(now() + timedelta(days=91))
    assert (how_many(lantern.house, KeptDraft), how_many(lantern.house, Picture)) == (0, 0)


def test_a_picture_left_out_of_a_draft_goes_like_any_that_was_not_posted(lantern: OpenHouse, marisol: Browser):
    keeps(marisol, "The balcony", files={"picture_1": a_photo(), "picture_2": a_photo()}, description_2="a door")

    sends_to_drafts(marisol, goes_on(marisol), drop_1="1")
    lantern.settles_at(now() + timedelta(days=2))

    assert goes_on(marisol).values_of("/posts")["description_1"] == "a door"
    assert how_many(lantern.house, Picture) == 1


def test_words_for_a_picture_in_a_draft_stand_only_in_the_draft(lantern: OpenHouse, marisol: Browser):
    keeps(marisol, "The balcony", files={"picture_1": a_photo()}, description_1="a red door")
    assert descriptions(lantern.house) == [""]

    refused = marisol.submit(goes_on(marisol), "/posts", text="x" * 5001, description_1="a blue door")

    assert refused.values_of("/posts")["description_1"] == "a blue door"
    assert descriptions(lantern.house) == [""]


def deletes(browser: Browser, number: str) -> Page:
    """As if there were such a page for them."""
    token = browser.get("/write").values_of("/posts")["csrf"]
    return browser.post(f"/drafts/{number}/deletion", [("csrf", token)])


def without_key(session: Session) -> None:
    session.execute(update(SignIn).values(member_key=None))


def descriptions(house: House) -> list[str]:
    return house.database.read_now(lambda session: list(session.scalars(select(Picture.description))))
