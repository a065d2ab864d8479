"""A steward switches a service on, a member asks to be told, and a closed browser shows one neutral line.

This browser cannot reach a push service of its maker's from here. So its own half is played: in the page the browser's
address is made up (at a real service on loopback), and what comes in there is handed to the worker as the browser does.
The house's half, the page's script and the worker are the real ones.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession
from sqlalchemy import select, update

from app.accounts import queries as accounts
from app.accounts.actions import following
from app.basics.clock import now
from app.basics.settings import load
from app.jobs.models import Lane
from app.push.models import PushSubscription
from app.storage.house import House
from tests.stories.test_two_names_in_one_browser import settings_of
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE
from tests.world.pushing import APushService
from tests.world.servers import Server, eventually

PEOPLE = (("vera", "steward"), ("marisol", "member"), ("juno", "member"), ("oda", "member"))
# The browser keeps its address where the site's data lies, and forgets it with them.
A_BROWSERS_OWN_HALF = """
const held = () => {
    const endpoint = localStorage.getItem('address')
    return endpoint && {endpoint, unsubscribe: async () => { localStorage.removeItem('address'); return true }}
}
PushManager.prototype.getSubscription = async () => held()
PushManager.prototype.subscribe = async ({userVisibleOnly, applicationServerKey}) => {
    if (!userVisibleOnly || applicationServerKey.length !== 65) throw new TypeError('not as browsers want it')
    if (!held()) localStorage.setItem('address', 'SERVICE/send/' + crypto.randomUUID())
    return held()
}
"""


@pytest.mark.story
def test_something_new_is_said_in_a_browser_that_is_closed(
    make_server: Callable[..., Server],
    somebody: Callable[..., Person],
    a_push_service_nearby: APushService,
    script: bool,
):
    server, service = make_server("lantern"), a_push_service_nearby
    for name, role in PEOPLE:
        server.run("member", "add", name, "--role", role, stdin=PASSPHRASE + "\n")
    server.start()
    house = House.opened(load(settings_of(server)))
    marisol = somebody("marisol", server.origin, permissions=["notifications"])
    marisol.page.context.add_init_script(A_BROWSERS_OWN_HALF.replace("SERVICE", service.origin))
    signs_in(marisol, "marisol")
    marisol.opens("/settings/push").sees("This house has not switched it on").keeps_four_looks("not switched on")

    vera = somebody("vera", server.origin)
    signs_in(vera, "vera")
    vera.opens("/house/push").fills("Its host", "no host").page.locator("form:has(#host) button").click()
    vera.sees("Write the name of a host alone").fills("Its host", service.host).keeps_four_looks("services")
    vera.page.locator("form:has(#host) button").click()
    vera.sees("Done. Members read").sees(service.host)

    marisol.opens("/settings/push").sees("What it costs")
    if not script:
        marisol.sees("This needs script").keeps_four_looks("without script")
        assert marisol.page.get_by_role("button", name="Switch it on here").count() == 0
        return
    marisol.keeps_four_looks("before it is on")
    assert asked(house) == []
    marisol.presses("Switch it on here").sees("It is on here").keeps_four_looks("on")
    assert asked(house) == [id_of(house, "marisol")]

    # In the same browser, under another name: the page says it before anything was sent.
    signs_in(marisol, "juno", "/sign-in?another=1")
    marisol.opens("/settings/push").sees("told of something for another account already").keeps_four_looks("taken")
    assert asked(house) == [id_of(house, "marisol")]
    marisol.presses("Switch it on here").sees("It is on here")
    assert sorted(asked(house)) == sorted(id_of(house, name) for name in ("marisol", "juno"))

    follows(house, "oda", "juno")
    eventually(lambda: house.database.read_now(lambda session: session.scalars(select(Lane)).all()))
    assert service.got == []
    house.database.write_now(lambda session: session.execute(update(Lane).values(next_at=now())) and None)
    eventually(lambda: service.got)
    assert [pushed.body for pushed in service.got] == [b""]

    delivers(marisol, server.origin)
    shown = eventually(lambda: notifications(marisol))
    assert shown == [["Notes", "Something new"]]

    marisol.page.get_by_role("button", name="Leave quickly").click()
    eventually(lambda: marisol.page.context.cookies() == [])
    assert asked(house) == []
    house.close()


def signs_in(person: Person, name: str, address: str = "/sign-in") -> None:
    person.opens(address).fills("Name", name)
    person.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    person.presses("Sign in")


def asked(house: House) -> list[int]:
    return house.database.read_now(lambda session: list(session.scalars(select(PushSubscription.account_id))))


def id_of(house: House, name: str) -> int:
    found = house.database.read_now(accounts.by_name, name)
    assert found is not None
    return found.id


def follows(house: House, one: str, other: str) -> None:
    house.database.write_now(following.ask_to_follow, id_of(house, one), id_of(house, other), now=now())


def delivers(person: Person, origin: str) -> None:
    """What the browser does when its service calls: it starts the worker, with nothing."""
    session: CDPSession = person.page.context.new_cdp_session(person.page)
    found: list[str] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(
        one["registrationId"] for one in said["registrations"] if not one["isDeleted"]))  # fmt: skip
    session.send("ServiceWorker.enable")
    eventually(lambda: person.page.wait_for_timeout(50) or found)
    session.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[0], "data": ""})


def notifications(person: Person) -> list[list[str]]:
    return person.page.evaluate("""async () => {
        const registration = await navigator.serviceWorker.getRegistration('/')
        return (await registration.getNotifications()).map(one => [one.title, one.body])
    }""")
