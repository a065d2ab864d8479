"""draft-cavage-http-signatures-12 as the fediverse uses it: RSA PKCS#1 v1.5, SHA-256, a `Signature` header.

The signing string and the header's template are httpsig's. Its verifier is not used: as shipped it takes the
algorithm from the sender's header, so that an HMAC keyed with somebody's *public* key passes for that
person's signature; the last of two `keyId` wins; junk between base64 letters is skipped; and neither digest
nor clock is looked at. Whatever it lets the sender choose is decided here.
"""

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from app.basics.errors import Unverified
from federation.addresses import Address
from federation.signatures.keys import SigningKey, rsa_sign
from federation.signatures.library import HeaderSigner, build_signature_template, generate_message
from federation.signatures.parts import (
    Claim,
    SignedRequest,
    digest_of,
    must_be_recent,
    must_match,
    must_name_a_key,
    must_not_have_expired,
    strict_base64,
)

_ALWAYS_COVERED: Final = frozenset({"(request-target)", "host"})
_ALGORITHMS: Final = frozenset({"rsa-sha256", "hs2019"})
_MOST_PARTS: Final = 16

_PARAMETER = re.compile(r'([A-Za-z][A-Za-z0-9_-]*)=(?:"([^"\\]*)"|([0-9]{1,12}))(?:[ \t]*,[ \t]*|\Z)')
_SECONDS = re.compile(r"[0-9]{1,11}")
_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) "
    r"(\d\d):(\d\d):(\d\d) GMT",
    re.ASCII,
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DIGEST = re.compile(r"[Ss][Hh][Aa]-256=([A-Za-z0-9+/]{43}=)")


def read(request: SignedRequest, *, now: datetime, our_host: str) -> Claim:
    """Everything about a draft-cavage signature that needs no key; raises Unverified."""
    given = _parameters(request.only("signature"))
    if not given.get("signature"):
        raise Unverified(None, "no signature")
    covered = _covered(given)
    _must_cover_enough(covered, request)
    values = _values(request, given, covered)
    if values["host"].lower() != our_host:
        raise Unverified(None, "host")
    _must_be_in_time(given, values, now)
    if "digest" in covered:
        _must_match_digest(request, values["digest"])
    return Claim(
        key_id=must_name_a_key(given.get("keyid", "")),
        message=generate_message(covered, values, method=request.method, path=request.target),
        signature=strict_base64(given["signature"]),
    )


def sign(method: str, address: Address, body: bytes | None, key: SigningKey, *, now: datetime) -> dict[str, str]:
    """The headers that carry our signature. The same ones Mastodon signs, so that every reader knows them."""
    covered = ["(request-target)", "host", "date"]
    headers = {"host": address.authority, "date": format_datetime(now.astimezone(UTC), usegmt=True)}
    if body is not None:
        covered.append("digest")
        headers["digest"] = f"SHA-256={digest_of(body)}"
    signer = _RsaSigner(key.key_id, key.private_key, covered)
    return dict(signer.sign(headers, method=method, path=address.target))


def _parameters(header: str) -> dict[str, str]:
    """The header's parameters, none of them twice under any spelling of its name; values are never mended."""
    given: dict[str, str] = {}
    at = 0
    while at < len(header):
        found = _PARAMETER.match(header, at)
        if found is None or found[1].lower() in given:
            raise Unverified(None, "signature header")
        given[found[1].lower()] = found[3] if found[2] is None else found[2]
        at = found.end()
    return given


def _covered(given: dict[str, str]) -> list[str]:
    covered = given.get("headers", "date").lower().split(" ")
    if len(covered) > _MOST_PARTS or len(set(covered)) != len(covered) or "" in covered:
        raise Unverified(None, "header list")
    return covered


def _must_cover_enough(covered: list[str], request: SignedRequest) -> None:
    enough = (
        set(covered) >= _ALWAYS_COVERED
        and ("date" in covered or "(created)" in covered)
        and ("digest" in covered or not request.must_cover_body)
    )
    if not enough:
        raise Unverified(None, "coverage")


def _values(request: SignedRequest, given: dict[str, str], covered: list[str]) -> dict[str, str]:
    """What each covered name stands for. A header that arrived twice stands for nothing."""
    algorithm = given.get("algorithm", "hs2019").lower()
    if algorithm not in _ALGORITHMS:
        raise Unverified(None, "algorithm")
    if algorithm == "rsa-sha256" and not {"(created)", "(expires)"}.isdisjoint(covered):
        raise Unverified(None, "(created) with rsa-sha256")  # section 2.3 of the draft forbids it
    values: dict[str, str] = {}
    for name in covered:
        if name in {"(created)", "(expires)"}:
            values[name] = str(_seconds(given.get(name.strip("()"), "")))
        elif name != "(request-target)":
            values[name] = request.only(name)
    return values


def _must_be_in_time(given: dict[str, str], values: dict[str, str], now: datetime) -> None:
    """Every time that is given has to hold, signed or not."""
    if "date" in values:
        must_be_recent(_moment(values["date"]), now)
    if "created" in given:
        must_be_recent(datetime.fromtimestamp(_seconds(given["created"]), UTC), now)
    if "expires" in given:
        must_not_have_expired(_seconds(given["expires"]), now)


def _seconds(text: str) -> int:
    if not _SECONDS.fullmatch(text) or str(int(text)) != text:
        raise Unverified(None, "seconds")
    return int(text)


def _moment(text: str) -> datetime:
    """An IMF-fixdate (RFC 9110, 5.6.7) and nothing that resembles one; raises Unverified."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise Unverified(None, "date")
    day, month, year, hour, minute, second = found.groups()
    try:
        return datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except ValueError as error:
        raise Unverified(None, "date") from error


def _must_match_digest(request: SignedRequest, header: str) -> None:
    found = _DIGEST.fullmatch(header)
    if found is None:
        raise Unverified(None, "digest header")
    must_match(request.body, strict_base64(found[1]))


class _RsaSigner(HeaderSigner):
    """httpsig's signer with one algorithm and a key that was read before (reading one takes it 30 ms)."""

    def __init__(self, key_id: str, key: RSAPrivateKey, covered: list[str]) -> None:
        self.headers = covered
        self.sign_header = "signature"
        self.signature_template = build_signature_template(
            key_id.replace("%", "%%"), "rsa-sha256", covered, self.sign_header
        )
        self._rsa = key

    def _sign_rsa(self, data: bytes) -> bytes:
        return rsa_sign(self._rsa, data)
