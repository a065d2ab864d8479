"""The one place where a connection is opened.

A name is looked up once, every address it has must be on the open internet, and the connection goes to the
very address that was judged: nothing asks again in between, so a name cannot change its mind (DNS rebinding).
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, cast

import httpcore2

from federation.fetch.answers import FetchFailed, FetchRefused

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to addresses, e.g. `["192.0.2.1", "2001:db8::1"]`; raises OSError."""

_MOST_TRIED: Final = 4
_UNICAST6: Final = ipaddress.ip_network("2000::/3")
_NEVER: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments, of which Python calls some global
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocol assignments: Teredo, ORCHID
        "2002::/16",  # 6to4: any IPv4 address, private ones included
        "3fff::/20",  # documentation
    )
)


def may_connect_to(address: str, *, lab: bool) -> bool:
    """Whether an address is on the open internet. In a lab loopback is allowed too, and nothing else."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.is_loopback:
        return lab
    # IPv4 inside IPv6 (mapped, compatible, NAT64) lies outside 2000::/3, as do link-local, ULA and multicast.
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in _UNICAST6 or ip.scope_id):
        return False
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local or ip.is_private:
        return False
    return ip.is_global and not any(ip in network for network in _NEVER if network.version == ip.version)


async def ask_the_system(host: str, port: int) -> Sequence[str]:
    """Addresses of a name as the operating system's resolver knows them, best first."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class Door(httpcore2.AsyncNetworkBackend):
    """Opens connections for httpcore2, to judged addresses only.

    `may_open` is asked for each, before its host is looked up: what was permitted a moment ago may not be any more.
    """

    def __init__(
        self, resolve: Resolver, *, lab: bool, may_open: Callable[[str, int], bool] = lambda host, port: True
    ) -> None:
        self._resolve = resolve
        self._lab = lab
        self._may_open = may_open
        self._sockets = cast(httpcore2.AsyncNetworkBackend, httpcore2.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore2's signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        async with asyncio.timeout(timeout):
            addresses = await self._judged(host, port)
            patience = timeout and timeout / len(addresses)
            for address in addresses[:-1]:
                try:
                    return await self._sockets.connect_tcp(address, port, patience, None, socket_options)
                except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                    continue
            return await self._sockets.connect_tcp(addresses[-1], port, patience, None, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore2's signature)
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        raise FetchRefused(None, "unix socket")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _judged(self, host: str, port: int) -> list[str]:
        """The host's addresses, if every one of them may be connected to; one bad one condemns all."""
        if not self._may_open(host, port):
            raise FetchRefused(None, "no longer permitted")
        try:
            addresses = await self._resolve(host, port)
        except OSError as error:
            raise FetchFailed("no such host", retryable=True) from error
        if not addresses:
            raise FetchFailed("no such host", retryable=True)
        if not all(may_connect_to(address, lab=self._lab) for address in addresses):
            raise FetchRefused(None, "address")
        return list(dict.fromkeys(addresses))[:_MOST_TRIED]
