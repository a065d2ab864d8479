"""One person, two names, one browser: joined, switched and posted from; the house cannot tell that they are hers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.accounts import queries as accounts
from app.accounts.actions import joining
from app.basics.clock import now
from app.basics.settings import load
from app.storage.house import House
from tests.promises.test_p02_names_do_not_join import in_common
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE, join
from tests.world.servers import Server, eventually

ONE, TWO = ("oda", "lupe"), ("rue", "sam")


@pytest.mark.story
def test_two_names_are_used_side_by_side_and_nothing_kept_joins_them(
    make_server: Callable[..., Server], somebody: Callable[..., Person]
):
    server = make_server("lantern").start()
    with_everything = House.opened(load(settings_of(server)))
    invitations = [an_invitation(with_everything, host) for host in ("vera", "ada", "kim", "noor")]

    hers = somebody("hers", server.origin, user_agent="Hers/47.11 (one of a kind)")
    for name, path in zip(ONE, invitations, strict=False):
        joins(hers, path, name)
    for name, path in zip(TWO, invitations[2:], strict=True):
        theirs = somebody(name, server.origin, user_agent=f"A browser of {name}'s")
        joins(theirs, path, name)
        posts(theirs, name)
    is_here_as(hers.opens("/write"), "as @lupe")
    posts(hers, "lupe")
    switches(hers, "oda")
    posts(hers, "oda")

    hers.opens("/community").sees("lupe was here").sees("oda was here")
    is_here_as(hers.opens("/accounts"), "@lupe")
    hers.keeps_four_looks("two names")
    assert in_common(with_everything, *ids(with_everything, ONE)) <= in_common(
        with_everything, *ids(with_everything, TWO)
    )
    assert hers.page.context.cookies()[0]["value"] not in (server.data / "parasol.db").read_bytes().decode("latin-1")
    hers.page.get_by_role("button", name="Leave quickly").click()
    eventually(lambda: hers.page.context.cookies() == [])
    later = Person(hers.page.context.new_page(), server.origin, "hers")
    later.opens("/accounts").sees("Passphrase lost?").sees_nothing_of("@oda")
    with_everything.close()


def joins(person: Person, path: str, name: str) -> None:
    person.opens(path).fills("Name", name)
    person.page.get_by_label("I am an adult").check()
    for field in ("passphrase", "again"):
        person.page.locator(f"input[name={field}]").fill(PASSPHRASE)
    person.presses("Join").sees("Your lock code").follows_link("I have written them down")
    is_here_as(person.opens("/more"), name)


def switches(person: Person, name: str) -> None:
    theirs = person.opens("/accounts").page.get_by_role("listitem").filter(has_text=f"@{name}")
    person.is_led_on_by(theirs.get_by_role("button", name="Switch"))
    is_here_as(person.opens("/"), f"You are here as @{name}")


def posts(person: Person, name: str) -> None:
    person.opens("/write").page.locator("textarea[name=text]").fill(f"{name} was here")
    person.presses("Post").sees("Posted.")


def is_here_as(person: Person, words: str) -> None:
    expect(person.page.get_by_role("main")).to_contain_text(words)


def an_invitation(house: House, host: str) -> str:
    inviter = join(house, host, "steward")
    return "/join/" + house.database.write_now(joining.invite, inviter.id, now=now())


def ids(house: House, names: tuple[str, str]) -> list[int]:
    found = [house.database.read_now(accounts.by_name, name) for name in names]
    return [each.id for each in found if each is not None]


def settings_of(server: Server) -> dict[str, str]:
    return {name: value for name, value in server.environment.items() if name.startswith("PARASOL_")}
