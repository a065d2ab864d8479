"""A house as it is served: several processes on PostgreSQL, and one that is stopped while people listen."""

import http.client
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from websockets.sync.client import connect

from tests.world.apps import App
from tests.world.cast import PASSPHRASE
from tests.world.listening import PATIENCE, Ear
from tests.world.servers import Server

Make = Callable[..., Server]


@pytest.fixture
def lantern(make_server: Make) -> Server:
    """On SQLite, one process for everything; Marisol lives here."""
    server = make_server("lantern")
    server.run("member", "add", "marisol", stdin=PASSPHRASE + "\n")
    return server.start()


def test_what_is_posted_in_one_process_is_heard_in_another(make_server: Make, postgres_url: str):
    first = make_server("first", postgres_url)
    first.run("migrate")
    first.run("member", "add", "marisol", stdin=PASSPHRASE + "\n")
    first.start()
    key, origin = first.environment["PARASOL_KEY_FILE"], first.origin
    second = make_server(
        "second", postgres_url, PARASOL_KEY_FILE=key, PARASOL_ORIGIN=origin, PARASOL_WORKERS="0"
    ).start()
    token = App.of(first, "marisol").token

    with listens(second, token) as ear:
        status, posted = App(first.port, token).call("POST", "/api/v1/statuses", status="Soup at eight")
        assert status == 200
        assert ear.hears_status()["id"] == posted["id"]

        App(first.port, token).call("DELETE", f"/api/v1/statuses/{posted['id']}")
        assert ear.hears() == ("delete", posted["id"])


def test_a_house_stops_at_once_while_people_listen(lantern: Server):
    token = App.of(lantern, "marisol").token
    with (
        listens(lantern, token) as ear,
        connect(f"ws://{lantern.host}/api/v1/streaming?access_token={token}&stream=user", proxy=None),
    ):
        assert lantern.process is not None
        lantern.process.terminate()
        lantern.process.wait(PATIENCE)

        assert ear.ends_within(PATIENCE)
    assert "Cancel" not in lantern.log  # said after five seconds to those who do not end by themselves


def test_no_log_holds_a_token_or_where_a_listener_is(lantern: Server):
    token = App.of(lantern, "marisol").token
    with (
        listens(lantern, token),
        connect(f"ws://{lantern.host}/api/v1/streaming?access_token={token}&stream=user", proxy=None),
    ):
        pass
    refused = http.client.HTTPConnection("127.0.0.1", lantern.port, timeout=PATIENCE)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "x" * 22 + "==",
    }
    refused.request("GET", "/api/v1/streaming?" + urlencode({"access_token": "made-up-and-secret"}), headers=upgrade)
    assert refused.getresponse().status in {400, 401}
    lantern.stop()

    assert token not in lantern.log
    assert "made-up-and-secret" not in lantern.log
    assert "127.0.0.1" not in lantern.log.replace(lantern.origin, "").replace(f"on {lantern.host}", "")


def listens(server: Server, token: str) -> Ear:
    return Ear(server.port, "/api/v1/streaming/user", {"Authorization": f"Bearer {token}"})
