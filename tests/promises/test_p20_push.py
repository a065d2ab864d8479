"""P20: push goes to the services that the house has switched on, for members who asked, and to no other host."""

from collections.abc import Callable

import pytest

from app.basics.errors import Forbidden, Invalid
from app.push import actions, rules
from app.storage.house import House
from federation.fetch import Fetcher, FetchRefused
from tests.federation.servers import UNHURRIED, ANameServer
from tests.world.cast import Member
from tests.world.pushing import APushService, Ringing

pytestmark = pytest.mark.anyio


async def test_a_house_that_switched_nothing_on_makes_no_connection(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)
    ringing.rings(a_member, by=another_member)
    await ringing.settles()

    ringing.switches_off(a_push_service.host)
    await ringing.passes(minutes=11)

    assert a_push_service.connections == 0
    assert ringing.names.asked == []


async def test_switching_one_off_forgets_at_once_who_was_told_through_it_and_nobody_else(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member
):
    ringing.switches_on("push.example.org")
    ringing.asks_in_a_browser(a_member)
    ringing.asks_in_a_browser(another_member, "https://push.example.org/up/1")

    ringing.switches_off(a_push_service.host)

    assert [one.account_id for one in ringing.asked()] == [another_member.id]


@pytest.fixture
def a_pusher(a_push_service: APushService) -> Callable[..., Fetcher]:
    """A way out that permits this service."""

    def make(may_push=None, *, names: ANameServer | None = None, lab: bool = True) -> Fetcher:
        permitted = may_push or {a_push_service.host}.__contains__
        return Fetcher(
            lambda origin: True,
            may_push=permitted,
            lab=lab,
            resolve=names or ANameServer(["127.0.0.1"]),
            patience=UNHURRIED,
        )

    return make


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://elsewhere.test/",
        "http://push.test/",
        "http://push.test:1/",
        "http://push.test.elsewhere.test/",
        "http://push.test@elsewhere.test/",
        "http://127.0.0.1/",
        "https://push.test/",
        "ftp://push.test/",
    ],
)
async def test_any_other_host_is_refused_before_anybody_is_asked_where_it_is(a_pusher, endpoint):
    names = ANameServer(["127.0.0.1"])

    with pytest.raises(FetchRefused):
        await a_pusher(names=names).push(endpoint, "vapid t=x, k=y", b"")

    assert names.asked == []


async def test_allies_are_no_push_services_and_push_services_no_allies(
    house: House, ringing: Ringing, a_push_service: APushService
):
    fetcher = ringing.envoy.fetcher

    with pytest.raises(FetchRefused):
        await fetcher.post(a_push_service.endpoint(), b"{}", signer=None)

    assert a_push_service.connections == 0


async def test_what_is_switched_off_between_the_permission_and_the_connection_is_not_connected_to(
    a_pusher, a_push_service: APushService
):
    answers, names = iter([True, False]), ANameServer(["127.0.0.1"])

    with pytest.raises(FetchRefused):
        await a_pusher(lambda authority: next(answers), names=names).push(a_push_service.endpoint(), "vapid", b"")

    assert names.asked == []
    assert a_push_service.connections == 0


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "127.0.0.1"])
async def test_a_service_whose_name_leads_into_a_private_network_is_not_connected_to(a_pusher, address):
    names = ANameServer([address])
    pusher = a_pusher(lambda authority: True, names=names, lab=False)

    with pytest.raises(FetchRefused):
        await pusher.push("https://push.example.org/up/1", "vapid", b"")


async def test_a_service_whose_name_leads_elsewhere_by_now_is_given_up(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)
    ringing.rings(a_member, by=another_member)
    await ringing.settles()

    ringing.names.answers = [["10.0.0.1"]]
    await ringing.passes(minutes=11)

    assert a_push_service.connections == 0
    assert ringing.waiting() == 0


@pytest.mark.parametrize(
    ("service", "authority", "is_one"),
    [
        ("fcm.googleapis.com", "fcm.googleapis.com", True),
        ("fcm.googleapis.com", "fcm.googleapis.com:8443", False),
        ("fcm.googleapis.com", "fcm.googleapis.com.elsewhere.example", False),
        ("fcm.googleapis.com", "xfcm.googleapis.com", False),
        ("*.notify.windows.com", "wns2-par02p.notify.windows.com", True),
        ("*.notify.windows.com", "notify.windows.com", False),
        ("*.notify.windows.com", ".notify.windows.com", False),
        ("*.notify.windows.com", "xnotify.windows.com", False),
        ("*.notify.windows.com", "a.notify.windows.com.elsewhere.example", False),
    ],
)
def test_a_service_is_its_host_and_nothing_like_it(service: str, authority: str, is_one: bool):
    assert rules.covers(service, authority) is is_one


@pytest.mark.parametrize(
    "typed", ["", "push", "https://push.example/path", "push.example:8443", "*.example.org", "127.0.0.1", "a b.example"]
)
def test_a_steward_switches_on_hosts_and_nothing_wider(house: House, typed: str):
    with pytest.raises(Invalid):
        house.database.write_now(actions.switch_on, "steward", typed, key=house.key)


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_nobody_but_a_steward_switches_them(house: House, role: str):
    for act in (actions.switch_on, actions.switch_off):
        with pytest.raises(Forbidden):
            house.database.write_now(act, role, "push.example.org", key=house.key)
