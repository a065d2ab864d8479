"""RFC 9421 HTTP Message Signatures, the subset Mastodon speaks: one signature, rsa-v1_5-sha256, `created`.

The library parses strictly and builds the signature base. It wants the key while it does; ours comes later,
so it is handed an algorithm that notes what would be verified.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from http_message_signatures.algorithms import HTTPSignatureAlgorithm  # pyright: ignore[reportPrivateImportUsage]
from http_message_signatures.resolvers import HTTPSignatureKeyResolver
from http_message_signatures.signatures import HTTPMessageSigner, HTTPMessageVerifier

from app.basics.errors import Unverified
from federation.addresses import Address
from federation.signatures.keys import SigningKey, rsa_sign
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

_LABEL: Final = "sig1"
_LONGEST: Final = 8192
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")


@dataclass
class _Message:
    """A request as the library wants to see it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


def read(request: SignedRequest, *, now: datetime, our_origin: str) -> Claim:
    """Everything about an RFC 9421 signature that needs no key; raises Unverified."""
    names = {"signature-input", "signature", "host"} | _covered_headers(request.only("signature-input"))
    headers = {name: request.only(name) for name in names}
    message = _Message(request.method, our_origin + request.target, headers)
    if sum(map(len, message.headers.values())) > _LONGEST:
        raise Unverified(None, "header length")
    if f"//{message.headers['host'].lower()}" != our_origin.partition(":")[2]:
        raise Unverified(None, "host")
    noted = _Noted()
    [result] = _Verifier(noted, now).verify(message, max_age=None)
    _must_cover_enough(set(result.covered_components), request)
    if '"content-digest"' in result.covered_components:
        _must_match_digest(request, message.headers["content-digest"])
    return Claim(must_name_a_key(noted.key_id), noted.message, noted.signature)


def sign(method: str, address: Address, body: bytes | None, key: SigningKey, *, now: datetime) -> dict[str, str]:
    """The headers that carry our signature."""
    message = _Message(method, address.url, {"host": address.authority})
    covered = ["@method", "@target-uri"]
    if body is not None:
        message.headers["content-digest"] = f"sha-256=:{digest_of(body)}:"
        covered.append("content-digest")
    signer = HTTPMessageSigner(signature_algorithm=_RsaSha256, key_resolver=_OurKey(key))
    signer.sign(
        message,
        key_id=key.key_id,
        created=now,
        label=_LABEL,
        covered_component_ids=covered,
        use_existing_digest=body is not None,
    )
    return {name.lower(): value for name, value in message.headers.items()}


def _covered_headers(signature_input: str) -> set[str]:
    """Names of headers that may be covered: only those are shown to the library, and each has one value."""
    return set(re.findall(r'"([a-z0-9-]+)"', signature_input.partition(")")[0]))


def _must_cover_enough(covered: set[str], request: SignedRequest) -> None:
    """Method and whole target under their plain names: a name with parameters covers something else."""
    target = '"@target-uri"' in covered or (
        {'"@authority"', '"@path"'} <= covered and ('"@query"' in covered or "?" not in request.target)
    )
    body = '"content-digest"' in covered or not request.must_cover_body
    if '"@method"' not in covered or not target or not body:
        raise Unverified(None, "coverage")


def _must_match_digest(request: SignedRequest, header: str) -> None:
    found = _DIGEST.fullmatch(header)
    if found is None:
        raise Unverified(None, "digest header")
    must_match(request.body, strict_base64(found[1]))


class _Noted(HTTPSignatureKeyResolver):
    """Takes down which key, message and signature a request speaks of."""

    key_id = ""
    message = b""
    signature = b""

    def resolve_public_key(self, key_id: str) -> Any:
        self.key_id = key_id
        return self


class _RsaSha256(HTTPSignatureAlgorithm):
    """RSA PKCS#1 v1.5 with SHA-256, signing; when verifying it only notes what is to be verified."""

    algorithm_id = "rsa-v1_5-sha256"

    def __init__(self, public_key: Any = None, private_key: Any = None) -> None:
        self._noted: _Noted = public_key
        self._private = private_key

    def sign(self, message: bytes) -> bytes:
        return rsa_sign(self._private, message)

    def verify(self, signature: bytes, message: bytes) -> None:
        self._noted.signature, self._noted.message = signature, message


class _OurKey(HTTPSignatureKeyResolver):
    def __init__(self, key: SigningKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Any:
        return self._key.private_key


class _Verifier(HTTPMessageVerifier):
    """The library's verifier with our clock and our window in place of its own."""

    def __init__(self, noted: _Noted, now: datetime) -> None:
        super().__init__(signature_algorithm=_RsaSha256, key_resolver=noted)
        self._now = now

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        if "created" not in sig_input.params:
            raise Unverified(None, "no created")
        must_be_recent(datetime.fromtimestamp(sig_input.params["created"], UTC), self._now)
        if "expires" in sig_input.params:
            must_not_have_expired(sig_input.params["expires"], self._now)
