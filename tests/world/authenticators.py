"""A device with passkeys (WebAuthn, level 2), as a browser would speak for it: real keys, real signatures."""

import base64
import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One passkey. `count` grows with each use, unless it is one that devices share (`counts` off)."""

    origin: str
    counts: bool = True
    count: int = 0
    flags: int = PRESENT | VERIFIED
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def makes(self, offer: str) -> str:
        """What `navigator.credentials.create` gives, as JSON."""
        options = json.loads(offer)
        client = self._client("webauthn.create", options["challenge"])
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self._cose()
        data = self._data(options["rp"]["id"], self.flags | ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._said(clientDataJSON=client, attestationObject=attestation)

    def answers(self, question: str, *, challenge: str = "", host: str = "") -> str:
        """What `navigator.credentials.get` gives, as JSON; with another challenge or host than it was asked for."""
        options = json.loads(question)
        if self.counts:
            self.count += 1
        client = self._client("webauthn.get", challenge or options["challenge"])
        data = self._data(host or options["rpId"], self.flags)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _data(self, host: str, flags: int) -> bytes:
        return sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _cose(self) -> bytes:
        """RFC 9053: an ES256 key."""
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _said(self, **response: bytes) -> str:
        said: dict[str, Any] = {"id": encoded(self.credential_id), "rawId": encoded(self.credential_id)}
        said |= {"type": "public-key", "response": {name: encoded(raw) for name, raw in response.items()}}
        return json.dumps(said)
