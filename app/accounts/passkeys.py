"""Passkeys as second factors (WebAuthn, level 2): what is asked of a browser, and whether its answer holds. No table.

The host is the relying party. Nothing in what a device keeps says whose it is: its handle is random, its name the
neutral title. Neither a kind of device nor an attestation is asked for. The library is loaded when the first passkey is
used: it would take a twentieth of every start.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from app.accounts.second_queries import PasskeyFacts
from app.basics.errors import Refused

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

LONGEST_ANSWER: Final = 20_000
SECONDS: Final = 15 * 60
_HANDLE: Final = 32


class PasskeyRefused(Refused):
    """Whatever was wrong with it."""

    safe = "That passkey was not taken. Please try again, or use another way."


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey, as it is kept."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def offer(origin: str, title: str, challenge: bytes, known: Sequence[PasskeyFacts]) -> str:
    """JSON for `navigator.credentials.create`."""
    import webauthn
    from webauthn.helpers import structs

    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=_host(origin),
            rp_name=title,
            user_id=os.urandom(_HANDLE),
            user_name=title,
            user_display_name=title,
            challenge=challenge,
            timeout=SECONDS * 1000,
            attestation=structs.AttestationConveyancePreference.NONE,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                # A device that lists it by itself would show that there is an account.
                resident_key=structs.ResidentKeyRequirement.DISCOURAGED,
                user_verification=structs.UserVerificationRequirement.PREFERRED,
            ),
            exclude_credentials=_described(known),
        )
    )


def made(answer: str, challenge: bytes, origin: str) -> Made:
    """What the browser made of the offer; raises PasskeyRefused."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    _must_be_short(answer)
    try:
        found = webauthn.verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=_host(origin), expected_origin=origin
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    return Made(found.credential_id, found.credential_public_key, found.sign_count)


def question(origin: str, challenge: bytes, known: Sequence[PasskeyFacts]) -> str:
    """JSON for `navigator.credentials.get`."""
    import webauthn
    from webauthn.helpers import structs

    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=_host(origin),
            challenge=challenge,
            timeout=SECONDS * 1000,
            allow_credentials=_described(known),
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        )
    )


def answered(answer: str, challenge: bytes, origin: str, known: Sequence[PasskeyFacts]) -> tuple[PasskeyFacts, int]:
    """(the passkey that signed, its new count); raises PasskeyRefused.

    A count that does not grow (WebAuthn, 6.1.1) is that of a copy; devices that share a passkey count nothing.
    """
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    _must_be_short(answer)
    try:
        sent = webauthn.helpers.parse_authentication_credential_json(answer)
        passkey = next(one for one in known if one.credential_id == sent.raw_id)
        found = webauthn.verify_authentication_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=_host(origin),
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, StopIteration, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    return passkey, found.new_sign_count


def _described(known: Sequence[PasskeyFacts]) -> "list[PublicKeyCredentialDescriptor]":
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=one.credential_id) for one in known]


def _host(origin: str) -> str:
    return urlsplit(origin).hostname or ""


def _must_be_short(answer: str) -> None:
    if not 0 < len(answer) <= LONGEST_ANSWER:
        raise PasskeyRefused
