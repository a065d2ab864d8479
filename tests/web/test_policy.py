"""The policy: published by stewards in versions, read before joining, agreed to by its number."""

import pytest

from app.accounts.actions import joining
from app.accounts.models import Account
from app.basics.clock import now
from app.basics.errors import Forbidden
from app.storage import Session
from moderation.policy import actions, queries
from tests.promises.test_p03_vouches_fade import the_id_of
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_joining import joins
from tests.web.test_waiting import a_token_for
from tests.world.cast import PASSPHRASE, Member

FIRST = "# Who we are\n\nPeople who do sex work.\n\n- No names\n- No places"


def publishes(lantern: OpenHouse, steward: Member, source: str = FIRST) -> int:
    """The next version, by the steward's hand."""

    def act(session: Session) -> int:
        newest = queries.newest_number(session)
        return actions.publish(session, steward.id, "steward", source, based_on=newest, now=now())

    number = lantern.house.database.write_now(act)
    lantern.app.state.shown = None
    return number


def writes(browser: Browser, source: str, **more: str) -> Page:
    return browser.submit(browser.get("/policy/new"), "/policy/new", source=source, **more)


def agreed_to(lantern: OpenHouse, member_id: int) -> int:
    return lantern.house.database.read_now(lambda session: session.get_one(Account, member_id).agreed_policy)


def test_a_house_without_a_policy_says_so_to_its_stewards(vera: Browser, marisol: Browser):
    assert "/policy/new" in vera.get("/").links()
    assert "no policy yet" in vera.get("/policy").text
    assert "/policy/new" not in marisol.get("/").links() | marisol.get("/policy").links()


def test_a_steward_publishes_and_everybody_here_reads_it(vera: Browser, marisol: Browser):
    answer = writes(vera, FIRST)

    assert "in force" in vera.follow(answer).text
    page = marisol.get("/policy").text
    assert "<h2>Who we are</h2>" in page
    assert "<li>No names</li><li>No places</li>" in page
    assert "Version 1" in page


def test_a_steward_looks_at_it_first_and_nothing_is_published(vera: Browser):
    page = writes(vera, FIRST, look="1")

    assert page.status == 200
    assert "<h2>Who we are</h2>" in page.text
    assert page.values_of("/policy/new")["source"] == FIRST
    assert "no policy yet" in vera.get("/policy").text


@pytest.mark.parametrize("source", ["", "  \n \n", "x" * 60_001])
def test_a_policy_that_says_nothing_or_without_end_is_not_published(vera: Browser, source: str):
    page = writes(vera, source)

    assert page.status == 422
    assert 'id="source-fault"' in page.text
    assert "no policy yet" in vera.get("/policy").text


def test_markup_in_a_policy_is_text(vera: Browser, marisol: Browser):
    writes(vera, "<script>alert(1)</script>\n\n[x](javascript:alert(1)) https://a.example/?<b>")

    page = marisol.get("/policy").text

    assert "&lt;script&gt;alert(1)" in page
    assert 'href="javascript' not in page


def test_only_stewards_write_publish_and_say_who_reads(lantern: OpenHouse, marisol: Browser, vera: Browser):
    writes(vera, FIRST)
    csrf = marisol.get("/more").form("/sign-out").values[0]

    assert marisol.get("/policy/new").status == 403
    assert marisol.post("/policy/new", [csrf, ("source", "Mine."), ("based_on", "1")]).status == 403
    assert marisol.post("/policy/readers", [csrf, ("readers", "everybody")]).status == 403

    assert "Version 1" in marisol.get("/policy").text
    assert lantern.browser().get("/policy").location.startswith("/sign-in")


def test_a_member_publishes_and_opens_nothing_by_whatever_door(lantern: OpenHouse, a_member: Member):
    write = lantern.house.database.write_now

    with pytest.raises(Forbidden):
        write(actions.publish, a_member.id, "member", "Mine.", based_on=0, now=now())
    with pytest.raises(Forbidden):
        write(actions.let_strangers_read, "moderator", True)

    assert lantern.house.database.read_now(queries.newest) is None


@pytest.mark.parametrize("claimed", ["0", "2", "7"])
def test_a_version_follows_on_the_newest_whatever_number_is_claimed(vera: Browser, claimed: str):
    writes(vera, FIRST)

    answer = writes(vera, "The second.", based_on=claimed)

    assert answer.status == 409
    assert answer.values_of("/policy/new")["source"] == "The second."
    assert "Version 1" in vera.get("/policy").text


def test_whoever_was_overtaken_by_another_version_loses_nothing(lantern: OpenHouse, vera: Browser, a_steward: Member):
    page = vera.get("/policy/new")
    publishes(lantern, a_steward)

    late = vera.submit(page, "/policy/new", source="My own words.")

    assert late.status == 409
    assert "another version" in late.text
    assert late.values_of("/policy/new")["source"] == "My own words."
    assert vera.submit(late, "/policy/new").location == "/policy?done=published"


def test_versions_are_never_changed_and_members_read_the_older_ones(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_steward: Member
):
    publishes(lantern, a_steward, "The first.")
    publishes(lantern, a_steward, "The second.")

    older = marisol.get("/policy/1").text

    assert "The first." in older
    assert "in force no more" in older
    assert "The second." in marisol.get("/policy").text
    assert stranger.get("/policy/1").location.startswith("/sign-in")
    assert marisol.get("/policy/3").status == marisol.get("/policy/x").status == 404


def test_a_newer_version_is_announced_to_members_until_they_agree_and_nothing_is_blocked(
    lantern: OpenHouse, marisol: Browser, a_member: Member, a_steward: Member
):
    publishes(lantern, a_steward)
    home = marisol.get("/")
    assert "This community has written its policy." in home.text
    assert "new version" not in home.text
    assert marisol.get("/write").status == 200

    answer = marisol.submit(marisol.get("/policy"), "/policy/agreement")

    assert "You agreed" in marisol.follow(answer).text
    assert "its policy" not in marisol.get("/").text
    assert agreed_to(lantern, a_member.id) == 1
    publishes(lantern, a_steward, "The second.")
    assert "The policy has a new version." in marisol.get("/").text


def test_nobody_agrees_to_a_version_that_they_did_not_see(
    lantern: OpenHouse, marisol: Browser, a_member: Member, a_steward: Member
):
    publishes(lantern, a_steward)
    page = marisol.get("/policy")
    publishes(lantern, a_steward, "The second.")

    answer = marisol.submit(page, "/policy/agreement")

    assert answer.status == 409
    assert "The second." in answer.text
    assert agreed_to(lantern, a_member.id) == 0


def test_strangers_read_it_only_where_the_house_wants_it(lantern: OpenHouse, vera: Browser, stranger: Browser):
    writes(vera, FIRST)
    assert stranger.get("/policy").location == "/sign-in?next=/policy"
    program = stranger.get("/policy", accept="*/*")
    assert program.body == stranger.get("/ap/made-up", accept="*/*").body

    vera.submit(vera.get("/policy"), "/policy/readers", readers="everybody")
    assert "Who we are" in stranger.get("/policy").text
    assert "Lantern House" not in stranger.get("/policy").text

    vera.submit(vera.get("/policy"), "/policy/readers", readers="members")
    assert stranger.get("/policy").location.startswith("/sign-in")


def test_a_newcomer_reads_it_whole_and_agrees_to_its_number(
    lantern: OpenHouse, stranger: Browser, a_member: Member, a_steward: Member
):
    publishes(lantern, a_steward)
    path = lantern.invitation_by(a_member)
    page = stranger.get(path)
    assert "<li>No names</li>" in page.text

    refused = joins(stranger, path, "oda")
    assert refused.status == 422
    assert "read the policy" in refused.text
    assert refused.values_of(path)["name"] == "oda"
    filled = {"name": "oda", "passphrase": PASSPHRASE, "again": PASSPHRASE, "adult": "1", "agreed": "1"}
    assert stranger.submit(stranger.get(path), path, **filled).status == 200

    assert agreed_to(lantern, the_id_of(lantern, "oda")) == 1
    assert "new version" not in stranger.get("/").text


def test_a_version_published_while_somebody_reads_comes_back_with_the_new_text(
    lantern: OpenHouse, stranger: Browser, a_member: Member, a_steward: Member
):
    publishes(lantern, a_steward)
    path = lantern.invitation_by(a_member)
    page = stranger.get(path)
    publishes(lantern, a_steward, "The second.")
    filled = {"name": "oda", "passphrase": PASSPHRASE, "again": PASSPHRASE, "adult": "1", "agreed": "1"}

    answer = stranger.submit(page, path, **filled)

    assert answer.status == 409
    assert "changed while this page was open" in answer.text
    assert "The second." in answer.text
    values = answer.values_of(path)
    assert (values["name"], values["policy"], values.get("agreed")) == ("oda", "2", None)
    assert stranger.submit(answer, path, **filled).status == 200


def test_a_version_published_while_the_form_is_looked_at_is_not_agreed_to_unread(
    lantern: OpenHouse, stranger: Browser, a_member: Member, a_steward: Member, monkeypatch: pytest.MonkeyPatch
):
    publishes(lantern, a_steward)
    prepare = joining.prepare_newcomer

    async def slowly(*given: str) -> joining.Newcomer:
        """Hashing takes a moment, and in that moment a steward publishes."""
        monkeypatch.undo()
        publishes(lantern, a_steward, "The second.")
        return await prepare(*given)

    monkeypatch.setattr(joining, "prepare_newcomer", slowly)
    path = lantern.invitation_by(a_member)
    filled = {"name": "oda", "passphrase": PASSPHRASE, "again": PASSPHRASE, "adult": "1", "agreed": "1"}

    answer = stranger.submit(stranger.get(path), path, **filled)

    assert answer.status == 409
    assert "The second." in answer.text
    assert stranger.submit(answer, path, **filled).status == 200


@pytest.mark.parametrize("claimed", ["", "0", "2", "x", "9" * 30, "²"])
def test_a_made_up_number_is_no_agreement(
    lantern: OpenHouse, stranger: Browser, a_member: Member, a_steward: Member, claimed: str
):
    publishes(lantern, a_steward)
    path = lantern.invitation_by(a_member)
    filled = {"name": "oda", "passphrase": PASSPHRASE, "again": PASSPHRASE, "adult": "1", "agreed": "1"}

    answer = stranger.submit(stranger.get(path), path, **filled, policy=claimed)

    assert answer.status == 409


def test_nobody_joins_without_saying_that_they_are_an_adult(lantern: OpenHouse, stranger: Browser, a_member: Member):
    path = lantern.invitation_by(a_member)
    filled = {"name": "oda", "passphrase": PASSPHRASE, "again": PASSPHRASE}

    answer = stranger.submit(stranger.get(path), path, **filled)

    assert answer.status == 422
    assert 'id="adult-fault"' in answer.text
    assert not {"birth", "date", "age"} & {attrs.get("name", "") for _, attrs in answer.read.tags}
    assert stranger.submit(answer, path, **filled, adult="1").status == 200


def test_apps_are_told_where_the_policy_stands_if_their_member_may_read_it(
    lantern: OpenHouse, a_member: Member, a_steward: Member
):
    publishes(lantern, a_steward)
    app = {"authorization": f"Bearer {a_token_for(lantern, a_member.id)}"}
    ask = lantern.client.get

    [rule] = ask("/api/v1/instance/rules", headers=app).json()
    terms = ask("/api/v1/instance/terms_of_service", headers=app).json()

    assert rule["text"].endswith("https://lantern.example/policy")
    assert "<li>No names</li>" in terms["content"]
    assert ask("/api/v1/instance/rules").json() == ask("/api/v2/instance").json()["rules"] == []
    assert ask("/api/v1/instance/terms_of_service").status_code == 404
