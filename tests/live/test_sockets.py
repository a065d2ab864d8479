"""Listening over a WebSocket, as apps in browsers do: with the token where they can put it, by subscribing."""

import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from app.accounts.actions import signing_in
from tests.live.conftest import Lantern
from tests.world.cast import Member
from tests.world.listening import PATIENCE

ADDRESS = "/api/v1/streaming"


def opened(lantern: Lantern, query: str = "", **options: Any) -> ClientConnection:
    return connect(f"ws://127.0.0.1:{lantern.port}{ADDRESS}{query}", open_timeout=PATIENCE, proxy=None, **options)


def says(socket: ClientConnection, **message: object) -> None:
    socket.send(json.dumps(message))


def hears(socket: ClientConnection, seconds: float = PATIENCE) -> dict[str, Any]:
    return json.loads(socket.recv(timeout=seconds))


def silent(socket: ClientConnection, seconds: float = 0.4) -> bool:
    try:
        socket.recv(timeout=seconds)
    except TimeoutError:
        return True
    return False


@pytest.mark.parametrize("where", ["query", "query with a last slash", "subprotocol", "header"])
def test_the_token_comes_where_an_app_can_put_it(lantern: Lantern, befriended: tuple[Member, Member], where: str):
    marisol, juno = befriended
    token = lantern.token_of(marisol)
    query = {
        "query": f"?access_token={token}&stream=user",
        "query with a last slash": f"/?access_token={token}&stream=user",
    }
    options: dict[str, dict[str, Any]] = {
        "subprotocol": {"subprotocols": [token]},
        "header": {"additional_headers": {"Authorization": f"Bearer {token}"}},
    }
    with opened(lantern, query.get(where, "?stream=user"), **options.get(where, {})) as socket:
        post_id = juno.posts("Soup at eight", "followers")

        heard = hears(socket)

        assert socket.subprotocol == (token if where == "subprotocol" else None)
    assert (heard["stream"], heard["event"]) == (["user"], "update")
    assert json.loads(heard["payload"])["id"] == str(post_id)


def test_an_app_hears_what_it_subscribed_to_and_no_longer_what_it_left(
    lantern: Lantern, befriended: tuple[Member, Member], a_steward: Member
):
    marisol, juno = befriended
    with opened(lantern, subprotocols=[lantern.token_of(marisol)]) as socket:
        a_steward.posts("Before she subscribed")
        assert silent(socket)

        says(socket, type="subscribe", stream="hashtag", tag="soup")
        says(socket, type="subscribe", stream="user")
        until_obeyed(socket)
        both = juno.posts("#soup at eight")
        heard = [hears(socket), hears(socket)]
        says(socket, type="unsubscribe", stream="user")
        until_obeyed(socket)
        one = juno.posts("#soup again")
        last = hears(socket)

        assert {tuple(one["stream"]) for one in heard} == {("hashtag", "soup"), ("user",)}
        assert {json.loads(one["payload"])["id"] for one in heard} == {str(both)}
        assert (last["stream"], json.loads(last["payload"])["id"]) == (["hashtag", "soup"], str(one))
        assert silent(socket)


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("nonsense", 422), ("[]", 422), ('{"type":"shout"}', 422), ('{"type":"subscribe","stream":"all"}', 422),
        ('{"type":"subscribe","stream":"hashtag"}', 422), ('{"type":"subscribe","stream":"list","list":"1"}', 404),
        ('{"type":"subscribe","stream":"list","list":7}', 404),
        ('{"type":"subscribe","stream":"user:notification"}', 403),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_ends_nothing(lantern: Lantern, a_member: Member, message: str, status: int):
    with opened(lantern, subprotocols=[lantern.token_of(a_member, "read:statuses read:lists")]) as socket:
        socket.send(message)
        refused = hears(socket)

        says(socket, type="subscribe", stream="public:local")
        until_obeyed(socket)
        a_member.posts("Heard all the same")

        assert refused["status"] == status
        assert refused["error"]
        assert hears(socket)["event"] == "update"


def test_whoever_has_no_token_or_one_without_the_scope_is_refused_at_the_door(lantern: Lantern, a_member: Member):
    narrow = lantern.token_of(a_member, "read:notifications")
    tried = {
        "": 401, "?access_token=made-up": 401, f"?access_token={lantern.token_of(None)}": 401,
        f"?access_token={narrow}&stream=user": 403, f"?access_token={narrow}&stream=everything": 422,
    }  # fmt: skip

    for query, status in tried.items():
        with pytest.raises(InvalidStatus) as refused:
            opened(lantern, query)
        assert refused.value.response.status_code == status, query


def test_too_many_streams_are_refused(lantern: Lantern, a_member: Member):
    with opened(lantern, subprotocols=[lantern.token_of(a_member)]) as socket:
        for number in range(21):
            says(socket, type="subscribe", stream="hashtag", tag=f"tag{number}")

        assert hears(socket)["status"] == 422


def test_it_is_closed_when_every_way_in_is(lantern: Lantern, a_member: Member):
    with opened(lantern, subprotocols=[lantern.token_of(a_member)]) as socket:
        lantern.house.database.write_now(signing_in.end_every_way_in, a_member.id)

        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=PATIENCE)


def until_obeyed(socket: ClientConnection) -> None:
    """Messages are obeyed in order, so the answer to a wrong one tells that those before it were."""
    socket.send("?")
    assert hears(socket)["status"] == 422
