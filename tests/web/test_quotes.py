"""Quotes on pages, without script: offered where they are allowed, shown as far as they may be read, taken back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import blocking, filters
from app.accounts.filtering import FOLD, HIDE, HOME, PUBLIC, Word
from app.basics.clock import now
from app.posts.actions import deleting
from app.posts.models import Post
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.test_drafts import goes_on, sends_to_drafts
from tests.web.test_searching import searches
from tests.web.test_writing import writes
from tests.world.cast import Member, join, post_count
from tests.world.counting import counted
from tests.world.quoting import SECRET, lets_quote, quotes_it, says_who

NOT_THERE = "It quotes something that is not there for you."
NO_MORE = "It quoted a post whose author does not allow it any more."


def link_to_quote(post_id: int) -> str:
    return f'href="/write?quote={post_id}"'


def test_who_may_quote_is_chosen_while_writing_and_a_friend_quotes(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    page = marisol.get("/write")
    assert page.values_of("/posts")["quotable"] == "nobody"
    writes(marisol, SECRET, quotable="readers")
    [post_id] = lantern.house.database.read_now(_ids)
    assert link_to_quote(post_id) in juno.get("/community").text

    form = juno.get(f"/write?quote={post_id}")
    assert SECRET in form.text
    assert "<h1>Quote</h1>" in form.text
    answer = writes(juno, "Look at this", f"/write?quote={post_id}")

    assert answer.location.startswith("/?done=posted")
    shown = marisol.get("/community").text
    assert shown.count(SECRET) == 2
    assert '<blockquote class="quoted">' in shown


def _ids(session: Session) -> list[int]:
    return list(session.scalars(select(Post.id)))


def test_what_a_search_finds_shows_what_it_quotes_as_far_as_its_reader_may_read_that(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    another_member.chooses(findable=True)
    quotes_it(another_member, lets_quote(a_member), text="umbrella")
    lantern.settles()

    theirs = searches(lantern, marisol, "umbrella").text
    lantern.house.database.write_now(blocking.block, a_member.id, a_steward.id, now=now())
    apart = searches(lantern, lantern.browser_of(a_steward), "umbrella").text

    assert SECRET in theirs
    assert "umbrella" in apart
    assert SECRET not in apart
    assert NOT_THERE in apart


@pytest.mark.parametrize("who", ["nobody", "followers"])
def test_where_it_is_not_allowed_nothing_offers_it_and_the_form_refuses(
    lantern: OpenHouse, juno: Browser, a_member: Member, who: str
):
    post_id = lets_quote(a_member, who)

    assert link_to_quote(post_id) not in juno.get("/community").text
    assert link_to_quote(post_id) not in juno.get(f"/posts/{post_id}").text
    refused = juno.get(f"/write?quote={post_id}")
    assert refused.status == 422
    assert "may not be quoted by you" in refused.text
    sent = juno.post("/posts", [*juno.get("/write").form("/posts").sends(text="Look"), ("quotes", str(post_id))])
    assert sent.status == 422
    assert lantern.house.database.read_now(post_count) == 1


def test_followers_find_the_link_everywhere(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    another_member.follows(a_member)
    post_id = lets_quote(a_member, "followers")
    lantern.settles()

    for where in ("/", "/community", "/@marisol", f"/posts/{post_id}"):
        assert link_to_quote(post_id) in juno.get(where).text


def test_one_may_quote_oneself_and_never_a_message(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    own, message = a_member.posts("mine"), a_member.posts("@juno hello", "mentioned")

    assert link_to_quote(own) in marisol.get(f"/posts/{own}").text
    assert link_to_quote(message) not in marisol.get(f"/posts/{message}").text
    assert f"/posts/{message}/quotes" not in marisol.get(f"/posts/{message}").text


@pytest.mark.parametrize(
    "where",
    ["/", "/community", "/@juno", "/tags/hall", "/favourites", "/bookmarks", "/posts/{post}"],
)
def test_a_quote_stands_wherever_its_post_does(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member, where: str
):
    a_member.follows(another_member)
    another_member.chooses(findable=True)
    quoted = lets_quote(a_member, text=f"{SECRET} #street")
    post_id = quotes_it(another_member, quoted, text="Look, the #hall")
    lantern.settles()
    for mark in ("favourite", "bookmark"):
        marisol.submit(marisol.get("/community"), f"/posts/{post_id}/marks", **{mark: "1"})

    page = marisol.get(where.format(post=post_id)).text

    assert f'href="/posts/{quoted}"' in page
    assert SECRET in page.partition('<blockquote class="quoted">')[2].partition("</blockquote>")[0]


def test_whoever_may_not_read_it_reads_one_sentence(
    lantern: OpenHouse, a_member: Member, another_member: Member, house
):
    oda = join(house, "oda")
    quotes_it(another_member, lets_quote(a_member))
    gone = lets_quote(a_member, text="soon gone")
    quotes_it(another_member, gone)
    house.database.write_now(deleting.delete_post, a_member.id, gone, key=house.key, now=now())
    house.database.write_now(blocking.block, oda.id, a_member.id, now=now())

    page = lantern.browser_of(oda).get("/community").text

    assert page.count(NOT_THERE) == 2
    assert SECRET not in page
    assert "marisol" not in page


def test_filters_hold_for_quoted_words(lantern: OpenHouse, a_member: Member, another_member: Member, house):
    oda, vera = join(house, "oda"), join(house, "vera")
    post_id = quotes_it(another_member, lets_quote(a_member))
    for one, action in ((oda, HIDE), (vera, FOLD)):
        draft = filters.FilterDraft("not that", (Word(0, "quoted"),), (HOME, PUBLIC), action)
        house.database.write_now(filters.add_filter, one.id, draft, key=house.key, now=now())

    hidden = lantern.browser_of(oda).get("/community").text.partition(f'id="p{post_id}"')[2]
    folded = lantern.browser_of(vera).get("/community").text.partition(f'id="p{post_id}"')[2]

    assert NOT_THERE in hidden
    assert SECRET not in hidden
    assert folded.index("<bdi>not that</bdi>") < folded.index(SECRET)


def test_the_author_is_told_and_takes_the_post_out(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    quoted = lets_quote(a_member)
    post_id = quotes_it(another_member, quoted)
    lantern.settles()
    assert "quoted your post" in marisol.get("/notifications").text

    page = marisol.get(f"/posts/{quoted}/quotes")
    assert "Look at this" in page.text
    taken_out = f"/posts/{quoted}/quotes/taken-out"
    first, second = (marisol.post(taken_out, page.form(taken_out).sends(take_out=str(post_id))) for _ in range(2))

    assert first.location == f"/posts/{quoted}/quotes?done=quote-taken-out"
    assert second.location == f"/posts/{quoted}/quotes", "a second tap leads to the same page"
    after = juno.get(f"/posts/{post_id}").text
    assert NO_MORE in after
    assert SECRET not in after
    assert "Nobody whose post you can read." in marisol.get(f"/posts/{quoted}/quotes").text


def test_who_may_quote_is_said_otherwise_later(lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member):
    post_id = a_member.posts(SECRET)
    page = marisol.get(f"/posts/{post_id}/quotes")
    assert page.values_of(f"/posts/{post_id}/quotes")["quotable"] == "nobody"

    answer = marisol.submit(page, f"/posts/{post_id}/quotes", quotable="readers")

    assert answer.location == f"/posts/{post_id}/quotes?done=kept"
    assert link_to_quote(post_id) in juno.get("/community").text
    assert marisol.get(f"/posts/{post_id}/quotes").values_of(f"/posts/{post_id}/quotes")["quotable"] == "readers"
    wrong = marisol.submit(page, f"/posts/{post_id}/quotes", quotable="everybody")
    assert wrong.status == 422
    assert "Please choose who may quote it." in wrong.text


def test_nobody_else_sees_who_quoted_or_changes_anything(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    quoted = lets_quote(a_member)
    post_id = quotes_it(another_member, quoted)
    own = marisol.get(f"/posts/{quoted}/quotes")
    token = [pair for pair in juno.get("/write").form("/posts").sends() if pair[0] == "csrf"]

    assert juno.get(f"/posts/{quoted}/quotes").status == 404
    assert juno.post(f"/posts/{quoted}/quotes", [*token, ("quotable", "nobody")]).status in {403, 404}
    assert juno.post(f"/posts/{quoted}/quotes/taken-out", [*token, ("take_out", str(post_id))]).status == 403
    assert marisol.post(f"/posts/{quoted}/quotes/taken-out", [("take_out", str(post_id))]).status == 403
    assert SECRET in juno.get(f"/posts/{post_id}").text
    assert own.status == 200


def test_an_edit_takes_the_quote_out(lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member):
    post_id = quotes_it(another_member, lets_quote(a_member))

    page = juno.get(f"/posts/{post_id}/editing")
    juno.submit(page, f"/posts/{post_id}/editing", drop_quote="1")

    after = juno.get(f"/posts/{post_id}").text
    assert SECRET not in after
    assert 'class="quoted' not in after
    assert 'name="drop_quote"' not in juno.get(f"/posts/{post_id}/editing").text


def test_a_draft_keeps_what_it_quotes_and_says_when_it_may_not_any_more(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    quoted = lets_quote(a_member)
    sends_to_drafts(juno, juno.get(f"/write?quote={quoted}"), text="Look", quotable="followers")

    again = goes_on(juno)
    assert again.values_of("/posts")["quotes"] == str(quoted)
    assert again.values_of("/posts")["quotable"] == "followers"
    says_who(a_member, quoted, "nobody")

    later = goes_on(juno)
    assert "you may not quote it" in later.text
    assert "quotes" not in later.values_of("/posts")
    refused = juno.post("/posts", again.form("/posts").sends(), multipart=True)
    assert refused.status == 422
    assert "Look" in refused.text
    assert lantern.house.database.read_now(post_count) == 1


def test_nothing_typed_is_lost_when_a_quote_is_refused(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    quoted = lets_quote(a_member)
    form = juno.get(f"/write?quote={quoted}")

    again = juno.post("/posts", form.form("/posts").sends(text="x" * 5001, quotable="readers"), multipart=True)

    assert again.status == 422
    assert SECRET in again.text
    assert again.values_of("/posts")["quotes"] == str(quoted)
    assert again.values_of("/posts")["quotable"] == "readers"


def test_deleted_to_be_written_anew_it_quotes_the_same(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    quoted = lets_quote(a_member)
    post_id = quotes_it(another_member, quoted)

    page = juno.get(f"/posts/{post_id}/deletion")
    assert SECRET in page.text
    answer = juno.submit(page, f"/posts/{post_id}/deletion", anew="1")

    assert juno.get(answer.location).values_of("/posts")["quotes"] == str(quoted)


def test_what_quotes_stands_on_no_open_page(lantern: OpenHouse, stranger: Browser, a_member: Member):
    a_member.posts("for the web", "open")
    quotes_it(a_member, lets_quote(a_member, audience="open"), "open", "only here")

    page = stranger.get("/@marisol").text

    assert "for the web" in page
    assert "only here" not in page


def test_pages_without_quotes_ask_nothing_about_them(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member, house
):
    def asked(where: str = "/community") -> list[str]:
        juno.get(where)
        with counted(house) as spent:
            juno.get(where)
        return [one for one in spent.statements if "quotes" in one or "quotable" in one]

    quoted = lets_quote(a_member)
    a_member.posts("nothing")
    assert asked() == []

    for _ in range(3):
        quotes_it(another_member, quoted)

    assert len(asked()) == 2


def test_a_preview_shows_what_is_quoted(lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member):
    quoted = lets_quote(a_member)
    form = juno.get(f"/write?quote={quoted}").form("/posts")

    seen = juno.post("/posts", form.sends(text="Look at this", preview="1"), multipart=True).text

    assert seen.count('<blockquote class="quoted">') == 2, "in the preview, and above the form"
    assert lantern.house.database.read_now(post_count) == 1


def test_a_preview_of_an_edit_shows_what_stays(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    post_id = quotes_it(another_member, lets_quote(a_member))
    page = juno.get(f"/posts/{post_id}/editing")

    assert SECRET in juno.submit(page, f"/posts/{post_id}/editing", preview="1", text="Look there").text
    assert SECRET not in juno.submit(page, f"/posts/{post_id}/editing", preview="1", drop_quote="1").text
