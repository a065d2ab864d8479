"""A page stays open while a friend posts: a quiet line says so, nothing moves, and Leave quickly takes it all away."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from app.accounts import community
from app.basics.settings import load
from app.storage.house import House
from tests.stories.test_a_tag_is_followed import signs_in
from tests.stories.test_two_names_in_one_browser import settings_of
from tests.world.browsers import Person
from tests.world.cast import Member, join
from tests.world.servers import Server, eventually

TALL = "A long post. " * 60
NEWEST = "2. A long post."


@pytest.fixture
def lantern(make_server: Callable[..., Server]) -> Server:
    return make_server("lantern").start()


@pytest.fixture
def juno(lantern: Server) -> Iterator[Member]:
    """Juno, whom Marisol follows."""
    house = House.opened(load(settings_of(lantern)))
    house.database.write_now(lambda session: community.name_house(session, "Lantern House", "Notes", ""))
    marisol, juno = join(house, "marisol"), join(house, "juno")
    marisol.follows(juno)
    for number in range(3):
        juno.posts(f"{number}. {TALL}")
    yield juno
    house.close()


@pytest.mark.story
def test_what_a_friend_writes_is_said_quietly_and_shown_when_asked_for(
    lantern: Server, juno: Member, somebody: Callable[..., Person], script: bool
):
    marisol = signs_in(somebody("marisol", lantern.origin), "marisol")
    eventually(lambda: NEWEST in marisol.opens("/").page.content())
    assert marisol.page.evaluate("scrollTo(0, 500), scrollY") > 0
    places = where_posts_stand(marisol)

    juno.posts("The soup is ready")

    if script:
        line = marisol.page.get_by_role("link", name="1 new", exact=True)
        expect(line).to_be_visible()
        expect(marisol.page.get_by_role("status").filter(has=line)).to_have_count(1)
        assert where_posts_stand(marisol) == places
        marisol.sees_nothing_of("The soup is ready").keeps_four_looks("one new")
        assert where_posts_stand(marisol) == places
        marisol.is_led_on_by(line)
    else:
        eventually(lambda: "The soup is ready" in marisol.opens("/").page.content())
        assert marisol.page.locator(".newer a").is_hidden()
    marisol.sees("The soup is ready").keeps_four_looks("what was new")
    expect(marisol.page.locator(".newer a")).to_be_hidden()
    assert marisol.complaints == []


@pytest.mark.story
@pytest.mark.parametrize("script", ["with script"], indirect=True)
def test_leaving_ends_what_a_page_hears_and_back_shows_nothing(
    lantern: Server, juno: Member, somebody: Callable[..., Person]
):
    marisol = signs_in(somebody("marisol", lantern.origin), "marisol")
    asked: list[str] = []
    marisol.page.on("request", lambda request: asked.append(request.url))
    marisol.opens("/community")
    with marisol.page.expect_request("**/live/home?after=*"):
        marisol.opens("/")

    marisol.page.get_by_role("button", name="Leave quickly").click()
    eventually(lambda: marisol.page.context.cookies() == [])
    marisol.page.wait_for_url("**/left")
    asked.clear()
    juno.posts("The soup is ready")
    for _ in range(2):
        marisol.page.go_back(wait_until="load")
        marisol.sees_nothing_of("1 new").sees_nothing_of("@juno")
    marisol.page.wait_for_timeout(1500)

    assert [address for address in asked if "/live/" in address] == []


@pytest.mark.story
@pytest.mark.parametrize("script", ["with script"], indirect=True)
def test_an_open_page_goes_when_its_session_is_ended_elsewhere(
    lantern: Server, juno: Member, somebody: Callable[..., Person]
):
    phone = signs_in(somebody("phone", lantern.origin), "marisol")
    eventually(lambda: NEWEST in phone.opens("/").page.content())
    elsewhere = signs_in(somebody("elsewhere", lantern.origin), "marisol")

    elsewhere.opens("/settings/devices").presses("End all but this one")

    expect(phone.page.get_by_text("A long post")).to_have_count(0)


@pytest.mark.story
@pytest.mark.parametrize("script", ["with script"], indirect=True)
def test_so_does_a_page_that_came_only_a_moment_before(lantern: Server, juno: Member, somebody: Callable[..., Person]):
    phone = signs_in(somebody("phone", lantern.origin), "marisol")
    elsewhere = signs_in(somebody("elsewhere", lantern.origin), "marisol").opens("/settings/devices")
    phone.page.add_init_script("Math.random = () => 0")  # comes back as soon as pages ever do
    with phone.page.expect_response("**/live/home?after=*"):
        phone.opens("/")

    elsewhere.presses("End all but this one")

    expect(phone.page.get_by_text("A long post")).to_have_count(0)


def where_posts_stand(person: Person) -> list[float]:
    """How far each post is from the top of the window."""
    return person.page.locator("article.post").evaluate_all(
        "posts => posts.map(post => Math.round(post.getBoundingClientRect().top))"
    )
