"""How people come in, who is new, and what moderators do against a raid: each page and for whom it is."""

from datetime import timedelta

import pytest

from app.basics.clock import now
from app.doors import pace
from app.doors.limits import Limits
from app.storage.house import House
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.test_invitations import makes_a_link
from tests.web.test_joining import joins
from tests.web.test_waiting import a_token_for, admits
from tests.world.cast import Member, join

DESKS = ["/house/newcomers", "/house/calm"]


@pytest.fixture
def mod(lantern: OpenHouse, house: House) -> Browser:
    """Ines, a moderator."""
    return lantern.browser_of(join(house, "ines", "moderator"))


def asks(lantern: OpenHouse, by: Member, name: str = "lupe") -> Browser:
    """Somebody opens an invitation and joins; their browser."""
    browser = lantern.browser()
    joins(browser, lantern.invitation_by(by), name)
    return browser


def the_form(page, ending: str) -> str:  # type: ignore[no-untyped-def]
    return next(form.action for form in page.forms if form.action.endswith(ending))


def moves(lantern: OpenHouse, **span: float) -> None:
    lantern.is_at(now() + timedelta(**span))


@pytest.mark.parametrize("path", [*DESKS, "/house/admission"])
def test_the_desks_are_for_moderators_and_stewards(marisol: Browser, vera: Browser, stranger: Browser, path: str):
    assert vera.get(path).status == 200
    assert marisol.get(path).status == 403
    assert stranger.get(path).location.startswith("/sign-in")


@pytest.mark.parametrize("path", DESKS)
def test_a_moderator_has_both_desks_and_does_not_choose_how_people_come_in(mod: Browser, path: str):
    assert mod.get(path).status == 200
    assert path in mod.get("/more").links()
    assert mod.get("/house/admission").status == 403
    assert "/house/admission" not in mod.get("/more").links()


def test_what_the_desks_send_is_refused_from_a_member(lantern: OpenHouse, marisol: Browser, a_member: Member):
    admits(lantern, "stewards")
    asks(lantern, a_member)
    csrf = ("csrf", marisol.get("/more").values_of("/sign-out")["csrf"])

    for path in ("/house/calm/door", "/house/calm/pace", "/house/calm/invitations", "/house/newcomers/1/admission",
                 "/house/newcomers/1/refusal", "/house/admission"):  # fmt: skip
        assert marisol.post(path, [csrf, ("hours", "6"), ("sentence", "No.")]).status == 403, path


def test_stewards_choose_how_people_come_in(lantern: OpenHouse, vera: Browser, a_member: Member):
    page = vera.get("/house/admission")
    assert page.values_of("/house/admission")["admission"] == "invitation"

    kept = vera.follow(
        vera.submit(page, "/house/admission", admission="vouches", vouches_needed="3", probation_days="30")
    )

    values = kept.values_of("/house/admission")
    assert (values["admission"], values["vouches_needed"], values["probation_days"]) == ("vouches", "3", "30")
    assert "1 of 3" in asks(lantern, a_member).get("/waiting").text


@pytest.mark.parametrize(
    "wrong", [{"admission": "anybody"}, {"vouches_needed": "6"}, {"vouches_needed": "x"}, {"probation_days": "91"}]
)
def test_a_choice_that_is_not_offered_is_refused_beside_its_field(vera: Browser, wrong: dict[str, str]):
    chosen = {"admission": "vouches", "vouches_needed": "3", "probation_days": "30"} | wrong

    answer = vera.submit(vera.get("/house/admission"), "/house/admission", **chosen)

    kept = answer.values_of("/house/admission")
    assert answer.status == 422
    assert f'id="{next(iter(wrong))}-fault"' in answer.text
    assert {name: kept[name] for name in chosen if name not in wrong} == {
        name: word for name, word in chosen.items() if name not in wrong
    }
    assert vera.get("/house/admission").values_of("/house/admission")["admission"] == "invitation"


def test_a_steward_lets_somebody_in_who_waits(lantern: OpenHouse, vera: Browser, a_member: Member):
    admits(lantern, "stewards")
    lupe = asks(lantern, a_member)
    page = vera.get("/house/newcomers")
    assert "Vouched for by @marisol" in page.text
    lantern.app.state.shown = None  # some seconds go by
    assert "(new)" in vera.get("/more").text

    vera.submit(page, the_form(page, "/admission"))

    assert lupe.get("/waiting").location == "/"


def test_a_moderator_says_no_with_a_sentence_and_lets_nobody_in(lantern: OpenHouse, mod: Browser, a_member: Member):
    admits(lantern, "stewards")
    lupe = asks(lantern, a_member)
    page = mod.get("/house/newcomers")
    refusal = the_form(page, "/refusal")
    csrf = ("csrf", page.values_of(refusal)["csrf"])
    assert not [form for form in page.forms if form.action.endswith("/admission")]
    assert mod.post(refusal.replace("/refusal", "/admission"), [csrf]).status == 403
    empty = mod.submit(page, refusal, sentence=" ")
    assert empty.status == 422
    assert "Please say why" in empty.text
    endless = mod.submit(page, refusal, sentence="We know you. " * 50)
    assert "too long" in endless.text
    assert "We know you. We know you." in endless.text

    mod.submit(page, refusal, sentence="We know you <b>from elsewhere</b>.")

    own = lupe.get("/waiting")
    assert "We know you &lt;b&gt;from elsewhere&lt;/b&gt;." in own.text
    assert "from elsewhere" not in mod.get("/house/newcomers").text
    assert "newcomers/" not in own.text
    lupe.submit(own, "/waiting/withdrawal")
    assert joins(lantern.browser(), lantern.invitation_by(a_member), "lupe").status == 200


def test_a_closed_door_is_told_to_whoever_holds_a_link_and_to_nobody_else(
    lantern: OpenHouse, mod: Browser, marisol: Browser, stranger: Browser, a_member: Member
):
    path = lantern.invitation_by(a_member)
    page = stranger.get(path)
    mod.submit(mod.get("/house/calm"), "/house/calm/door", hours="6")

    assert "takes nobody in just now" in stranger.get(path).text
    late = stranger.submit(page, path, name="oda", passphrase="befu koti jajo", again="befu koti jajo", adult="1")
    assert late.status == 503
    assert late.values_of(path)["name"] == "oda"
    assert "takes nobody in" not in stranger.get("/join/made-up").text
    assert "Nobody new comes in just now." in marisol.get("/").text
    moves(lantern, hours=6)
    assert joins(stranger, path, "oda").status == 200


def test_the_door_is_opened_again_before_its_time(
    lantern: OpenHouse, mod: Browser, stranger: Browser, a_member: Member
):
    path = lantern.invitation_by(a_member)
    closed = mod.follow(mod.submit(mod.get("/house/calm"), "/house/calm/door", hours="72"))

    mod.submit(closed, "/house/calm/door")

    assert stranger.get(path).status == 200


@pytest.mark.parametrize("hours", ["", "5", "-1", "1000", "x"])
def test_only_the_offered_hours_are_taken(mod: Browser, hours: str):
    for part in ("door", "pace"):
        answer = mod.submit(mod.get("/house/calm"), f"/house/calm/{part}", hours=hours)
        assert answer.status == 422
        assert f'id="{part}-fault"' in answer.text


def posts(browser: Browser, text: str) -> int:
    return browser.submit(browser.get("/write"), "/posts", text=text).status


def test_while_everybody_is_slowed_down_posts_follows_and_invitations_come_slowly(
    lantern: OpenHouse, mod: Browser, marisol: Browser, another_member: Member
):
    lantern.app.state.limits = Limits(on=True)
    assert posts(marisol, "a moment ago, as usual") == 303
    mod.submit(mod.get("/house/calm"), "/house/calm/pace", hours="6")

    assert "more slowly just now" in marisol.get("/").text
    assert [posts(marisol, f"number {n}") for n in range(7)] == [303] * 6 + [429]
    refused = marisol.submit(marisol.get("/write"), "/posts", text="an eighth, not lost")
    assert "slowed everybody down" in refused.text
    assert refused.values_of("/posts")["text"] == "an eighth, not lost"
    assert [makes_a_link(marisol).status for _ in range(2)] == [200, 429]
    page = marisol.get("/@juno")
    follows = [marisol.submit(page, "/@juno/follow", follow="1").status for _ in range(6)]
    assert follows == [303] * 5 + [429]
    moves(lantern, hours=6)
    assert posts(marisol, "as usual") == 303
    assert "more slowly" not in marisol.get("/").text


def test_apps_are_slowed_down_with_the_rest(lantern: OpenHouse, mod: Browser, a_member: Member):
    lantern.app.state.limits = Limits(on=True)
    app = {"authorization": f"Bearer {a_token_for(lantern, a_member.id)}"}
    mod.submit(mod.get("/house/calm"), "/house/calm/pace", hours="1")

    told = [lantern.client.post("/api/v1/statuses", headers=app, json={"status": f"number {n}"}) for n in range(7)]

    assert [answer.status_code for answer in told] == [200] * 6 + [429]
    assert "slowed everybody down" in told[-1].json()["error"]


def test_every_invitation_is_taken_back_at_once(
    lantern: OpenHouse, mod: Browser, stranger: Browser, a_member: Member, another_member: Member
):
    paths = [lantern.invitation_by(somebody) for somebody in (a_member, another_member)]

    mod.submit(mod.get("/house/calm"), "/house/calm/invitations")

    assert [stranger.get(path).status for path in paths] == [404, 404]


def test_another_process_slows_down_within_seconds(
    lantern: OpenHouse, mod: Browser, marisol: Browser, monkeypatch: pytest.MonkeyPatch
):
    other = pace.Pace(lantern.app.state.pace._read)
    assert lantern.client.portal is not None
    is_slow = lambda: lantern.client.portal.call(other.is_slow, now())  # type: ignore[union-attr] # noqa: E731
    assert not is_slow()
    mod.submit(mod.get("/house/calm"), "/house/calm/pace", hours="6")
    monkeypatch.setattr(pace.time, "monotonic", lambda clock=pace.time.monotonic: clock() + pace.FRESH_FOR + 1)

    assert is_slow()
