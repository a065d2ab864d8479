"""Which addresses are on the open internet; one list of everything that is not."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.fetch import may_connect_to

CLOSED = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/96",  # unspecified, loopback, IPv4-compatible
    "::ffff:0:0/96",  # IPv4-mapped
    "64:ff9b::/96",  # NAT64
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",  # Teredo
    "2001:20::/28",
    "2001:db8::/32",
    "2002::/16",  # 6to4
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
)
LOOPBACK = [ipaddress.ip_network(network) for network in ("127.0.0.0/8", "::1/128")]


@pytest.mark.parametrize("network", CLOSED)
@given(data=st.data())
def test_nothing_in_a_closed_network_is_reached(network, data):
    address = data.draw(st.ip_addresses(network=network))

    assert not may_connect_to(str(address), lab=False)
    assert may_connect_to(str(address), lab=True) == any(
        address in loopback for loopback in LOOPBACK if loopback.version == address.version
    )


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "2a01:4f8::1"])
def test_the_open_internet_is_reached(address):
    assert may_connect_to(address, lab=False)
    assert may_connect_to(address, lab=True)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f.1", "fe80::1%eth0", "2606:4700::1111%1", "[::1]"])
def test_what_is_no_plain_address_is_not_reached(text):
    assert not may_connect_to(text, lab=True)
