"""Quotes of our posts by allies' members: what of it we believe, and what we answer (FEP-044f)."""

import msgspec
import pytest
from sqlalchemy import select

from app.accounts.actions import blocking
from app.basics.clock import now
from app.posts import body
from app.posts.models import Post
from app.posts.quoting import State
from tests.federation.quoting import a_quote, a_request, answers, asks_for, does_all, quote_count
from tests.federation.reading import id_of, uri_of
from tests.world.cast import Member
from tests.world.letters import PUBLIC, a_create, said
from tests.world.quoting import SECRET, lets_quote, row_of, seen, takes_back, words_seen

pytestmark = pytest.mark.anyio


async def test_who_was_allowed_is_told_yes_and_where_it_says_so(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))

    note = await asks_for(lantern, an_ally, ana, quoted)

    [answer] = answers(lantern)
    assert (answer["type"], answer["actor"], answer["to"]) == ("Accept", a_member.facts.uri, [ana.uri])
    assert answer["object"]["instrument"] == note["id"]
    copy = id_of(lantern.house, note["id"])
    assert answer["result"] == row_of(lantern.house, copy).authorisation
    assert words_seen(a_member, copy) == SECRET


@pytest.mark.parametrize("said", ["nobody", "followers"])
async def test_who_was_not_is_told_no_and_nobody_is_shown_it(lantern, an_ally, ana, a_member: Member, said):
    quoted = uri_of(lantern.house, lets_quote(a_member, said, "open"))

    note = await asks_for(lantern, an_ally, ana, quoted)

    [answer] = answers(lantern)
    assert (answer["type"], "result" in answer) == ("Reject", False)
    copy = id_of(lantern.house, note["id"])
    assert (seen(a_member, copy).state, words_seen(a_member, copy)) == (State.REFUSED, "")


async def test_without_asking_nothing_is_shown_whatever_they_claim(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    forged = {"quoteAuthorization": f"{lantern.envoy.origin}/ap/quotes/made-up"}

    plain, claimed = a_create(ana, quote=quoted), a_create(ana, quote=quoted, **forged)
    older = a_create(ana, quoteUrl=quoted, _misskey_quote=quoted)
    await does_all(lantern, an_ally, ana, plain, claimed, older)

    for one in (plain, claimed, older):
        copy = id_of(lantern.house, one["object"]["id"])
        assert (seen(a_member, copy).state, words_seen(a_member, copy)) == (State.ASKED, "")
    assert answers(lantern) == []


async def test_an_authorisation_of_another_quote_is_none_for_this_one(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    note = await asks_for(lantern, an_ally, ana, quoted)
    stamp = row_of(lantern.house, id_of(lantern.house, note["id"])).authorisation

    other = a_create(ana, quote=quoted, quoteAuthorization=stamp)
    await does_all(
        lantern, an_ally, ana, other, said(ana, "Update", {**other["object"], "updated": "2024-12-01T00:00:00Z"})
    )

    assert words_seen(a_member, id_of(lantern.house, other["object"]["id"])) == ""


async def test_to_whoever_may_not_read_it_nothing_is_answered(lantern, an_ally, ana, a_member: Member):
    for audience in ("community", "followers"):
        quoted = uri_of(lantern.house, lets_quote(a_member, audience=audience))
        await asks_for(lantern, an_ally, ana, quoted)

    assert answers(lantern) == []
    assert quote_count(lantern) == 0


async def test_across_a_block_nothing_is_answered(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    create = a_create(ana)
    await lantern.takes(an_ally, ana, create)
    author = lantern.house.database.read_now(lambda s: s.scalar(select(Post.author_id).where(~Post.is_ours)))
    lantern.house.database.write_now(blocking.block, a_member.id, author, now=now())

    await asks_for(lantern, an_ally, ana, quoted)

    assert answers(lantern) == []


async def test_a_quote_for_more_people_than_the_post_is_refused(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="allies"))

    await asks_for(lantern, an_ally, ana, quoted, to=[PUBLIC])

    assert [one["type"] for one in answers(lantern)] == ["Reject"]


async def test_nobody_is_quoted_where_they_cannot_read_it(
    lantern, an_ally, ana, a_member: Member, another_member: Member
):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    followers = [f"{ana.uri}/followers"]

    await asks_for(lantern, an_ally, ana, quoted, to=followers, cc=[another_member.facts.uri])
    await asks_for(lantern, an_ally, ana, quoted, to=followers, cc=[a_member.facts.uri])

    assert [one["type"] for one in answers(lantern)] == ["Reject", "Accept"]


async def test_asked_again_the_answer_is_the_same(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    note = await asks_for(lantern, an_ally, ana, quoted)

    await lantern.takes(an_ally, ana, a_request(ana, quoted, note["id"]))

    first, second = answers(lantern)
    assert first["result"] == second["result"]


async def test_what_was_taken_back_is_not_allowed_by_asking_again(lantern, an_ally, ana, a_member: Member):
    post_id = lets_quote(a_member, audience="open")
    quoted = uri_of(lantern.house, post_id)
    note = await asks_for(lantern, an_ally, ana, quoted)
    copy = id_of(lantern.house, note["id"])
    takes_back(a_member, post_id, copy)

    await lantern.takes(an_ally, ana, a_request(ana, quoted, note["id"]))
    await lantern.takes(an_ally, ana, said(ana, "Update", {**note, "updated": "2024-12-01T00:00:00Z"}))

    assert [one["type"] for one in answers(lantern)] == ["Accept", "Reject"]
    assert words_seen(a_member, copy) == ""


async def test_nobody_asks_for_a_post_that_somebody_else_wrote(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    bo = an_ally.houses("bo", 6)
    create = a_create(ana, quote=quoted)
    await lantern.takes(an_ally, ana, create)

    await lantern.takes(an_ally, bo, a_request(bo, quoted, create["object"]["id"]))
    await lantern.takes(an_ally, bo, a_request(bo, quoted, a_quote(ana, quoted)))

    assert [one["type"] for one in answers(lantern)] == ["Reject", "Reject"]
    assert words_seen(a_member, id_of(lantern.house, create["object"]["id"])) == ""


async def test_a_request_for_a_post_of_another_house_is_dropped(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    elsewhere = {**a_quote(ana, quoted), "id": "https://elsewhere.example/posts/1"}

    await lantern.takes(an_ally, ana, a_request(ana, quoted, elsewhere), a_request(ana, quoted, None))

    assert answers(lantern) == []
    assert quote_count(lantern) == 0


async def test_a_request_replayed_altered_or_unsigned_is_refused(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    await lantern.takes(an_ally, ana, a_create(ana))
    request = a_request(ana, quoted, a_quote(ana, quoted))
    payload = msgspec.json.encode(request)
    headers = an_ally.signed("POST", lantern.inbox, payload, ana.key)

    assert (await lantern.is_sent(payload.replace(b"Look", b"Loot"), headers)).status_code == 401
    assert (await lantern.is_sent(payload, [])).status_code in {401, 404}
    assert (await lantern.is_sent(payload, headers)).status_code == 202
    assert (await lantern.is_sent(payload, headers)).status_code == 401


async def test_an_edit_adds_no_quote_and_takes_one_out(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    plain, quoting = a_create(ana), await asks_for(lantern, an_ally, ana, quoted)
    await lantern.takes(an_ally, ana, plain)
    later = {"updated": "2024-12-01T00:00:00Z"}

    without = {name: value for name, value in quoting.items() if name != "quote"}
    changed = {**plain["object"], "quote": quoted, **later}
    await lantern.takes(an_ally, ana, said(ana, "Update", changed), said(ana, "Update", {**without, **later}))

    bodies = lantern.house.database.read_now(lambda s: s.scalars(select(Post.body).where(~Post.is_ours)).all())
    assert [body.quotes(one) for one in bodies] == [False, False]
    assert quote_count(lantern) == 0


async def test_a_message_that_quotes_says_nothing_of_it_outside_of_its_seal(lantern, an_ally, ana, a_member: Member):
    quoted = uri_of(lantern.house, lets_quote(a_member, audience="open"))
    theirs = a_member.facts.uri

    await lantern.takes(
        an_ally, ana,
        a_create(ana, quote=quoted, to=[theirs], cc=[], tag=[{"type": "Mention", "href": theirs, "name": "@marisol"}]),
    )  # fmt: skip

    assert quote_count(lantern) == 0


async def test_somebody_quotes_themselves_without_asking(lantern, an_ally, ana, a_member: Member):
    first = a_create(ana, content=f"<p>{SECRET}</p>")
    second = a_create(ana, quote=first["object"]["id"])

    await lantern.takes(an_ally, ana, first, second)

    assert words_seen(a_member, id_of(lantern.house, second["object"]["id"])) == f"<p>{SECRET}</p>"
