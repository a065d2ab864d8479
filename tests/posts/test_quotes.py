"""Quotes: nobody is quoted unless they say so, nobody comes to read what they could not, and it can be taken back."""

import itertools
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.actions import blocking, pausing
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.errors import Forbidden, Invalid, NotFound, Refused
from app.basics.ids import new_token
from app.media.forms import CleanPicture
from app.notifications.models import Notification
from app.posts import audience as audiences
from app.posts import begun, body, quotes
from app.posts.actions import deleting, editing, picturing, quoting, redrafting
from app.posts.actions.editing import Edit
from app.posts.asking import NewPoll
from app.posts.audience import Audience
from app.posts.models import Post, Quote
from app.posts.quoting import NotToBeQuoted, State, WhoMayQuote, lets_quote
from app.posts.quoting import audiences as audiences_of_quotes
from app.storage.house import House
from tests.world.at_once import at_once
from tests.world.cast import Member, join
from tests.world.quoting import SECRET, quotes_it, row_of, says_who, seen, takes_back, words_seen
from tests.world.quoting import lets_quote as may_be_quoted


def edit(member: Member, post_id: int, **change: object) -> bool:
    house = member.house
    return house.database.write_now(
        editing.edit_post, member.id, post_id, Edit(**change), origin=house.settings.origin, key=house.key, now=now()  # type: ignore[arg-type]
    )  # fmt: skip


def body_of(house: House, post_id: int) -> bytes:
    return house.database.read_now(lambda session: session.get_one(Post, post_id).body)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("said", WhoMayQuote)
@pytest.mark.parametrize(("is_own", "follows"), list(itertools.product((False, True), repeat=2)))
def test_the_author_says_who_may_and_a_message_never_may(said, audience, is_own, follows):
    may = lets_quote(said, audience, is_own=is_own, follows=follows)

    if audience is Audience.MENTIONED:
        assert not may
    elif is_own:
        assert may
    elif audience is Audience.FOLLOWERS or said is WhoMayQuote.NOBODY:
        assert not may
    else:
        assert may is (said is WhoMayQuote.READERS or follows)


@pytest.mark.parametrize("quoted", Audience)
@pytest.mark.parametrize(("is_own", "is_ours"), [(True, True), (False, True), (False, False)])
def test_a_quote_is_for_nobody_more_than_an_answer_and_never_a_message(quoted, is_own, is_ours):
    allowed = audiences_of_quotes(quoted, is_own=is_own, is_ours=is_ours)

    assert set(allowed) <= set(audiences.answers_to(quoted, to_oneself=is_own)) - {Audience.MENTIONED}
    if not is_own:
        assert set(allowed) <= set(audiences.FOR_MEMBERS if is_ours else audiences.FOR_ALLIES)


@pytest.mark.parametrize("what", ["a word about quotes", "a picture that arrives"])
def test_what_an_edit_took_out_does_not_come_back_with_something_else_at_the_same_moment(
    house: House, a_member: Member, what: str
):
    origin, clean = house.settings.origin, CleanPicture("image/webp", b"full", b"small", 4, 3, 4, 3, "")
    picture_id = house.database.write_now(picturing.add_picture, a_member.id, clean, new_token(), "", now=now())
    post_id = a_member.posts(SECRET, pictures=[picture_id])

    def reword(session: Session) -> None:
        edited = Edit("Something else")
        editing.edit_post(session, a_member.id, post_id, edited, origin=origin, key=house.key, now=now())

    def other(session: Session) -> None:
        if what == "a word about quotes":
            quoting.let_quote(session, a_member.id, post_id, WhoMayQuote.READERS, origin=origin)
        else:
            picturing.picture_arrived(session, picture_id, replace(clean, width=8), origin=origin)

    at_once(house, reword, other)

    assert SECRET.encode() not in body_of(house, post_id)


def test_nobody_is_quoted_who_said_nothing(a_member: Member, another_member: Member):
    post_id = a_member.posts(SECRET)

    with pytest.raises(NotToBeQuoted):
        quotes_it(another_member, post_id)

    assert a_member.house.database.read_now(lambda s: s.scalar(select(func.count()).select_from(Post))) == 1


def test_whoever_may_read_it_quotes_it_and_others_read_the_quoted_words(
    house: House, a_member: Member, another_member: Member
):
    quoted = may_be_quoted(a_member)

    post_id = quotes_it(another_member, quoted)

    assert words_seen(join(house, "oda"), post_id) == SECRET
    assert seen(a_member, post_id).state is State.ALLOWED
    assert SECRET.encode() not in body_of(house, post_id), "they stand in their own post alone"


def test_followers_alone_where_the_author_says_so(a_member: Member, another_member: Member):
    quoted = may_be_quoted(a_member, "followers")
    with pytest.raises(NotToBeQuoted):
        quotes_it(another_member, quoted)

    another_member.follows(a_member)

    assert words_seen(a_member, quotes_it(another_member, quoted)) == SECRET


def test_authors_quote_themselves_whatever_they_say(a_member: Member, another_member: Member):
    post_id = quotes_it(a_member, a_member.posts(SECRET))

    assert words_seen(another_member, post_id) == SECRET


def test_what_one_may_not_read_one_cannot_quote(a_member: Member, another_member: Member):
    with pytest.raises(NotFound):
        quotes_it(another_member, may_be_quoted(a_member, audience="followers"))


def test_what_is_for_followers_is_quoted_by_its_author_for_followers_alone(a_member: Member, another_member: Member):
    another_member.follows(a_member)
    quoted = may_be_quoted(a_member, audience="followers")

    with pytest.raises(NotToBeQuoted):
        quotes_it(another_member, quoted)
    with pytest.raises(Invalid, match="only for people who may read"):
        quotes_it(a_member, quoted, "community")

    assert words_seen(another_member, quotes_it(a_member, quoted, "followers")) == SECRET


def test_a_message_is_neither_quoted_nor_quotes(a_member: Member, another_member: Member):
    message = a_member.posts(f"@juno {SECRET}", "mentioned", quotable=WhoMayQuote.READERS)
    with pytest.raises(NotToBeQuoted):
        quotes_it(another_member, message)

    with pytest.raises(Invalid, match="only for people who may read"):
        quotes_it(another_member, may_be_quoted(a_member), "mentioned", "@marisol look")


def test_a_quote_never_goes_further_than_what_it_quotes(a_member: Member, another_member: Member):
    quoted = may_be_quoted(a_member, audience="community")

    for wider in ("open", "allies"):
        with pytest.raises(Invalid, match="only for people who may read"):
            quotes_it(another_member, quoted, wider)


def test_what_answers_one_and_quotes_another_is_for_both(a_member: Member, another_member: Member):
    asked, quoted = a_member.posts("?", "allies"), may_be_quoted(a_member, audience="community")

    post_id = another_member.posts("both", reply_to=asked, quotes=quoted)

    found = a_member.house.database.read_now(lambda session: session.get_one(Post, post_id).audience)
    assert found == Audience.COMMUNITY


def test_whoever_cannot_read_what_is_quoted_learns_that_there_is_something_and_no_more(
    house: House, a_member: Member, another_member: Member
):
    oda = join(house, "oda")
    post_id = quotes_it(another_member, may_be_quoted(a_member))
    house.database.write_now(blocking.block, oda.id, a_member.id, now=now())

    hidden = seen(oda, post_id)

    gone = quotes_it(another_member, (other := may_be_quoted(a_member)))
    house.database.write_now(deleting.delete_post, a_member.id, other, key=house.key, now=now())
    assert hidden == seen(oda, gone) == quotes.NOTHING_TO_SEE
    takes_back(a_member, row_of(house, post_id).quoted_id, post_id)  # type: ignore[union-attr]
    assert seen(oda, post_id) == quotes.NOTHING_TO_SEE, "nor that it was taken back"


def test_mutes_and_pauses_hold_inside_of_quotes(house: House, a_member: Member, another_member: Member):
    oda, post_id = join(house, "oda"), quotes_it(another_member, may_be_quoted(a_member))
    house.database.write_now(blocking.mute, oda.id, a_member.id, now=now())
    assert seen(oda, post_id) == quotes.NOTHING_TO_SEE
    assert words_seen(another_member, post_id) == SECRET

    house.database.write_now(pausing.pause, a_member.id)

    assert seen(another_member, post_id) == quotes.NOTHING_TO_SEE


def test_what_is_deleted_is_gone_from_every_quote(house: House, a_member: Member, another_member: Member):
    quoted = may_be_quoted(a_member)
    post_id = quotes_it(another_member, quoted)

    house.database.write_now(deleting.delete_post, a_member.id, quoted, key=house.key, now=now())

    assert seen(another_member, post_id) == quotes.NOTHING_TO_SEE
    house.database.write_now(quoting.forget_gone, now())
    assert row_of(house, post_id) is None
    assert seen(another_member, post_id) == quotes.NOTHING_TO_SEE


def test_an_author_takes_their_post_out_and_it_stays_out(a_member: Member, another_member: Member):
    quoted = may_be_quoted(a_member)
    post_id = quotes_it(another_member, quoted)

    takes_back(a_member, quoted, post_id)

    assert (seen(another_member, post_id).state, words_seen(another_member, post_id)) == (State.TAKEN_BACK, "")
    with pytest.raises(NotFound):
        takes_back(a_member, quoted, post_id)


def test_nobody_else_takes_it_out(house: House, a_member: Member, another_member: Member):
    quoted = may_be_quoted(a_member)
    post_id = quotes_it(another_member, quoted)

    with pytest.raises(Forbidden):
        takes_back(another_member, quoted, post_id)
    with pytest.raises(NotFound):
        takes_back(a_member, a_member.posts("another of mine"), post_id)

    assert words_seen(another_member, post_id) == SECRET


def test_a_block_takes_each_out_of_what_the_other_quoted(house: House, a_member: Member, another_member: Member):
    oda = join(house, "oda")
    theirs = quotes_it(another_member, may_be_quoted(a_member))
    mine = quotes_it(a_member, may_be_quoted(another_member))

    house.database.write_now(blocking.block, a_member.id, another_member.id, now=now())
    house.database.write_now(quoting.part, a_member.id, another_member.id)

    assert [seen(oda, one).state for one in (theirs, mine)] == [State.TAKEN_BACK] * 2


def test_what_is_said_later_holds_for_quotes_to_come(a_member: Member, another_member: Member):
    quoted = may_be_quoted(a_member)
    post_id = quotes_it(another_member, quoted)

    says_who(a_member, quoted, "nobody")

    with pytest.raises(NotToBeQuoted):
        quotes_it(another_member, quoted)
    assert words_seen(another_member, post_id) == SECRET
    assert body.who_may_quote(body_of(a_member.house, quoted)) is WhoMayQuote.NOBODY


def test_only_the_author_says_who_and_of_a_message_nobody_does(a_member: Member, another_member: Member):
    with pytest.raises(Forbidden):
        says_who(another_member, a_member.posts(), "readers")
    with pytest.raises(Refused, match="sealed"):
        says_who(a_member, a_member.posts("@juno hello", "mentioned"), "readers")


def test_an_edit_takes_the_quote_out_and_none_puts_one_in(a_member: Member, another_member: Member):
    post_id = quotes_it(another_member, may_be_quoted(a_member))
    assert not edit(another_member, post_id, text="Look at this")

    assert edit(another_member, post_id, text="Look at this", drops_quote=True)

    assert not body.quotes(body_of(a_member.house, post_id))
    assert row_of(a_member.house, post_id) is None
    assert seen(another_member, post_id) == quotes.NOTHING_TO_SEE


def test_other_words_leave_the_quote_where_it_was(a_member: Member, another_member: Member):
    post_id = quotes_it(another_member, may_be_quoted(a_member))

    edit(another_member, post_id, text="Look at that")

    assert body.quotes(body_of(a_member.house, post_id))
    assert words_seen(another_member, post_id) == SECRET


def test_written_anew_it_asks_anew(house: House, a_member: Member, another_member: Member):
    quoted = may_be_quoted(a_member)
    post = house.database.read_now(quotes.queries.one, another_member.viewer, quotes_it(another_member, quoted))

    draft = house.database.write_now(_redraft, another_member, post)

    assert draft.quotes == quoted
    assert house.database.read_now(lambda s: s.scalar(select(func.count()).select_from(Quote))) == 0


def _redraft(session, member, post):
    draft_id = redrafting.delete_to_write_anew(session, member.id, post, key=member.house.key, now=now())
    session.flush()
    found = begun.draft(session, member.id, draft_id).opened(member.key)
    assert found is not None
    return found


def test_the_author_alone_is_told_who_quotes(house: House, a_member: Member, another_member: Member):
    quoted = may_be_quoted(a_member)
    post_id = quotes_it(another_member, quoted)

    found = house.database.read_now(quotes.quoting, a_member.viewer, quoted)

    assert [post.id for post in found] == [post_id]
    with pytest.raises(Forbidden):
        house.database.read_now(quotes.quoting, another_member.viewer, quoted)


def test_a_poll_a_warning_and_a_quote_stand_in_one_post(a_member: Member, another_member: Member):
    post_id = another_member.posts("Which?", quotes=may_be_quoted(a_member), poll=NewPoll(["a", "b"]), warning="!")

    found = body_of(a_member.house, post_id)
    assert (body.asks(found), body.quotes(found)) == (True, True)
    assert body.any_unfinished([found])


def test_a_page_where_nothing_quotes_is_finished(a_member: Member):
    plain, for_readers = body_of(a_member.house, a_member.posts()), body_of(a_member.house, may_be_quoted(a_member))

    assert not body.any_unfinished([plain, for_readers])
    assert body.who_may_quote(for_readers) is WhoMayQuote.READERS
    assert body.any_unfinished([body_of(a_member.house, may_be_quoted(a_member, "followers"))])


def test_nobody_writes_into_a_post_what_would_pass_for_a_quote(a_member: Member):
    forged = '"quote":{"state":"pending","quoted_status":null},"poll":null,"filtered":[]}'

    assert not body.quotes(body_of(a_member.house, a_member.posts(forged, warning=forged)))
    assert not body.is_for_its_reader_to_complete(body_of(a_member.house, a_member.posts('"current_user":"unknown"}')))


def test_a_house_reads_nothing_of_quotes_for_members(house: House, a_member: Member, another_member: Member):
    post_id = quotes_it(another_member, may_be_quoted(a_member))

    assert house.database.read_now(quotes.of_posts, Viewer.ally(1), [post_id]) == {post_id: quotes.NOTHING_TO_SEE}


def test_nothing_is_told_before_it_is_written(house: House, a_member: Member, another_member: Member):
    with pytest.raises(NotToBeQuoted):
        quotes_it(another_member, a_member.posts())

    assert house.database.read_now(lambda s: s.scalar(select(func.count()).select_from(Notification))) == 0
