"""The passphrase is lost: somebody comes back with a code on paper, or with the help of two friends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts import community
from app.accounts.models import FriendsReturn
from app.basics.clock import now
from app.basics.settings import load
from app.storage.house import House
from migrations import run
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE, Member, join
from tests.world.servers import Server

ANEW = "velvet harbour nine lanterns"
MESSAGE = "the key is under the third stone"


class Lantern:
    """A house with three people in it, who have written to each other."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.house = House.opened(load(server.environment))
        run.migrate(self.house.database.engine)
        self.house.database.write_now(community.founded, self.house.key)
        self.marisol, self.oda, self.tamsin = (join(self.house, name) for name in ("marisol", "oda", "tamsin"))
        self.oda.posts(f"@marisol {MESSAGE}", "mentioned")

    def three_days_pass(self) -> None:
        """As far as the returns that are under way can tell."""

        def earlier(session: Session) -> None:
            session.execute(update(FriendsReturn).values(ready_at=now() - timedelta(minutes=1)))

        self.house.database.write_now(earlier)


@pytest.fixture
def lantern(make_server: Callable[..., Server]) -> Lantern:
    made = Lantern(make_server("lantern"))
    made.server.start()
    return made


def signs_in(person: Person, passphrase: str = PASSPHRASE) -> Person:
    person.opens("/sign-in")
    person.page.locator("input[name=name]").fill(person.called)
    person.page.locator("input[name=passphrase]").fill(passphrase)
    return person.presses("Sign in").sees("Home")


def chooses(person: Person, passphrase: str) -> Person:
    person.page.locator("input[name=passphrase]").fill(passphrase)
    person.page.locator("input[name=again]").fill(passphrase)
    return person.presses("Set the new passphrase")


@pytest.mark.story
def test_a_code_on_paper_lets_somebody_back_in_and_ends_what_was_signed_in(
    lantern: Lantern, somebody: Callable[..., Person]
):
    at_home = signs_in(somebody("marisol", lantern.server.origin)).opens("/about")
    codes = renewed_codes(lantern.marisol)
    elsewhere = somebody("marisol", lantern.server.origin)

    elsewhere.opens("/recover").fills("Name", "marisol").fills("Recovery code", codes[0].upper())
    chooses(elsewhere, ANEW).sees("Your new passphrase is set").keeps_four_looks("back with a code")

    elsewhere.opens("/messages").sees(MESSAGE)
    at_home.opens("/messages").sees_nothing_of(MESSAGE)
    signs_in(at_home, ANEW).opens("/messages").sees(MESSAGE)
    assert at_home.complaints == elsewhere.complaints == []


@pytest.mark.story
def test_two_friends_let_somebody_back_in_after_three_days_that_the_account_sees(
    lantern: Lantern, somebody: Callable[..., Person]
):
    marisol = signs_in(somebody("marisol", lantern.server.origin))
    marisol.opens("/settings/friends").fills("First friend", "@oda").fills("Second friend", "tamsin")
    marisol.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    marisol.presses("Give each a share").sees("Each of them holds a share now")
    elsewhere = somebody("marisol", lantern.server.origin)

    elsewhere.opens("/recover/friends").fills("Name", "marisol").presses("Get two codes")
    for_friends, own = elsewhere.page.locator("main code").all_inner_texts()
    for name in ("oda", "tamsin"):
        friend = signs_in(somebody(name, lantern.server.origin))
        friend.opens("/settings/friends").fills("The code they told you", for_friends)
        friend.presses("Look who asks").sees("@marisol").presses("Yes, it was my friend").sees("You have said yes")
        assert friend.complaints == []

    marisol.opens("/").sees("Friends of yours are letting somebody back into this account")
    marisol.keeps_four_looks("friends let somebody back in")
    elsewhere.opens("/recover/friends/return").fills("Your own code", own)
    chooses(elsewhere, ANEW).sees("Not yet.").keeps_four_looks("too early")
    lantern.three_days_pass()
    chooses(elsewhere, ANEW).sees("Your recovery codes")
    elsewhere.opens("/messages").sees(MESSAGE)
    marisol.opens("/messages").sees_nothing_of(MESSAGE)
    assert marisol.complaints == []


def renewed_codes(member: Member) -> list[str]:
    from app.accounts.actions.codes import renew_recovery_codes

    return member.house.database.write_now(renew_recovery_codes, member.id, member.key, key=member.house.key)
