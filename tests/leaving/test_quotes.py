"""Quotes leave as the address of what they quote, never with its words; they come in as nothing."""

import pytest

from app.posts import body
from tests.federation.reading import uri_of
from tests.leaving.archives import a_note, an_archive
from tests.leaving.test_there_and_back import brings, notes_in, posts_of, takes_along
from tests.world.cast import Member
from tests.world.quoting import SECRET, lets_quote, quotes_it, takes_back

pytestmark = pytest.mark.anyio


async def test_a_quote_leaves_with_the_address_of_what_it_quotes(a_member: Member, another_member: Member):
    quoted = lets_quote(another_member)
    quotes_it(a_member, quoted)

    [note] = notes_in(await takes_along(a_member))

    assert note["quote"] == uri_of(a_member.house, quoted)
    assert SECRET not in str(note)


async def test_what_was_taken_back_is_not_named_any_more(a_member: Member, another_member: Member):
    quoted = lets_quote(another_member)
    takes_back(another_member, quoted, quotes_it(a_member, quoted))

    [note] = notes_in(await takes_along(a_member))

    assert "quote" not in note


async def test_nothing_is_quoted_by_bringing_it_along(a_member: Member, another_member: Member):
    quoted = uri_of(a_member.house, lets_quote(another_member))

    await brings(a_member, an_archive(a_note(1, content="<p>Look</p>", quote=quoted)))

    [post] = posts_of(a_member)
    assert not body.quotes(post.body)
