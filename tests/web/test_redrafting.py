"""Delete and write anew: the post is gone everywhere, and what it was waits in Write."""

from sqlalchemy import select

from app.posts.models import Post
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_writing import a_photo, writes
from tests.world.cast import Member
from tests.world.pictures import files_of, open_files


def deletes_to_write_anew(browser: Browser, post_id: int) -> Page:
    address = f"/posts/{post_id}/deletion"
    return browser.submit(browser.get(address), address, anew="1")


def test_write_opens_with_everything_that_was_in_it(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    parent = another_member.posts("a question")
    post_id = a_member.posts("an anser", "community", warning="tea", reply_to=parent, lasts_days=7)

    write = marisol.follow(deletes_to_write_anew(marisol, post_id))

    assert marisol.get(f"/posts/{post_id}").status == 404
    kept = write.values_of("/posts")
    assert (kept["text"], kept["warning"], kept["audience"]) == ("an anser", "tea", "community")
    assert (kept["reply_to"], kept["lasts"]) == (str(parent), "7")
    again = marisol.submit(write, "/posts", text="an answer")
    lantern.settles()
    assert "an answer" in marisol.follow(again).text
    assert "an anser" not in marisol.get("/drafts").text


def test_its_pictures_go_on_into_the_new_post_described(lantern: OpenHouse, marisol: Browser):
    answer = writes(marisol, "The balkony", files={"picture_1": a_photo()}, description_1="a balcony")
    lantern.settles()
    address = next(link for link in marisol.follow(answer).links() if link.endswith("/deletion"))

    write = marisol.follow(marisol.submit(marisol.get(address), address, anew="1"))
    lantern.settles()
    again = marisol.submit(write, "/posts", text="The balcony")
    lantern.settles()

    shown = [attrs for tag, attrs in marisol.follow(again).read.tags if tag == "img"]
    assert [attrs["alt"] for attrs in shown] == ["a balcony"]
    assert marisol.get(shown[0]["src"]).status == 200
    assert len(lantern.house.database.read_now(lambda session: session.scalars(select(Post.id)).all())) == 1


def test_a_message_is_written_anew_with_its_pictures_which_stay_sealed_until_it_goes(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    answer = writes(
        marisol, "@juno look", files={"picture_1": a_photo()}, description_1="a balcony", audience="mentioned"
    )
    lantern.settles()
    [message] = lantern.house.database.read_now(lambda session: session.scalars(select(Post.id)).all())
    address = f"/posts/{message}/deletion"

    page = marisol.get(address)
    write = marisol.follow(marisol.submit(page, address, anew="1"))
    lantern.settles()

    assert answer.status == 303
    assert "its words and pictures wait in your drafts, sealed" in page.text
    kept = write.values_of("/posts")
    assert (kept["text"], kept["audience"], kept["description_1"]) == ("@juno look", "mentioned", "a balcony")
    path = f"/media/{kept['media_1']}/full"
    assert (marisol.get(path).status, juno.get(path).status) == (200, 404)
    assert open_files(lantern.house) == []

    marisol.submit(write, "/posts", text="@juno look here")
    lantern.settles()
    assert marisol.get(path).body == juno.get(path).body
    assert (juno.get(path).status, open_files(lantern.house)) == (200, [])
    assert len(files_of(lantern.house)) == 2


def test_nobody_deletes_somebody_elses_to_write_it_anew(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    theirs, own = a_member.posts("mine"), another_member.posts("hers")
    sends = juno.get(f"/posts/{own}/deletion").form(f"/posts/{own}/deletion").sends(anew="1")

    refused = juno.post(f"/posts/{theirs}/deletion", sends)

    assert refused.status == 403
    assert "mine" in marisol.get(f"/posts/{theirs}").text
    assert "mine" not in juno.get("/drafts").text
