"""Addresses of other houses, read strictly: what cannot be read in exactly one way is refused.

Two programs that read one address differently are how a stranger passes for an ally. So there is one
reader, it yields one canonical spelling, and everything else compares that spelling exactly.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

import idna

from app.basics.errors import Invalid

LONGEST: Final = 2048
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_UPPER_TO_LOWER: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")

# The target is printable ASCII without what another reader might take for something else: " < > \ ^ ` { | }
_WHOLE = re.compile(
    r"(?P<scheme>[A-Za-z]+)://(?P<authority>[^/?#]+)"
    r"(?P<path>/[!$-;=@-\[\]_a-z~]*)?(?P<query>\?[!$-;=?-\[\]_a-z~]*)?(?:\#[A-Za-z0-9._~-]*)?"
)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[^\[\]:@]+)(?::(?P<port>[1-9][0-9]{0,4}))?")
_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LOOKS_LIKE_A_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")


class NotAnAddress(Invalid):
    """An address that cannot be read, or could be read in more than one way."""

    def __init__(self, why: str) -> None:
        super().__init__("address", "That is not an address such as https://house.example.", why)


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its one canonical spelling; the fragment is gone."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The host, with its port where it is not the scheme's own: what stands in the Host header."""
        return self.host if self.port == _DEFAULT_PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.target

    @property
    def bare_host(self) -> str:
        """The host without the brackets of an IPv6 literal: what a resolver or a socket takes."""
        return self.host.strip("[]")


def read_address(url: str, *, lab: bool = False) -> Address:
    """Read an absolute address; raises NotAnAddress.

    Only https, and only names with a dot in them. In a lab also http, IP literals and `localhost`.
    """
    whole = _WHOLE.fullmatch(url) if len(url) <= LONGEST else None
    if whole is None:
        raise NotAnAddress("shape")
    scheme = whole["scheme"].translate(_UPPER_TO_LOWER)
    if scheme != "https" and not (lab and scheme == "http"):
        raise NotAnAddress("scheme")
    authority = _AUTHORITY.fullmatch(whole["authority"].translate(_UPPER_TO_LOWER))
    if authority is None:
        raise NotAnAddress("authority")
    host = _read_host(authority["host"], lab=lab)
    port = int(authority["port"] or _DEFAULT_PORTS[scheme])
    if port > 65535:
        raise NotAnAddress("port")
    return Address(scheme, host, port, (whole["path"] or "/") + (whole["query"] or ""))


def origin_of(url: str, *, lab: bool = False) -> str:
    """The canonical origin of an address, e.g. `https://house.example`; raises NotAnAddress."""
    return read_address(url, lab=lab).origin


def same_origin(one: str, other: str, *, lab: bool = False) -> bool:
    """Whether two addresses belong to one house. What cannot be read belongs to nobody."""
    try:
        return origin_of(one, lab=lab) == origin_of(other, lab=lab)
    except NotAnAddress:
        return False


def _read_host(host: str, *, lab: bool) -> str:
    if host.startswith("[") or _LOOKS_LIKE_A_NUMBER.fullmatch(host.rpartition(".")[2]):
        return _read_literal(host, lab=lab)
    name = _in_ascii(host)
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise NotAnAddress("host name")
    if "." not in name and not lab:
        raise NotAnAddress("host name without a dot")
    return name


def _read_literal(host: str, *, lab: bool) -> str:
    """An IP literal in its one spelling; `127.1`, `0x7f000001` and `[::0001]` are refused, not mended."""
    try:
        literal = ipaddress.ip_address(host.strip("[]"))
    except ValueError as error:
        raise NotAnAddress("number") from error
    spelt = f"[{literal}]" if literal.version == 6 else str(literal)
    if not lab or spelt != host:
        raise NotAnAddress("IP literal")
    return spelt


def _in_ascii(name: str) -> str:
    """The name as DNS knows it. Nothing is mapped: what IDNA 2008 does not allow is refused."""
    if name.isascii() and "xn--" not in name:
        return name
    try:
        encoded = idna.encode(name, strict=True).decode("ascii")
    except UnicodeError as error:
        raise NotAnAddress("international name") from error
    return encoded
