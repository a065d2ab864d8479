"""Quotes of allies' posts: shown once the house of whoever is quoted says so, and no longer (FEP-044f)."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from app.posts.quoting import State, WhoMayQuote
from federation.activities import read_note
from federation.quoting import without_link
from tests.federation.quoting import does_all
from tests.federation.reading import id_of, posts_from_afar, uri_of
from tests.world.cast import Member
from tests.world.letters import PUBLIC, a_create, a_note, said
from tests.world.peers import PeerMember
from tests.world.quoting import SECRET, quotes_it, row_of, seen, words_seen

pytestmark = pytest.mark.anyio


def a_stamp(ana: PeerMember, quoting: str, quoted: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{ana.uri}/stamps/1",
        "type": "QuoteAuthorization",
        "attributedTo": ana.uri,
        "interactingObject": quoting,
        "interactionTarget": quoted,
        **more,
    }


@pytest.mark.parametrize(
    "lie",
    [
        {"type": "Note"},
        {"attributedTo": "https://harbour.example/users/bo"},
        {"interactingObject": "https://harbour.example/users/bo/statuses/other"},
        {"interactionTarget": "https://harbour.example/users/ana/statuses/other"},
        {"id": "https://harbour.example/users/ana/stamps/2"},
        {},
    ],
)
async def test_what_somebody_else_quotes_is_shown_if_the_authors_house_says_so(
    lantern, an_ally, ana, a_member: Member, lie
):
    bo, first = an_ally.houses("bo", 6), a_create(ana, content=f"<p>{SECRET}</p>")
    stamp = f"{ana.uri}/stamps/1"
    quoting = a_create(bo, quote=first["object"]["id"], quoteAuthorization=stamp)
    an_ally.serves(stamp, a_stamp(ana, quoting["object"]["id"], first["object"]["id"], **lie))

    await does_all(lantern, an_ally, ana, first)
    await does_all(lantern, an_ally, bo, quoting)

    copy = id_of(lantern.house, quoting["object"]["id"])
    assert words_seen(a_member, copy) == ("" if lie else f"<p>{SECRET}</p>")


async def test_an_edit_that_says_where_it_is_allowed_is_looked_at(lantern, an_ally, ana, a_member: Member):
    bo, first = an_ally.houses("bo", 6), a_create(ana, content=f"<p>{SECRET}</p>")
    quoting = a_create(bo, quote=first["object"]["id"])
    stamp = f"{ana.uri}/stamps/1"
    an_ally.serves(stamp, a_stamp(ana, quoting["object"]["id"], first["object"]["id"]))
    await does_all(lantern, an_ally, ana, first)
    await does_all(lantern, an_ally, bo, quoting)

    await does_all(lantern, an_ally, bo, said(bo, "Update", {**quoting["object"], "quoteAuthorization": stamp}))

    assert words_seen(a_member, id_of(lantern.house, quoting["object"]["id"])) == f"<p>{SECRET}</p>"


async def test_edits_that_name_one_place_after_the_other_do_not_send_us_there(lantern, an_ally, ana, a_member: Member):
    bo, first = an_ally.houses("bo", 6), a_create(ana, content=f"<p>{SECRET}</p>")
    quoting = a_create(bo, quote=first["object"]["id"])
    await does_all(lantern, an_ally, ana, first)
    await does_all(lantern, an_ally, bo, quoting)

    for number in range(1, 5):
        named = {**quoting["object"], "quoteAuthorization": f"{ana.uri}/stamps/{number}"}
        await does_all(lantern, an_ally, bo, said(bo, "Update", named))

    looked_at = [request.target for request in an_ally.asked if "/stamps/" in request.target]
    assert looked_at == [f"{urlsplit(ana.uri).path}/stamps/1"]


async def test_what_is_quoted_is_fetched_where_it_is_not_here(lantern, an_ally, ana, a_member: Member):
    bo, note = an_ally.houses("bo", 6), a_note(ana, content=f"<p>{SECRET}</p>")
    stamp = f"{ana.uri}/stamps/1"
    quoting = a_create(bo, quote=note["id"], quoteAuthorization=stamp)
    an_ally.serves(stamp, a_stamp(ana, quoting["object"]["id"], note["id"]))
    an_ally.serves(note["id"], note)

    await does_all(lantern, an_ally, bo, quoting)

    copy = id_of(lantern.house, quoting["object"]["id"])
    assert words_seen(a_member, copy) == f"<p>{SECRET}</p>"
    assert row_of(lantern.house, copy).wanted_uri == ""


async def test_nobody_is_asked_who_is_no_ally(lantern, an_ally, ana, a_member: Member, the_wire):
    strange = "https://elsewhere.example/posts/1"
    before = len(the_wire.tried)

    await does_all(lantern, an_ally, ana, a_create(ana, quote=strange, quoteAuthorization=f"{strange}/stamp"))
    await does_all(lantern, an_ally, ana, a_create(ana, quote=strange, quoteAuthorization=f"{ana.uri}/stamps/1"))

    assert set(the_wire.tried[before:]) <= {an_ally.origin}
    assert "https://elsewhere.example" not in the_wire.tried


async def test_an_authors_house_takes_it_back_and_nobody_else_can(lantern, an_ally, ana, a_member: Member):
    bo, first = an_ally.houses("bo", 6), a_create(ana, content=f"<p>{SECRET}</p>")
    stamp = f"{ana.uri}/stamps/1"
    quoting = a_create(bo, quote=first["object"]["id"], quoteAuthorization=stamp)
    an_ally.serves(stamp, a_stamp(ana, quoting["object"]["id"], first["object"]["id"]))
    await does_all(lantern, an_ally, ana, first)
    await does_all(lantern, an_ally, bo, quoting)
    copy = id_of(lantern.house, quoting["object"]["id"])

    await does_all(lantern, an_ally, bo, said(bo, "Delete", stamp))
    assert words_seen(a_member, copy) == f"<p>{SECRET}</p>"

    await does_all(lantern, an_ally, ana, said(ana, "Delete", stamp))
    assert (seen(a_member, copy).state, words_seen(a_member, copy)) == (State.TAKEN_BACK, "")


async def test_a_post_goes_when_its_house_says_so_whoever_called_it_an_authorisation(
    lantern, an_ally, ana, a_member: Member
):
    bo, first = an_ally.houses("bo", 6), a_create(ana, content=f"<p>{SECRET}</p>")
    uri = first["object"]["id"]
    await does_all(lantern, an_ally, ana, first)
    await does_all(lantern, an_ally, bo, a_create(bo, quote=uri, quoteAuthorization=uri))
    await does_all(lantern, an_ally, bo, a_create(bo, quote=f"{uri}/gone", quoteAuthorization=uri))

    await does_all(lantern, an_ally, ana, said(ana, "Delete", {"type": "Tombstone", "id": uri}))

    assert uri not in {post.uri for post in posts_from_afar(lantern.house)}


async def _asked(lantern, an_ally, ana, member: Member) -> tuple[int, str]:
    """A member quotes Ana, who lets everybody ask: the quote, and the address of the question."""
    create = a_create(ana, content=f"<p>{SECRET}</p>", interactionPolicy={"canQuote": {"automaticApproval": [PUBLIC]}})
    await lantern.takes(an_ally, ana, create)
    post_id = quotes_it(member, id_of(lantern.house, create["object"]["id"]), "allies")
    return post_id, f"{uri_of(lantern.house, post_id)}#quote-request"


async def test_our_quote_is_shown_once_its_author_says_yes(lantern, an_ally, ana, a_member: Member):
    post_id, question = await _asked(lantern, an_ally, ana, a_member)
    assert (seen(a_member, post_id).state, words_seen(a_member, post_id)) == (State.ASKED, "")

    await lantern.takes(an_ally, ana, said(ana, "Accept", question, result=f"{ana.uri}/stamps/1"))

    assert words_seen(a_member, post_id) == f"<p>{SECRET}</p>"
    assert row_of(lantern.house, post_id).authorisation == f"{ana.uri}/stamps/1"


@pytest.mark.parametrize("result", ["", "https://elsewhere.example/stamps/1", "https://lantern.example/ap/quotes/x"])
async def test_a_yes_says_where_at_its_own_house(lantern, an_ally, ana, a_member: Member, result):
    post_id, question = await _asked(lantern, an_ally, ana, a_member)

    await lantern.takes(an_ally, ana, said(ana, "Accept", question, result=result))

    assert seen(a_member, post_id).state is State.ASKED


async def test_only_whoever_is_quoted_says_yes_or_no(lantern, an_ally, ana, a_member: Member):
    post_id, question = await _asked(lantern, an_ally, ana, a_member)
    bo = an_ally.houses("bo", 6)

    await lantern.takes(an_ally, bo, said(bo, "Accept", question, result=f"{bo.uri}/stamps/1"))
    await lantern.takes(an_ally, bo, said(bo, "Reject", question))

    assert seen(a_member, post_id).state is State.ASKED


async def test_a_no_is_said_to_whoever_reads_it(lantern, an_ally, ana, a_member: Member):
    post_id, question = await _asked(lantern, an_ally, ana, a_member)

    await lantern.takes(an_ally, ana, said(ana, "Reject", {"type": "QuoteRequest", "id": question, "actor": "x"}))

    assert (seen(a_member, post_id).state, words_seen(a_member, post_id)) == (State.REFUSED, "")


def test_who_may_quote_is_read_as_nobody_where_nothing_is_said():
    me = "https://harbour.example/users/ana"

    def policy(**said: Any) -> WhoMayQuote:
        return read_note({"attributedTo": me, "interactionPolicy": {"canQuote": said}}).quotable

    assert read_note({"attributedTo": me}).quotable is WhoMayQuote.NOBODY
    assert policy(automaticApproval=[me]) is WhoMayQuote.NOBODY
    assert policy(automaticApproval="as:Public") is WhoMayQuote.READERS
    assert policy(manualApproval=[f"{me}/followers"]) is WhoMayQuote.FOLLOWERS
    assert read_note({"attributedTo": me, "interactionPolicy": "all"}).quotable is WhoMayQuote.NOBODY


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<p>a</p><p class="quote-inline">RE: <a href="x">x</a></p>', "<p>a</p>"),
        ('<p>a<span class="quote-inline"><br/>RE: x</span></p>', "<p>a</p>"),
        ('<p class="quote-inline">never ends', '<p class="quote-inline">never ends'),
        ("<p>a</p>", "<p>a</p>"),
    ],
)
def test_the_link_for_other_software_is_taken_out(written: str, read: str):
    assert without_link(written) == read
