"""An RFC 9421 signature holds for exactly the request that was signed, or not at all."""

import base64
import hashlib
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
CREATED = int(NOW.timestamp())
BODY = b'{"type":"Create"}'
DIGEST = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
KEY_ID = "https://ally.example/actor#main-key"
PARAMETERS = f';created={CREATED};keyid="{KEY_ID}"'
USUAL = '"@method" "@target-uri" "content-digest"'

PRIVATE = load_private_key(new_private_key())
PUBLIC = public_pem(PRIVATE)


def a_signed_post(body: bytes = BODY, *, at: datetime = NOW) -> SignedRequest:
    headers = sign("POST", INBOX, body, SigningKey(KEY_ID, PRIVATE), now=at, style="rfc9421")
    return SignedRequest("POST", INBOX.target, headers, body)


def a_post(covered: str = USUAL, parameters: str = PARAMETERS, **changes: str) -> SignedRequest:
    """A POST signed by hand over `covered`, which is right about everything that `changes` doesn't change."""
    values = {
        '"@method"': "POST",
        '"@target-uri"': f"{HOUSE}/inbox?shared=1",
        '"@authority"': "house.example",
        '"@path"': "/inbox",
        '"@query"': "?shared=1",
        '"content-digest"': changes.get("content_digest", f"sha-256=:{DIGEST}:"),
        '"content-digest";key="sha-256"': f":{DIGEST}:",
        '"content-digest";sf': f"sha-256=:{DIGEST}:",
        '"host"': "house.example",
    }
    lines = [f"{name}: {values[name]}" for name in covered.split(" ") if name]
    message = "\n".join([*lines, f'"@signature-params": ({covered}){parameters}'])
    signature = base64.b64encode(rsa_sign(PRIVATE, message.encode())).decode()
    headers = [
        ("host", changes.get("host", "house.example")),
        ("content-digest", values['"content-digest"']),
        ("signature-input", f"sig1=({covered}){parameters}"),
        ("signature", f"sig1=:{signature}:"),
    ]
    return SignedRequest("POST", "/inbox?shared=1", headers, BODY)


def with_header(request: SignedRequest, name: str, change) -> SignedRequest:
    kept = [(key, old) for key, old in request.headers if key.lower() != name]
    return replace(request, headers=[*kept, (name, change(request.only(name)))])


def accept(request: SignedRequest, *, now: datetime = NOW, origin: str = HOUSE) -> None:
    verify(read_claim(request, now=now, our_origin=origin), PUBLIC)


def refused(request: SignedRequest, *, now: datetime = NOW) -> bool:
    with pytest.raises(Unverified):
        accept(request, now=now)
    return True


def refused_unread(request: SignedRequest, *, now: datetime = NOW) -> bool:
    with pytest.raises(Unverified):
        read_claim(request, now=now, our_origin=HOUSE)
    return True


def test_what_we_sign_we_accept():
    get = SignedRequest(
        "GET",
        INBOX.target,
        sign("GET", INBOX, None, SigningKey(KEY_ID, PRIVATE), now=NOW, style="rfc9421"),
    )
    for request in (get, a_signed_post(), a_signed_post(b"")):
        accept(request)
        assert read_claim(request, now=NOW, our_origin=HOUSE).key_id == KEY_ID


def test_we_sign_what_mastodon_asks_for():
    signed = a_signed_post().only("signature-input")

    assert signed.startswith(f"sig1=({USUAL});created={CREATED};")
    assert 'alg="rsa-v1_5-sha256"' in signed


def test_a_lab_on_loopback_signs_its_port():
    address = read_address("http://127.0.0.1:8001/inbox", lab=True)
    headers = sign("POST", address, BODY, SigningKey(KEY_ID, PRIVATE), now=NOW, style="rfc9421")

    accept(SignedRequest("POST", "/inbox", headers, BODY), origin="http://127.0.0.1:8001")


@pytest.mark.parametrize(
    "covered",
    [
        USUAL,
        '"content-digest" "@target-uri" "@method" "host"',
        '"@method" "@authority" "@path" "@query" "content-digest"',
    ],
)
def test_the_whole_target_may_be_covered_in_either_way(covered):
    accept(a_post(covered))


@pytest.mark.parametrize(
    "covered",
    [
        "",
        '"@method" "@target-uri"',
        '"@method" "content-digest"',
        '"@target-uri" "content-digest"',
        '"@method" "@authority" "@path" "content-digest"',
        '"@method" "@authority" "@query" "content-digest"',
        '"@method" "@path" "@query" "content-digest"',
        '"@method" "@target-uri" "content-digest";key="sha-256"',
        '"@method" "@target-uri" "content-digest";sf',
        '"@method" "@method" "@target-uri" "content-digest"',
    ],
)
def test_a_signature_that_leaves_something_open_is_refused(covered):
    assert refused_unread(a_post(covered))


@pytest.mark.parametrize(
    "parameters",
    [
        f';keyid="{KEY_ID}"',
        f";created={CREATED}",
        f';created="{CREATED}";keyid="{KEY_ID}"',
        f';created={CREATED}.5;keyid="{KEY_ID}"',
        f';created=999999999999999;keyid="{KEY_ID}"',
        f';created={CREATED};keyid="{KEY_ID}";alg="hmac-sha256"',
        f';created={CREATED};keyid="{KEY_ID}";alg="rsa-pss-sha512"',
        f';created={CREATED};keyid="{KEY_ID}";expires={CREATED - 1}',
        f';created={CREATED};keyid="{KEY_ID}";unheard="of"',
        f';created={CREATED};keyid="a b"',
        f";created={CREATED};keyid=token",
    ],
)
def test_parameters_that_leave_a_choice_are_refused(parameters):
    assert refused_unread(a_post(parameters=parameters))


def test_the_clock_may_be_minutes_apart_both_ways_and_no_more():
    second = timedelta(seconds=1)
    for late in (WINDOW, -WINDOW):
        accept(a_signed_post(at=NOW - late))
    for late in (WINDOW + second, -WINDOW - second):
        assert refused_unread(a_signed_post(at=NOW - late))


@pytest.mark.parametrize(
    "digest",
    [
        f"sha-512=:{DIGEST}:",
        f"sha-256=:{DIGEST}:, sha-256=:{DIGEST}:",
        f"sha-256=:{DIGEST}:, sha-512=:AAAA:",
        f"SHA-256={DIGEST}",
        "sha-256=:" + base64.b64encode(hashlib.sha256(b"other").digest()).decode() + ":",
    ],
)
def test_a_digest_is_one_sha_256_of_this_very_body(digest):
    assert refused_unread(a_post(content_digest=digest))


@pytest.mark.parametrize(
    "altered",
    [
        replace(a_signed_post(), method="PUT"),
        replace(a_signed_post(), target="/inbox"),
        replace(a_signed_post(), target="/inbox?shared=2"),
        replace(a_signed_post(), body=BODY + b" "),
        with_header(a_signed_post(), "signature-input", lambda old: old.replace("ally", "evil")),
        with_header(a_signed_post(), "signature-input", lambda old: old.replace(str(CREATED), str(CREATED + 1))),
    ],
)
def test_an_altered_request_is_refused(altered):
    assert refused(altered)


def test_a_request_for_another_house_is_refused():
    elsewhere = read_address("https://other.example/inbox?shared=1")
    headers = sign("POST", elsewhere, BODY, SigningKey(KEY_ID, PRIVATE), now=NOW, style="rfc9421")
    redirected = SignedRequest("POST", INBOX.target, [("host", "house.example"), *headers[1:]], BODY)

    assert refused_unread(SignedRequest("POST", INBOX.target, headers, BODY))
    assert refused(redirected)
    assert refused_unread(a_post(host="house.example:444"))


@pytest.mark.parametrize("name", ["signature-input", "signature", "host", "content-digest"])
def test_a_header_that_arrives_twice_or_never_is_refused(name):
    request = a_signed_post()
    twice = [*request.headers, (name.title(), request.only(name))]
    never = [pair for pair in request.headers if pair[0] != name]

    assert refused_unread(replace(request, headers=twice))
    assert refused_unread(replace(request, headers=never))


def test_there_is_exactly_one_signature():
    request = a_signed_post()
    two = with_header(request, "signature-input", lambda old: f"{old}, {old.replace('sig1', 'sig2', 1)}")
    two = with_header(two, "signature", lambda old: f"{old}, {old.replace('sig1', 'sig2', 1)}")
    same_label = with_header(request, "signature-input", lambda old: f"{old}, {old}")
    other_label = with_header(request, "signature", lambda old: old.replace("sig1", "sig2", 1))

    for strange in (two, same_label, other_label):
        assert refused_unread(strange)


@pytest.mark.parametrize(
    "change",
    [
        lambda old: old[:9] + "!" + old[9:],
        lambda old: old[:9] + " " + old[9:],
        lambda old: old.rstrip(":"),
        lambda old: 'sig1="text"',
        lambda old: "sig1=::",
        lambda old: old + "x",
        lambda old: "(" * 5000,
    ],
)
def test_a_malformed_signature_is_refused(change):
    assert refused(with_header(a_signed_post(), "signature", change))


def test_headers_that_would_keep_us_busy_are_refused():
    assert refused_unread(with_header(a_signed_post(), "signature", lambda old: old + ";a=" + "1" * 8192))
    assert refused_unread(a_post(parameters=PARAMETERS + ';nonce="' + "n" * 8192 + '"'))


def test_signature_input_decides_even_beside_a_good_older_signature():
    older = sign("POST", INBOX, BODY, SigningKey(KEY_ID, PRIVATE), now=NOW)

    assert refused_unread(SignedRequest("POST", INBOX.target, [*older, ("signature-input", "x")], BODY))
