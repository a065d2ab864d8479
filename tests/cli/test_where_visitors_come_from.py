"""Tries are counted by address (P1, P6): whose word is taken for where somebody comes from."""

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from app.basics.settings import SettingsError, load
from app.doors.limits import JOIN
from tests.world.servers import Server


def looks_at_an_invitation(server: Server, said_to_come_from: str) -> int:
    request = urllib.request.Request(
        f"{server.origin}/join/made-up", headers={"x-forwarded-for": said_to_come_from, "accept": "text/html"}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def one_more_than_allowed(server: Server) -> set[int]:
    return {looks_at_an_invitation(server, f"192.0.2.{number}") for number in range(JOIN.amount + 1)}


def test_without_a_proxy_a_visitor_does_not_choose_where_they_come_from(make_server: Callable[..., Server]):
    house = make_server("house", PARASOL_RATE_LIMITS="1", FORWARDED_ALLOW_IPS="*").start()

    assert one_more_than_allowed(house) == {404, 429}


def test_a_named_proxy_says_where_visitors_come_from(make_server: Callable[..., Server]):
    house = make_server("house", PARASOL_RATE_LIMITS="1", PARASOL_PROXIES="127.0.0.0/8").start()

    assert one_more_than_allowed(house) == {404}
    assert {looks_at_an_invitation(house, "192.0.2.200") for _ in range(JOIN.amount + 1)} == {404, 429}


@pytest.mark.parametrize(
    ("given", "believed"),
    [
        ({"PARASOL_ORIGIN": "https://house.example"}, ("127.0.0.1/32", "::1/128")),
        ({"PARASOL_ORIGIN": "https://house.example", "PARASOL_PROXIES": ""}, ()),
        (
            {"PARASOL_ORIGIN": "https://house.example", "PARASOL_PROXIES": "172.17.0.1, fd00::/8"},
            ("172.17.0.1/32", "fd00::/8"),
        ),
        ({}, ()),
    ],
)
def test_a_house_on_https_believes_the_proxy_beside_it_unless_told_otherwise(
    given: dict[str, str], believed: tuple[str, ...]
):
    assert load(given).proxies == believed


@pytest.mark.parametrize("word", ["*", "proxy.example", "10.0.0.1/33", "127.0.0.1:80"])
def test_a_proxy_that_is_no_address_is_refused_with_a_sentence(word: str):
    with pytest.raises(SettingsError, match="PARASOL_PROXIES holds addresses"):
        load({"PARASOL_PROXIES": word})
