"""`/bookmarks` and `/favourites`: what a member marked, for nobody else."""

from app.accounts.actions import blocking
from app.basics.clock import now
from app.posts.actions import bookmarking, thanking
from app.posts.actions.deleting import delete_post
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member


def test_a_post_is_bookmarked_under_more_and_taken_out_again(a_member: Member, marisol: Browser, juno: Browser):
    post = a_member.posts("Soup is ready")

    kept = marks(juno, "/community", post, bookmark="1")
    found, there = juno.get("/bookmarks"), juno.get("/community")
    seen_by_author = marisol.get("/community")
    marks(juno, "/bookmarks", post, bookmark="0")

    assert kept.location == f"/community#p{post}"
    assert "Soup is ready" in found.text
    assert "Take out of bookmarks" in found.text
    assert "in your bookmarks" in there.text
    assert "in your bookmarks" not in seen_by_author.text
    assert "Take out of bookmarks" not in seen_by_author.text
    assert "Soup is ready" not in juno.get("/bookmarks").text


def test_a_page_of_one_post_offers_it_too(a_member: Member, juno: Browser):
    post = a_member.posts("Soup is ready")

    marks(juno, f"/posts/{post}", post, bookmark="1")

    assert ("bookmark", "0") in juno.get(f"/posts/{post}").form(f"/posts/{post}/marks").buttons


def test_what_one_may_not_read_is_not_bookmarked(a_member: Member, another_member: Member, juno: Browser):
    open_to_all, private = a_member.posts("Soup"), a_member.posts("For few", audience="followers")
    form = juno.get("/community").form(f"/posts/{open_to_all}/marks").sends(bookmark="1")

    refused = [juno.post(f"/posts/{number}/marks", form) for number in (private, private + 12345)]

    assert {page.status for page in refused} == {404}
    assert "For few" not in juno.get("/bookmarks").text


def test_two_marks_at_once_are_none(a_member: Member, juno: Browser):
    post = a_member.posts("Soup is ready")
    page = juno.get("/community")

    refused = juno.submit(page, f"/posts/{post}/marks", bookmark="1", favourite="1")

    assert refused.status == 422
    assert "Soup is ready" not in juno.get("/bookmarks").text
    assert "Soup is ready" not in juno.get("/favourites").text


def test_each_list_has_pages_of_twenty_the_mark_made_last_on_top(
    lantern: OpenHouse, a_member: Member, another_member: Member, juno: Browser
):
    write = lantern.house.database.write_now
    for number in range(21):
        post = a_member.posts(f"number {number};")
        write(bookmarking.bookmark, another_member.id, post, now=now())
        write(thanking.favour, another_member.id, post, now=now())

    for path in ("/bookmarks", "/favourites"):
        first = juno.get(path)
        (older,) = (link for link in first.links() if link.startswith(f"{path}?before="))
        last = juno.get(older)

        assert first.text.index("number 20;") < first.text.index("number 1;")
        assert "number 0;" not in first.text
        assert "number 0;" in last.text
        assert "number 1;" not in last.text
        assert path in last.links()


def test_what_is_gone_is_not_there_and_says_nothing(
    lantern: OpenHouse, a_member: Member, another_member: Member, juno: Browser
):
    post, write = a_member.posts("Soup is ready"), lantern.house.database.write_now
    write(bookmarking.bookmark, another_member.id, post, now=now())
    write(thanking.favour, another_member.id, post, now=now())

    write(delete_post, a_member.id, post, key=lantern.house.key, now=now())

    assert "Nothing yet." in juno.get("/bookmarks").text
    assert "Nothing yet." in juno.get("/favourites").text


def test_whoever_blocked_one_is_not_named_above_an_answer_to_them(
    lantern: OpenHouse, a_member: Member, another_member: Member, a_steward: Member, juno: Browser
):
    post = a_steward.posts("So do I", reply_to=a_member.posts("I like soup"))
    lantern.house.database.write_now(bookmarking.bookmark, another_member.id, post, now=now())
    assert "Answers" in juno.get("/bookmarks").text

    lantern.house.database.write_now(blocking.block, a_member.id, another_member.id, now=now())

    assert "So do I" in juno.get("/bookmarks").text
    assert "Answers" not in juno.get("/bookmarks").text


def test_a_made_up_place_is_the_beginning(a_member: Member, another_member: Member, juno: Browser):
    post = a_member.posts("Soup is ready")
    marks(juno, "/community", post, favourite="1")

    for word in ("x", "-1", "9" * 200, str(2**126)):
        assert "Soup is ready" in juno.get(f"/favourites?before={word}").text


def test_a_message_among_them_is_opened_for_its_reader(a_member: Member, another_member: Member, marisol: Browser):
    post = a_member.posts("Only for @juno", audience="mentioned")

    marks(marisol, f"/posts/{post}", post, bookmark="1")

    assert "Only for" in marisol.get("/bookmarks").text


def marks(browser: Browser, path: str, post: int, **mark: str) -> Page:
    return browser.submit(browser.get(path), f"/posts/{post}/marks", **mark)
