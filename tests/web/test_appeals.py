"""Appealing in a browser: a conversation between two sides who do not know each other's names, also while suspended."""

from datetime import timedelta

import pytest

from app.accounts.models import Account
from app.basics.clock import now
from tests.appeals.deciding import AGAINST, STAYS, WRONG, Governed, govern
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, join


@pytest.fixture
def governed(lantern: OpenHouse) -> Governed:
    """Lantern House with a policy and people who decide by it."""
    return govern(lantern.house)


@pytest.fixture
def marisol(lantern: OpenHouse, governed: Governed) -> Browser:
    return lantern.browser_of(governed.marisol)


@pytest.fixture
def sasha(lantern: OpenHouse, governed: Governed) -> Browser:
    return lantern.browser_of(governed.sasha)


def form_for(decision_id: int) -> str:
    return f"/decisions/{decision_id}/appeal"


def appeals(browser: Browser, decision_id: int, words: str = AGAINST) -> Page:
    return browser.submit(browser.get(form_for(decision_id)), form_for(decision_id), words=words)


def at(appeal_id: int, part: str = "") -> str:
    return f"/appeals/{appeal_id}{part}"


def press(browser: Browser, page: Page, action: str, name: str, value: str) -> Page:
    return browser.post(action, [*page.form(action).values, (name, value)])


def takes(browser: Browser, appeal_id: int) -> Page:
    return press(browser, browser.get(at(appeal_id)), at(appeal_id, "/hearing"), "yes", "1")


def looks(browser: Browser, appeal_id: int, overturns: str, reason: str) -> Page:
    return browser.submit(browser.get(at(appeal_id)), at(appeal_id, "/answer"), overturns=overturns, reason=reason)


def answers(browser: Browser, appeal_id: int, overturns: str, reason: str) -> Page:
    return browser.submit(looks(browser, appeal_id, overturns, reason), at(appeal_id, "/answer"))


def own_token(browser: Browser) -> list[tuple[str, str]]:
    return [("csrf", browser.get("/more").values_of("/sign-out")["csrf"])]


def test_from_the_decision_to_an_appeal_that_is_heard_and_overturned(
    governed: Governed, marisol: Browser, sasha: Browser
):
    post_id, decision_id = governed.removed("The red door on Canal Street")
    assert form_for(decision_id) in marisol.get(f"/decisions/{decision_id}").links()

    made = appeals(marisol, decision_id)
    mine = marisol.follow(made)
    assert "Your appeal is made." in mine.text
    assert AGAINST in mine.text
    appeal_id = int(made.location.removeprefix("/appeals/").partition("?")[0])

    assert at(appeal_id) in sasha.get("/appeals").links()
    takes(sasha, appeal_id)
    heard = sasha.get(at(appeal_id))
    assert AGAINST in heard.text
    assert "The red door on Canal Street" in heard.text
    sasha.submit(heard, at(appeal_id, "/lines"), words="When was that?")

    asked = marisol.get(at(appeal_id))
    assert "When was that?" in asked.text
    marisol.submit(asked, at(appeal_id, "/lines"), words="On Monday.")
    assert "On Monday." in sasha.get(at(appeal_id)).text

    done = answers(sasha, appeal_id, "1", WRONG)
    assert done.status == 303
    ended = marisol.get(at(appeal_id))
    assert "It is overturned" in ended.text
    assert WRONG in ended.text
    assert marisol.get(f"/posts/{post_id}").status == 200


def test_the_subject_learns_no_name_of_theirs(governed: Governed, marisol: Browser, sasha: Browser):
    appeal_id = governed.appeals(governed.removed("Nothing of this")[1])
    takes(sasha, appeal_id)
    sasha.submit(sasha.get(at(appeal_id)), at(appeal_id, "/lines"), words="When was that?")
    answers(sasha, appeal_id, "0", STAYS)

    for page in (marisol.get(at(appeal_id)), marisol.get("/appeals")):
        for name in ("robin", "sasha", "vera", "juno"):
            assert name not in page.text.lower(), name


def test_whoever_hears_does_not_learn_who_reported_or_decided(governed: Governed, sasha: Browser):
    appeal_id = governed.appeals(governed.removed("Nothing of this")[1])

    page = sasha.get(at(appeal_id)).text.lower()

    assert "marisol" in page
    assert "juno" not in page
    assert "robin" not in page


def test_while_suspended_one_reads_the_decision_appeals_and_talks(governed: Governed, marisol: Browser):
    decision_id = governed.suspended()
    assert marisol.get("/bookmarks").status != 200

    made = appeals(marisol, decision_id)
    mine = marisol.follow(made)
    assert mine.status == 200
    appeal_id = int(made.location.removeprefix("/appeals/").partition("?")[0])
    said = marisol.submit(mine, at(appeal_id, "/lines"), words="And I have the messages.")

    assert "And I have the messages." in marisol.follow(said).text
    assert at(appeal_id) in marisol.get("/appeals").links()
    taken_back = marisol.submit(marisol.get(at(appeal_id)), at(appeal_id, "/withdrawal"))
    assert "The decision stands." in marisol.follow(taken_back).text


def test_a_suspended_moderator_hears_nothing(governed: Governed, lantern: OpenHouse):
    appeal_id = governed.appeals(governed.removed()[1])
    governed.marisol = governed.sasha
    governed.suspended()
    sasha = lantern.browser_of(governed.sasha)

    assert "Waiting to be heard" not in sasha.get("/appeals").text
    assert AGAINST not in sasha.get(at(appeal_id)).text


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(governed: Governed, marisol: Browser):
    _, decision_id = governed.removed()
    too_long = "word " * 1_001

    refused = appeals(marisol, decision_id, too_long)

    assert refused.status == 422
    assert 'id="words-fault"' in refused.text
    assert refused.values_of(form_for(decision_id))["words"].strip() == too_long.strip()


def test_a_form_that_was_open_too_long_comes_back_whole(governed: Governed, marisol: Browser):
    _, decision_id = governed.removed()

    stale = marisol.post(form_for(decision_id), [("csrf", "old"), ("words", AGAINST)])

    assert stale.status == 403
    assert stale.values_of(form_for(decision_id))["words"] == AGAINST


def test_a_second_appeal_leads_to_the_first_and_after_its_end_says_why_not(
    governed: Governed, marisol: Browser, sasha: Browser
):
    _, decision_id = governed.removed()
    form = marisol.get(form_for(decision_id))
    marisol.submit(form, form_for(decision_id), words=AGAINST)

    again = marisol.submit(form, form_for(decision_id), words="Once more.")
    assert again.status == 409
    assert "You have appealed this decision already." in again.text
    appeal_id = int(marisol.get(form_for(decision_id)).location.removeprefix("/appeals/"))

    takes(sasha, appeal_id)
    answers(sasha, appeal_id, "0", STAYS)
    of_an_appeal = marisol.submit(form, form_for(decision_id), words="Once more.")
    assert of_an_appeal.status == 409
    assert "There is no appeal of an appeal." in of_an_appeal.text


def test_nothing_is_sent_that_was_not_looked_at(governed: Governed, marisol: Browser, sasha: Browser):
    appeal_id = governed.appeals(governed.removed()[1])
    takes(sasha, appeal_id)

    looked = looks(sasha, appeal_id, "0", STAYS)
    assert looked.status == 200
    assert "This is what they will read" in looked.text
    changed = sasha.submit(looked, at(appeal_id, "/answer"), overturns="1")
    assert "This is what they will read" in changed.text
    assert governed.own(appeal_id).outcome == ""

    sasha.submit(changed, at(appeal_id, "/answer"))
    assert governed.own(appeal_id).outcome == "overturned"


def test_an_answer_without_a_choice_or_a_reason_comes_back(governed: Governed, sasha: Browser):
    appeal_id = governed.appeals(governed.removed()[1])
    takes(sasha, appeal_id)

    no_choice = sasha.submit(sasha.get(at(appeal_id)), at(appeal_id, "/answer"), reason=STAYS)
    no_reason = looks(sasha, appeal_id, "0", "no")

    assert (no_choice.status, no_reason.status) == (422, 422)
    assert 'id="overturns-fault"' in no_choice.text
    assert no_choice.values_of(at(appeal_id, "/answer"))["reason"] == STAYS
    assert 'id="reason-fault"' in no_reason.text
    assert no_reason.values_of(at(appeal_id, "/answer"))["overturns"] == "0"


def test_a_severe_measure_stays_when_a_second_person_says_so(
    lantern: OpenHouse, governed: Governed, marisol: Browser, sasha: Browser
):
    tove = lantern.browser_of(join(lantern.house, "tove", "moderator"))
    appeal_id = governed.appeals(governed.suspended())
    takes(sasha, appeal_id)
    answers(sasha, appeal_id, "0", STAYS)

    assert "Another person has to look at it" in sasha.get(at(appeal_id)).text
    assert STAYS not in marisol.get(at(appeal_id)).text
    second = tove.get(at(appeal_id))
    assert "You are the second person" in second.text
    assert STAYS in second.text
    answers(tove, appeal_id, "0", "")

    assert "the decision stays" in marisol.get(at(appeal_id)).text
    assert STAYS in marisol.get(at(appeal_id)).text


def test_whoever_has_a_part_in_it_is_refused_with_a_sentence(lantern: OpenHouse, governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])
    robin = lantern.browser_of(governed.robin)

    assert at(appeal_id) not in robin.get("/appeals").links()
    refused = robin.get(at(appeal_id))
    assert refused.status == 403
    assert "You had a part in this decision" in refused.text
    for part in ("/hearing", "/lines", "/answer"):
        sent = [*own_token(robin), ("yes", "1"), ("words", "Let it be."), ("overturns", "0"), ("reason", STAYS)]
        assert robin.post(at(appeal_id, part), sent).status == 403
    assert governed.appeal(appeal_id).heard_by is None


def test_nobody_else_finds_anything_there(lantern: OpenHouse, governed: Governed, stranger: Browser, marisol: Browser):
    _, decision_id = governed.removed()
    appeal_id = governed.appeals(decision_id)
    juno = lantern.browser_of(governed.juno)

    for path in (at(appeal_id), form_for(decision_id), at(7), form_for(7)):
        assert juno.get(path).status == 404
        assert stranger.get(path).status == 303
    for part in ("/hearing", "/lines", "/answer", "/withdrawal"):
        sent = [*own_token(juno), ("yes", "1"), ("words", "Let it be."), ("overturns", "0"), ("reason", STAYS)]
        assert juno.post(at(appeal_id, part), sent).status == 404
        assert stranger.post(at(appeal_id, part), sent).status == 303
    assert governed.own(appeal_id).outcome == ""
    assert at(appeal_id) not in juno.get("/appeals").links()


def test_given_back_and_taken_by_somebody_else_meanwhile(lantern: OpenHouse, governed: Governed, sasha: Browser):
    appeal_id = governed.appeals(governed.removed()[1])
    vera = lantern.browser_of(governed.steward)
    open_page = vera.get(at(appeal_id))
    takes(sasha, appeal_id)

    late = press(vera, open_page, at(appeal_id, "/hearing"), "yes", "1")
    assert late.status == 409
    assert "Somebody else hears this appeal by now." in late.text

    back = press(sasha, sasha.get(at(appeal_id)), at(appeal_id, "/hearing"), "yes", "0")
    assert "Somebody else hears it." in sasha.follow(back).text
    press(vera, open_page, at(appeal_id, "/hearing"), "yes", "1")
    assert governed.appeal(appeal_id).heard_by == governed.steward.id


def test_silence_is_an_answer_and_the_subject_reads_it(lantern: OpenHouse, governed: Governed):
    post_id, decision_id = governed.removed()
    appeal_id = governed.appeals(decision_id)

    lantern.settles_at(now() + timedelta(days=14, minutes=1))

    marisol = lantern.browser_of(governed.marisol)  # the sweep ended the session of two weeks ago
    assert "Nobody answered in time" in marisol.get(at(appeal_id)).text
    assert marisol.get(f"/posts/{post_id}").status == 200


def test_a_member_who_was_drawn_hears_it_and_nothing_of_the_desk(lantern: OpenHouse, governed: Governed):
    tove = join(lantern.house, "tove")
    browser = _is_drawn(lantern, governed, tove)
    appeal_id = governed.appeals(governed.removed()[1])
    lantern.settles_at(now() + timedelta(minutes=2))

    asked = browser.get("/settings/drawn")
    decision_id = governed.own(appeal_id).decision_id
    taken = press(browser, asked, f"/settings/drawn/{decision_id}", "yes", "1")
    assert at(appeal_id) in browser.follow(taken).links()
    takes(browser, appeal_id)
    page = browser.get(at(appeal_id))

    assert AGAINST in page.text
    assert "/desk/" not in "".join(page.links())
    answered = browser.follow(answers(browser, appeal_id, "1", WRONG))
    assert (answered.status, AGAINST in answered.text) == (200, False)
    assert governed.own(appeal_id).outcome == "overturned"
    assert browser.get(at(appeal_id)).status == 404, "it was read for this, and not for ever"


def _is_drawn(lantern: OpenHouse, governed: Governed, member: Member) -> Browser:
    """The house has one moderator beside its steward, and that member consents."""
    lantern.house.database.write_now(lambda s: setattr(s.get_one(Account, governed.sasha.id), "role", "member"))
    browser = lantern.browser_of(member)
    browser.submit(browser.get("/settings/drawn"), "/settings/drawn", drawn="on")
    return browser
