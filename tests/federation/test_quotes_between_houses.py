"""A quote between houses of ours: asked of its author's house, shown once that says yes, gone when it is taken back."""

from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.actions import blocking
from app.basics.clock import now
from app.notifications.models import Notification
from app.posts import quotes as reading
from app.posts.actions import deleting
from app.posts.models import Post
from app.posts.quoting import State
from federation.fetch import FetchFailed
from federation.signatures import SigningKey
from tests.federation.reading import id_of
from tests.federation.test_outgoing import Houses, third, uri_of  # noqa: F401 - a fixture among them
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member
from tests.world.quoting import SECRET, lets_quote, quotes_it, row_of, says_who, seen, takes_back, words_seen

pytestmark = pytest.mark.anyio


def said_to(net: Net, house: Neighbour, verb: str) -> list[dict[str, Any]]:
    return [one for one in net.posted_to(house.origin) if one["type"] == verb]


def copy_of(here: Neighbour, there: Neighbour, post_id: int) -> int:
    return id_of(there.house, uri_of(here, post_id))


async def is_answered(house: Neighbour, url: str, signer: SigningKey | None) -> int | None:
    with pytest.raises(FetchFailed) as failed:
        await house.envoy.fetcher.get_json(url, signer=signer)
    return failed.value.answered


@pytest.fixture
async def quoted(allied: Houses) -> tuple[Member, Member, int, int]:
    """Marisol lets whoever reads her post for allies quote it, and Ana over there does: the post, the quote there."""
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    post_id = lets_quote(marisol, audience="allies")
    await settle(near, far)
    quote = quotes_it(ana, copy_of(near, far, post_id), "allies")
    await settle(near, far)
    return marisol, ana, post_id, quote


async def test_what_may_be_quoted_says_so_and_all_else_says_nobody(allied: Houses, net: Net):
    near, far = allied
    marisol = near.houses("marisol")

    for who in ("nobody", "followers", "readers"):
        lets_quote(marisol, who, "allies")
    await settle(near, far)

    policies = [
        one["object"]["interactionPolicy"]["canQuote"]["automaticApproval"] for one in said_to(net, far, "Create")
    ]
    me = marisol.facts.uri
    assert policies == [[me], [f"{me}/followers"], ["https://www.w3.org/ns/activitystreams#Public"]]


async def test_a_quote_is_asked_for_allowed_and_shown_on_both_sides(allied: Houses, net: Net, quoted):
    near, far = allied
    marisol, ana, post_id, quote = quoted

    [request] = said_to(net, near, "QuoteRequest")
    assert request["actor"] == ana.facts.uri
    assert request["object"] == uri_of(near, post_id)
    assert request["instrument"]["id"] == uri_of(far, quote)
    accept = said_to(net, far, "Accept")[-1]
    assert (accept["actor"], accept["object"]["id"]) == (marisol.facts.uri, request["id"])
    assert words_seen(ana, quote) == f"<p>{SECRET}</p>"
    assert words_seen(marisol, copy_of(far, near, quote)) == SECRET


async def test_the_author_is_told_and_sees_who_quoted(allied: Houses, quoted):
    near, far = allied
    marisol, _, post_id, quote = quoted
    copy = copy_of(far, near, quote)

    told = near.house.database.read_now(
        lambda s: s.execute(select(Notification.kind, Notification.account_id, Notification.post_id)).all()
    )

    assert told == [("quote", marisol.id, copy)]
    assert [post.id for post in near.house.database.read_now(reading.quoting, marisol.viewer, post_id)] == [copy]


async def test_software_without_quotes_reads_a_link_at_the_end(allied: Houses, net: Net, quoted):
    near, far = allied
    _, _, post_id, quote = quoted
    address = uri_of(near, post_id)

    note = said_to(net, near, "Create")[-1]["object"]

    assert note["content"].endswith(f'<p class="quote-inline">RE: <a href="{address}">{address}</a></p>')
    assert note["quote"] == address
    kept = near.house.database.read_now(lambda s: s.get_one(Post, copy_of(far, near, quote)).content)
    assert kept == "<p>Look at this</p>", "whoever shows the post needs no link to it"


async def test_a_third_house_asks_the_authors_house_before_it_shows_it(
    allied: Houses,
    third: Neighbour,  # noqa: F811
    net: Net,
):
    near, far = allied
    marisol, juno, eve = near.houses("marisol"), near.houses("juno"), third.houses("eve")
    quote = quotes_it(juno, lets_quote(marisol, audience="allies"), "allies")

    await settle(near, far, third)

    copy = copy_of(near, third, quote)
    assert words_seen(eve, copy) == f"<p>{SECRET}</p>"
    stamp = row_of(near.house, quote).authorisation  # type: ignore[union-attr]
    assert [one for one in net.sent if one.method == "GET" and one.url == stamp]


async def test_an_authorisation_is_shown_to_allies_that_sign_and_names_both_posts(allied: Houses, net: Net, quoted):
    near, far = allied
    marisol, _, post_id, quote = quoted
    stamp = row_of(near.house, copy_of(far, near, quote)).authorisation  # type: ignore[union-attr]

    shown = await far.envoy.fetcher.get_json(stamp, signer=far.envoy.instance_key())

    del shown["@context"]
    assert shown == {
        "id": stamp,
        "type": "QuoteAuthorization",
        "attributedTo": marisol.facts.uri,
        "interactingObject": uri_of(far, quote),
        "interactionTarget": uri_of(near, post_id),
    }
    assert await is_answered(far, stamp, None) in {401, 404}
    assert await is_answered(far, f"{stamp}x", far.envoy.instance_key()) in {401, 404}


async def test_taken_back_it_is_gone_at_every_house_and_so_is_the_authorisation(allied: Houses, net: Net, quoted):
    near, far = allied
    marisol, ana, post_id, quote = quoted
    copy = copy_of(far, near, quote)
    stamp = row_of(near.house, copy).authorisation  # type: ignore[union-attr]

    takes_back(marisol, post_id, copy)
    await settle(near, far)

    assert [seen(marisol, copy).state, seen(ana, quote).state] == [State.TAKEN_BACK] * 2
    assert said_to(net, far, "Delete")[-1]["object"] == stamp
    update = said_to(net, near, "Update")[-1]["object"]
    assert "quote" not in update
    assert "quote-inline" not in update["content"]
    assert await is_answered(far, stamp, far.envoy.instance_key()) in {401, 404}


async def test_a_third_house_hears_of_it_too(allied: Houses, third: Neighbour):  # noqa: F811
    near, far = allied
    marisol, juno, eve = near.houses("marisol"), near.houses("juno"), third.houses("eve")
    quoted = lets_quote(marisol, audience="allies")
    quote = quotes_it(juno, quoted, "allies")
    await settle(near, far, third)

    takes_back(marisol, quoted, quote)
    await settle(near, far, third)

    assert seen(eve, copy_of(near, third, quote)).post is None


async def test_deleted_it_is_gone_from_quotes_at_every_house(allied: Houses, quoted):
    near, far = allied
    marisol, ana, post_id, quote = quoted

    near.house.database.write_now(deleting.delete_post, marisol.id, post_id, key=near.house.key, now=now())
    await settle(near, far)

    assert seen(ana, quote) == reading.NOTHING_TO_SEE
    assert seen(marisol, copy_of(far, near, quote)) == reading.NOTHING_TO_SEE


async def test_a_block_over_there_is_heard_here(allied: Houses, quoted):
    near, far = allied
    _, ana, _, quote = quoted
    marisol_there = await far.knows(near.houses("juno"))

    far.house.database.write_now(blocking.block, ana.id, marisol_there.id, now=now())
    await settle(near, far)

    assert words_seen(ana, quote) == f"<p>{SECRET}</p>", "a block of somebody else changes nothing"


async def test_a_block_takes_the_post_out_on_both_sides(allied: Houses, quoted):
    near, far = allied
    marisol, _, _, quote = quoted
    copy = copy_of(far, near, quote)
    ana_here = near.house.database.read_now(lambda s: s.get_one(Post, copy).author_id)

    near.house.database.write_now(blocking.block, marisol.id, ana_here, now=now())
    await settle(near, far)

    assert row_of(near.house, copy).state == State.TAKEN_BACK  # type: ignore[union-attr]
    assert words_seen(far.houses("lea"), quote) == ""


async def test_an_author_who_says_no_in_the_meantime_is_not_shown(allied: Houses, net: Net):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    post_id = lets_quote(marisol, audience="allies")
    await settle(near, far)
    net.cuts(far.origin)
    says_who(marisol, post_id, "nobody")
    quote = quotes_it(ana, copy_of(near, far, post_id), "allies")

    net.mends(far.origin)
    for _ in range(3):
        await settle(near, far)

    assert row_of(near.house, copy_of(far, near, quote)).state == State.REFUSED  # type: ignore[union-attr]
    assert words_seen(marisol, copy_of(far, near, quote)) == ""


async def test_who_may_quote_is_told_to_allies_when_it_changes(allied: Houses, net: Net):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    post_id = lets_quote(marisol, "nobody", "allies")
    await settle(near, far)

    says_who(marisol, post_id, "readers")
    await settle(near, far)

    quote = quotes_it(ana, copy_of(near, far, post_id), "allies")
    await settle(near, far)
    assert words_seen(ana, quote) == f"<p>{SECRET}</p>"
    copy = far.house.database.read_now(lambda s: s.get_one(Post, copy_of(near, far, post_id)))
    assert copy.edited_at is None


async def test_a_post_for_this_community_says_nothing_to_a_house_of_what_it_quotes(allied: Houses, net: Net):
    near, far = allied
    marisol, juno = near.houses("marisol"), near.houses("juno")
    quotes_it(juno, lets_quote(marisol, audience="community"))

    await settle(near, far)

    assert said_to(net, far, "Create") == []


async def test_whoever_wants_nothing_of_a_house_is_quoted_by_nobody_there(allied: Houses, quoted):
    near, far = allied
    marisol, ana, post_id, quote = quoted

    near.house.database.write_now(blocking.block_house, marisol.id, near.ally_id(far))
    await settle(near, far)
    again = quotes_it(ana, copy_of(near, far, post_id), "allies", "and again")
    await settle(near, far)

    assert [words_seen(ana, one) for one in (quote, again)] == ["", ""]
    assert [seen(ana, one).state for one in (quote, again)] == [State.TAKEN_BACK, State.REFUSED]
