"""A draft-cavage signature holds for exactly the request that was signed, or not at all."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.basics.errors import Unverified
from federation.addresses import read_address
from federation.signatures import (
    WINDOW,
    SignedRequest,
    SigningKey,
    load_private_key,
    new_private_key,
    public_pem,
    read_claim,
    sign,
    verify,
)
from federation.signatures.keys import rsa_sign

HOUSE = "https://house.example"
INBOX = read_address(f"{HOUSE}/inbox?shared=1")
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BODY = b'{"type":"Create"}'
KEY_ID = "https://ally.example/actor#main-key"

PRIVATE = load_private_key(new_private_key())
PUBLIC = public_pem(PRIVATE)
STRANGER = load_private_key(new_private_key())
KEY = SigningKey(KEY_ID, PRIVATE)


def a_signed_post(body: bytes = BODY, *, at: datetime = NOW) -> SignedRequest:
    return SignedRequest("POST", INBOX.target, sign("POST", INBOX, body, KEY, now=at), body)


def a_signed_get(*, at: datetime = NOW) -> SignedRequest:
    return SignedRequest("GET", INBOX.target, sign("GET", INBOX, None, KEY, now=at))


def a_post(covered: str, *, without: str = "", line: str = "{}", **changes: str) -> SignedRequest:
    """A POST signed by hand: `covered` names what is signed, `line` is laid around the Signature header."""
    values = {
        "(request-target)": "post /inbox?shared=1",
        "(created)": str(int(NOW.timestamp())),
        "host": "house.example",
        "date": "Sat, 21 Nov 2026 12:00:00 GMT",
        "digest": "SHA-256=" + base64.b64encode(hashlib.sha256(BODY).digest()).decode(),
    } | {name.replace("_", "-"): value for name, value in changes.items()}
    values["(created)"] = changes.get("created", values["(created)"])
    message = "\n".join(f"{name.lower()}: {values.get(name.lower(), '')}" for name in covered.split(" "))
    signature = base64.b64encode(rsa_sign(PRIVATE, message.encode())).decode()
    parameters = {"keyId": KEY_ID, "algorithm": "hs2019", "headers": covered, "signature": signature}
    header = ",".join(f'{name}="{value}"' for name, value in parameters.items() if name != without)
    headers = [(name, value) for name, value in values.items() if name in {"host", "date", "digest"}]
    return SignedRequest("POST", INBOX.target, [*headers, ("signature", line.format(header))], BODY)


def with_header(request: SignedRequest, name: str, value: str) -> SignedRequest:
    kept = [(key, old) for key, old in request.headers if key.lower() != name]
    return replace(request, headers=[*kept, (name, value)])


def with_signature(request: SignedRequest, old: str, new: str) -> SignedRequest:
    signature = request.only("signature")
    assert old in signature
    return with_header(request, "signature", signature.replace(old, new))


def accept(request: SignedRequest, *, now: datetime = NOW, key: str = PUBLIC) -> None:
    verify(read_claim(request, now=now, our_origin=HOUSE), key)


def refused(request: SignedRequest, *, now: datetime = NOW, key: str = PUBLIC) -> bool:
    with pytest.raises(Unverified):
        accept(request, now=now, key=key)
    return True


def refused_unread(request: SignedRequest, *, now: datetime = NOW) -> bool:
    """Refused before anybody looks for a key."""
    with pytest.raises(Unverified):
        read_claim(request, now=now, our_origin=HOUSE)
    return True


@pytest.mark.parametrize("request_", [a_signed_get(), a_signed_post(), a_signed_post(b"")])
def test_what_we_sign_we_accept(request_):
    claim = read_claim(request_, now=NOW, our_origin=HOUSE)

    assert claim.key_id == KEY_ID
    verify(claim, PUBLIC)
    verify(claim, PRIVATE.public_key())


@pytest.mark.parametrize(
    "covered",
    [
        "(request-target) host date digest",
        "(Request-Target) Host Date Digest",
        "digest host (created) (request-target)",
    ],
)
def test_orders_and_cases_that_others_use_are_accepted(covered):
    accept(a_post(covered, line=f"{{}},created={int(NOW.timestamp())}"))


def test_a_signature_without_an_algorithm_is_taken_for_rsa_sha256():
    accept(a_post("(request-target) host date digest", without="algorithm"))


def test_another_key_does_not_verify():
    assert refused(a_signed_post(), key=public_pem(STRANGER))


def test_a_public_key_is_no_shared_secret():
    """The forgery that httpsig lets through: everybody has the public key, so everybody can make it."""
    genuine = a_signed_post()
    message = read_claim(genuine, now=NOW, our_origin=HOUSE).message
    forged = base64.b64encode(hmac.new(PUBLIC.encode(), message, hashlib.sha256).digest()).decode()
    original = genuine.only("signature").split('signature="')[1].split('"')[0]

    for algorithm in ("hmac-sha256", "rsa-sha256", "hs2019"):
        forgery = with_signature(with_signature(genuine, original, forged), "rsa-sha256", algorithm)
        assert refused(forgery)


@pytest.mark.parametrize(
    "algorithm", ["hmac-sha256", "rsa-sha1", "rsa-sha512", "ed25519", "rsa", "none", "", "rsa-sha256 "]
)
def test_no_other_algorithm_is_read(algorithm):
    assert refused_unread(with_signature(a_signed_post(), "rsa-sha256", algorithm))


@pytest.mark.parametrize(
    "covered",
    [
        "date",
        "(request-target) host date",
        "(request-target) host digest",
        "(request-target) date digest",
        "host date digest",
        "(request-target) host date digest date",
        "(request-target) host date Digest digest",
        "(request-target)  host date digest",
        "",
        "(request-target) host date digest x-missing",
        "(request-target) host date digest (expires)",
    ],
)
def test_a_signature_that_leaves_something_open_is_refused(covered):
    assert refused_unread(a_post(covered))


def test_a_list_of_headers_has_an_end():
    many = [f"x-{number}" for number in range(16)]
    request = a_post("(request-target) host date digest " + " ".join(many))

    assert refused_unread(replace(request, headers=[*request.headers, *((name, "") for name in many)]))


def test_without_a_header_list_only_the_date_would_be_signed():
    assert refused_unread(a_post("(request-target) host date digest", without="headers"))


@pytest.mark.parametrize("missing", ["keyId", "signature"])
def test_a_signature_that_lacks_a_part_is_refused(missing):
    assert refused_unread(a_post("(request-target) host date digest", without=missing))


@pytest.mark.parametrize(
    "line",
    [
        '{},keyId="https://evil.example/actor#main-key"',
        'keyId="https://evil.example/actor#main-key",{}',
        '{},KEYID="https://evil.example/actor#main-key"',
        '{},signature="AAAA"',
        '{},headers="date"',
        '{},algorithm="rsa-sha256"',
        "Signature {}",
        '{},"',
        "{};",
        '{} x="y"',
        '{},x="a\\"b"',
        "{},x",
        '{},created="yesterday"',
        '{},expires="0"',
        '{},expires="1e12"',
        "",
    ],
)
def test_a_header_that_could_be_read_in_two_ways_is_refused(line):
    assert refused_unread(a_post("(request-target) host date digest", line=line))


def test_parameters_that_we_do_not_know_do_no_harm():
    accept(a_post("(request-target) host date digest", line='{},opaque="x"'))


@pytest.mark.parametrize("name", ["signature", "host", "date", "digest"])
def test_a_header_that_arrives_twice_is_refused(name):
    request = a_signed_post()

    assert refused_unread(replace(request, headers=[*request.headers, (name.title(), request.only(name))]))


@pytest.mark.parametrize("name", ["signature", "host", "date", "digest"])
def test_a_header_that_is_missing_is_refused(name):
    request = a_signed_post()

    assert refused_unread(replace(request, headers=[pair for pair in request.headers if pair[0] != name]))


@pytest.mark.parametrize("junk", ["!", " ", "\t", "=", "A", "-", "\u0430"])
def test_base64_has_one_spelling(junk):
    request = a_signed_post()
    signature = request.only("signature").split('signature="')[1].split('"')[0]

    assert refused_unread(with_signature(request, signature, signature[:8] + junk + signature[8:]))
    assert refused_unread(with_signature(request, signature, signature + junk))


def test_base64_has_no_loose_bits_at_its_end():
    request = a_signed_post()
    signature = request.only("signature").split('signature="')[1].split('"')[0]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    loose = signature[:-3] + alphabet[alphabet.index(signature[-3]) + 1] + "=="

    assert base64.b64decode(loose) == base64.b64decode(signature)
    assert refused_unread(with_signature(request, signature, loose))
    assert refused_unread(with_signature(request, signature, ""))


@pytest.mark.parametrize(
    "altered",
    [
        replace(a_signed_post(), method="PUT"),
        replace(a_signed_post(), target="/inbox"),
        replace(a_signed_post(), target="/inbox?shared=2"),
        replace(a_signed_post(), body=BODY + b" "),
        with_header(a_signed_post(), "date", "Sat, 21 Nov 2026 12:00:01 GMT"),
        with_signature(a_signed_post(), "(request-target) host date digest", "host (request-target) date digest"),
    ],
)
def test_an_altered_request_is_refused(altered):
    assert refused(altered)


def test_a_get_that_grew_a_body_is_refused():
    assert refused_unread(replace(a_signed_get(), body=BODY))


@pytest.mark.parametrize(
    "digest",
    [
        "SHA-512={}",
        "SHA-256={},SHA-256={}",
        "SHA-256={}, MD5=x",
        "sha-256=:{}:",
        "SHA-256= {}",
        "SHA-256={}=",
        "{}",
        "",
        "SHA-256=" + base64.b64encode(hashlib.sha256(b"other").digest()).decode(),
    ],
)
def test_a_digest_is_one_sha_256_of_this_very_body(digest):
    right = base64.b64encode(hashlib.sha256(BODY).digest()).decode()

    assert refused_unread(a_post("(request-target) host date digest", digest=digest.format(right, right)))


def test_the_clock_may_be_minutes_apart_both_ways_and_no_more():
    second = timedelta(seconds=1)
    for late in (WINDOW, -WINDOW):
        accept(a_signed_post(at=NOW - late))
    for late in (WINDOW + second, -WINDOW - second):
        assert refused_unread(a_signed_post(at=NOW - late))


def test_created_is_held_to_the_same_clock():
    for seconds, fine in ((299, True), (-299, True), (301, False), (-301, False)):
        request = a_post(
            "(request-target) host (created) digest",
            line=f"{{}},created={int(NOW.timestamp()) + seconds}",
            created=str(int(NOW.timestamp()) + seconds),
        )
        if fine:
            accept(request)
        else:
            assert refused_unread(request)


def test_created_belongs_to_hs2019():
    request = a_post("(request-target) host (created) digest", line=f"{{}},created={int(NOW.timestamp())}")
    accept(request)

    assert refused_unread(with_signature(request, "hs2019", "rsa-sha256"))


def test_a_header_named_like_a_parameter_is_not_that_parameter():
    request = a_post("(request-target) host (created) digest")

    created = ("(created)", str(int(NOW.timestamp())))

    assert refused_unread(replace(request, headers=[*request.headers, created]))


def test_a_signature_that_has_expired_is_refused():
    soon, past = int(NOW.timestamp()) + 1, int(NOW.timestamp()) - 1

    accept(a_post("(request-target) host date digest", line=f"{{}},expires={soon}"))
    assert refused_unread(a_post("(request-target) host date digest", line=f"{{}},expires={past}"))


@pytest.mark.parametrize(
    "date",
    [
        "2026-11-21T12:00:00Z",
        "Sat, 21 Nov 2026 12:00:00 +0000",
        "Sat, 21 Nov 2026 12:00:00",
        "Sat, 41 Nov 2026 12:00:00 GMT",
        "Sat, 21 Nov 2026 12:00:00 GMT GMT",
        "",
    ],
)
def test_a_date_has_one_spelling(date):
    assert refused_unread(a_post("(request-target) host date digest", date=date))


@pytest.mark.parametrize("host", ["other.example", "house.example.", "house.example:444", "house.example@x", ""])
def test_a_request_for_another_house_is_refused(host):
    assert refused_unread(a_post("(request-target) host date digest", host=host))


def test_a_header_cannot_smuggle_a_line_into_what_is_signed():
    request = a_signed_post()
    two = a_post("(request-target) host date digest x-one x-two")
    one = with_signature(two, " x-two", "")
    one = replace(one, headers=[*one.headers, ("x-one", "\nx-two: ")])

    assert refused_unread(one)
    assert refused_unread(with_header(request, "date", request.only("date") + "\ndigest: x"))
    assert refused_unread(replace(request, target="/inbox?shared=1\nhost: evil.example"))
    assert refused_unread(replace(request, method="post /x\nPOST"))


def test_an_unsigned_request_is_refused():
    assert refused_unread(SignedRequest("GET", "/actor", [("host", "house.example")]))


def test_a_replay_keeps_its_fingerprint_whatever_is_changed_around_it():
    request = a_signed_post()
    print_ = read_claim(request, now=NOW, our_origin=HOUSE).fingerprint

    disguised = with_signature(request, KEY_ID, KEY_ID + "?")
    disguised = replace(
        with_signature(disguised, "keyId", "KeyID"),
        headers=[*disguised.headers[:-1], ("X", "y"), disguised.headers[-1]],
    )
    later = a_signed_post(at=NOW + timedelta(seconds=1))

    assert read_claim(disguised, now=NOW, our_origin=HOUSE).fingerprint == print_
    assert read_claim(later, now=NOW, our_origin=HOUSE).fingerprint != print_


def test_a_key_id_with_a_percent_sign_is_signed_as_it_stands():
    key = SigningKey("https://ally.example/a%20b%s#main-key", PRIVATE)
    request = SignedRequest("GET", INBOX.target, sign("GET", INBOX, None, key, now=NOW))

    assert read_claim(request, now=NOW, our_origin=HOUSE).key_id == key.key_id
    accept(request)
