"""An app asks to be told, in Mastodon's words; what it is sent is in tests/push."""

import base64
from collections.abc import Callable

import pytest

from app.push import actions
from app.storage.house import House
from tests.api.conftest import Door, Phone
from tests.world.cast import Member
from tests.world.pushing import AnAppsKeys

PATH = "/api/v1/push/subscription"
SERVICE = "push.example.org"
KEYS = AnAppsKeys()


def words(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode()


def subscription(endpoint: str = f"https://{SERVICE}/up/1", **changed: str) -> dict[str, str]:
    asked = {
        "subscription[endpoint]": endpoint,
        "subscription[keys][p256dh]": words(KEYS.p256dh),
        "subscription[keys][auth]": words(KEYS.auth),
        "data[alerts][mention]": "true",
        "data[policy]": "followed",
    }
    return asked | changed


@pytest.fixture
def switched_on(house: House) -> None:
    house.database.write_now(actions.switch_on, "steward", SERVICE, key=house.key)


@pytest.mark.usefixtures("switched_on")
def test_an_app_asks_looks_changes_its_mind_and_ends_it(marisol: Phone, the_door: Door):
    key = the_door.client.get("/api/v2/instance").json()["configuration"]["vapid"]["public_key"]

    made = marisol.asks("POST", PATH, data=subscription())

    assert made.status_code == 200, made.text
    told = made.json()
    assert (told["endpoint"], told["server_key"], told["policy"]) == (f"https://{SERVICE}/up/1", key, "followed")
    assert told["standard"] is True
    assert told["alerts"]["mention"] is True
    assert told["alerts"]["favourite"] is False
    assert isinstance(told["id"], str)
    assert marisol.gets(PATH).json() == told

    changed = marisol.asks("PUT", PATH, json={"data": {"alerts": {"favourite": True}}}).json()
    assert (changed["id"], changed["policy"]) == (told["id"], "followed")
    assert (changed["alerts"]["mention"], changed["alerts"]["favourite"]) == (False, True)

    assert marisol.asks("DELETE", PATH).json() == {}
    assert marisol.gets(PATH).status_code == 404


@pytest.mark.usefixtures("switched_on")
def test_the_same_as_json_and_in_the_other_base64(marisol: Phone):
    keys = {"p256dh": base64.b64encode(KEYS.p256dh).decode(), "auth": base64.b64encode(KEYS.auth).decode().rstrip("=")}
    asked = {"subscription": {"endpoint": f"https://{SERVICE}/up/1", "keys": keys}, "data": {"alerts": {"poll": "1"}}}

    made = marisol.asks("POST", PATH, json=asked)

    assert made.status_code == 200, made.text
    assert made.json()["alerts"]["poll"] is True
    assert made.json()["policy"] == "all"


@pytest.mark.usefixtures("switched_on")
def test_asking_again_replaces_the_earlier_and_each_app_sees_its_own(an_app_of: Callable[..., Phone], a_member: Member):
    one, two = an_app_of(a_member), an_app_of(a_member)
    one.asks("POST", PATH, data=subscription())

    one.asks("POST", PATH, data=subscription(f"https://{SERVICE}/up/2"))

    assert one.gets(PATH).json()["endpoint"].endswith("/up/2")
    assert two.gets(PATH).status_code == 404
    assert two.asks("PUT", PATH, data={"data[alerts][poll]": "1"}).status_code == 404


@pytest.mark.usefixtures("switched_on")
def test_it_is_answered_alike_whoever_has_that_address_already(marisol: Phone, juno: Phone):
    first = marisol.asks("POST", PATH, data=subscription())
    again = marisol.asks("POST", PATH, data=subscription())
    by_another = juno.asks("POST", PATH, data=subscription())

    bodies = [{**answer.json(), "id": ""} for answer in (first, again, by_another)]
    assert [answer.status_code for answer in (first, again, by_another)] == [200, 200, 200]
    assert bodies[0] == bodies[1] == bodies[2]
    assert marisol.gets(PATH).status_code == 404  # one account a browser


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "https://elsewhere.example/up/1",
        f"https://{SERVICE}.elsewhere.example/up/1",
        f"https://{SERVICE}@elsewhere.example/up/1",
        f"https://{SERVICE}:8443/up/1",
        f"http://{SERVICE}/up/1",
        "https://127.0.0.1/up/1",
        "https://[::1]/up/1",
        "https://fcm.googleapis.com/up/1",
        f"https://{SERVICE}/{'x' * 1000}",
    ],
)
def test_an_address_anywhere_else_is_refused_with_a_sentence(marisol: Phone, endpoint: str):
    refused = marisol.asks("POST", PATH, data=subscription(endpoint))

    assert refused.status_code == 422
    assert "push service" in refused.json()["error"]
    assert marisol.gets(PATH).status_code == 404


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize(
    "changed",
    [
        {"subscription[keys][p256dh]": ""},
        {"subscription[keys][p256dh]": words(KEYS.p256dh[:-1])},
        {"subscription[keys][p256dh]": words(b"\x04" + bytes(64))},
        {"subscription[keys][auth]": words(b"short")},
        {"subscription[keys][auth]": "ключ"},
        {"data[policy]": "strangers"},
    ],
)
def test_what_cannot_be_used_is_refused(marisol: Phone, changed: dict[str, str]):
    assert marisol.asks("POST", PATH, data=subscription(**changed)).status_code == 422
    assert marisol.gets(PATH).status_code == 404


def test_while_nothing_is_switched_on_there_is_no_key_and_no_address_is_taken(marisol: Phone, the_door: Door):
    registered = the_door.client.post(
        "/api/v1/apps", data={"client_name": "Tusk", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}
    )

    assert registered.json()["vapid_key"] == ""
    assert the_door.client.get("/api/v2/instance").json()["configuration"]["vapid"]["public_key"] == ""
    assert marisol.asks("POST", PATH, data=subscription()).status_code == 422


@pytest.mark.usefixtures("switched_on")
def test_the_key_is_made_once_and_is_the_same_wherever_apps_read_it(marisol: Phone, the_door: Door, house: House):
    house.database.write_now(actions.switch_off, "steward", SERVICE, key=house.key)
    house.database.write_now(actions.switch_on, "steward", SERVICE, key=house.key)
    registered = the_door.client.post(
        "/api/v1/apps", data={"client_name": "Tusk", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}
    )

    keys = {
        registered.json()["vapid_key"],
        marisol.gets("/api/v1/apps/verify_credentials").json()["vapid_key"],
        the_door.client.get("/api/v2/instance").json()["configuration"]["vapid"]["public_key"],
        marisol.asks("POST", PATH, data=subscription()).json()["server_key"],
    }
    assert len(keys) == 1
    assert len(keys.pop()) == 87


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_only_with_the_scope_for_it_and_only_a_member(
    an_app_of: Callable[..., Phone], a_member: Member, stranger: Phone, method: str
):
    marisol = an_app_of(a_member)
    marisol.asks("POST", PATH, data=subscription())

    sent = {} if method == "GET" else {"data": subscription(f"https://{SERVICE}/up/2")}
    assert an_app_of(a_member, "read write follow").asks(method, PATH, **sent).status_code == 403
    assert an_app_of(None, "push").asks(method, PATH, **sent).status_code == 401
    assert stranger.asks(method, PATH, **sent).status_code == 401

    assert marisol.gets(PATH).json()["endpoint"].endswith("/up/1")
