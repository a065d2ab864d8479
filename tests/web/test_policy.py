"""The policy: published by stewards in versions, read before joining, agreed to by its number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.actions import joining
from app.accounts.models import Account
from app.basics.clock import now
from app.basics.errors import Forbidden
from app.storage import Session
from moderation.policy import actions, queries
from moderation.policy.publishing import publish_clauses
from moderation.policy.rules import NewClause
from tests.promises.test_p03_vouches_fade import the_id_of
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.test_joining import joins
from tests.world.cast import PASSPHRASE, Member
from tests.world.governing import CLAUSES, a_policy

Clauses = Sequence[NewClause]
FIRST = "# Who we are\n\nPeople who do sex work.\n\n- No names\n- No places"


def publishes(
    lantern: OpenHouse, steward: Member, source: str = FIRST, *, ahead: timedelta = timedelta(), clauses: Clauses = ()
) -> int:
    """The next version, by the steward's hand."""

    def act(session: Session) -> int:
        newest, at = queries.newest_number(session), now()
        return publish_clauses(
            session, source, clauses, by=steward.id, based_on=newest, in_force_at=at + ahead, now=at
        )  # fmt: skip

    number = lantern.house.database.write_now(act)
    lantern.app.state.shown = None
    return number


def agreed_to(lantern: OpenHouse, member_id: int) -> int:
    return lantern.house.database.read_now(lambda session: session.get_one(Account, member_id).agreed_policy)


def test_a_house_without_a_policy_says_so_to_its_stewards(vera: Browser, marisol: Browser):
    assert "/policy/draft" in vera.get("/").links()
    assert "no policy yet" in vera.get("/policy").text
    assert "/policy/draft" not in marisol.get("/").links() | marisol.get("/policy").links()


def test_everybody_here_reads_what_a_steward_published(lantern: OpenHouse, marisol: Browser, a_steward: Member):
    publishes(lantern, a_steward)

    page = marisol.get("/policy").text

    assert "<h2>Who we are</h2>" in page
    assert "<li>No names</li><li>No places</li>" in page
    assert "Version 1" in page


def test_markup_in_a_policy_is_text(lantern: OpenHouse, marisol: Browser, a_steward: Member):
    evil = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) https://a.example/?<b>"
    publishes(lantern, a_steward, evil, clauses=(replace(CLAUSES[0], asks=evil, why=evil, title="<img src=x>"),))

    page = marisol.get("/policy").text

    assert page.count("&lt;script&gt;alert(1)") == 3
    assert "<img" not in page
    assert 'href="javascript' not in page


def test_a_clause_is_read_at_its_number_with_what_it_allows_who_decides_and_for_how_long(
    lantern: OpenHouse, marisol: Browser, a_steward: Member
):
    a_policy(lantern.house, a_steward.id)

    page = marisol.get("/policy")

    assert 'id="4.1"' in page.text
    assert "#4.1" in page.links()
    outing = page.text.partition('id="4.1"')[2].partition("</section>")[0]
    for said in ("No outing", "cost a home", "Hide a picture", "one moderator decides", "for 14 days", "destroyed as"):
        assert said in outing
    assert "End the account" not in outing


def test_only_stewards_say_who_reads(lantern: OpenHouse, marisol: Browser, a_steward: Member):
    publishes(lantern, a_steward)
    csrf = marisol.get("/more").form("/sign-out").values[0]

    assert marisol.post("/policy/readers", [csrf, ("readers", "everybody")]).status == 403
    with pytest.raises(Forbidden):
        lantern.house.database.write_now(actions.let_strangers_read, "moderator", True)

    assert "Version 1" in marisol.get("/policy").text
    assert lantern.browser().get("/policy").location.startswith("/sign-in")


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


def test_what_changed_is_announced_until_it_was_seen_and_seeing_is_not_agreeing(
    lantern: OpenHouse, marisol: Browser, a_member: Member, a_steward: Member
):
    publishes(lantern, a_steward)
    publishes(lantern, a_steward, "The second.")
    home = marisol.get("/")
    assert "/policy/2/changes" in home.links()

    answer = marisol.submit(home, "/policy/seen", number="2")

    assert answer.location == "/"
    assert "new version" not in marisol.get("/").text
    assert agreed_to(lantern, a_member.id) == 0
    assert marisol.get("/policy").form("/policy/agreement")
    publishes(lantern, a_steward, "The third.")
    assert "/policy/3/changes" in marisol.get("/").links()


def test_seeing_a_version_that_is_not_there_yet_hides_none_that_comes(
    lantern: OpenHouse, marisol: Browser, a_steward: Member
):
    publishes(lantern, a_steward)

    marisol.submit(marisol.get("/"), "/policy/seen", number="99")

    publishes(lantern, a_steward, "The second.")
    assert "/policy/2/changes" in marisol.get("/").links()


def test_a_version_that_waits_for_its_day_is_told_and_read_and_not_in_force_before(
    lantern: OpenHouse, marisol: Browser, a_member: Member, a_steward: Member
):
    publishes(lantern, a_steward)
    marisol.submit(marisol.get("/policy"), "/policy/agreement")
    publishes(lantern, a_steward, "The second.", ahead=timedelta(days=2))

    home, ahead, in_force = marisol.get("/"), marisol.get("/policy/2"), marisol.get("/policy")

    assert "The policy changes on" in home.text
    assert {"/policy/2", "/policy/2/changes"} <= home.links()
    assert "not in force yet" in ahead.text
    assert "/policy/agreement" not in {form.action for form in ahead.forms}
    assert "No names" in in_force.text
    lantern.is_at(now() + timedelta(days=3))
    assert "The second." in marisol.get("/policy").text


def test_what_changed_stands_side_by_side_marked_by_more_than_colour(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_steward: Member
):
    outing, allies = CLAUSES[3], CLAUSES[4]
    publishes(lantern, a_steward, clauses=(CLAUSES[0], outing))
    changed = replace(outing, asks=outing.asks.replace("pictured", "shown"), appeal_days=21)
    publishes(lantern, a_steward, clauses=(changed, allies))

    page = marisol.get("/policy/2/changes").text

    assert "<del>pictured</del>" in page
    assert "<ins>shown</ins>" in page
    assert "for 14 days" in page
    assert "for 21 days" in page
    assert "taken out" in page.partition("Be good")[2]
    assert "new" in page.partition("Allies keep")[2]
    assert "Both say the same" in marisol.get("/policy/2/changes?from=2").text
    assert "Nothing was written before" in marisol.get("/policy/1/changes").text
    assert marisol.get("/policy/9/changes").status == marisol.get("/policy/2/changes?from=x").status == 404
    assert stranger.get("/policy/2/changes").location.startswith("/sign-in")


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


def test_strangers_read_it_only_where_the_house_wants_it(
    lantern: OpenHouse, vera: Browser, stranger: Browser, a_steward: Member
):
    publishes(lantern, a_steward)
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
