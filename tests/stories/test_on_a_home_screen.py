"""The house on a home screen: when the line is gone it says so, it keeps nobody's pages, and leaving takes it away."""

from collections.abc import Callable

import pytest

from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE
from tests.world.servers import Server, eventually

IS_INSTALLED = """
const asked = window.matchMedia
window.matchMedia = query => query === '(display-mode: standalone)' ? {matches: true} : asked.call(window, query)
"""
SECRET = "The keys are with the neighbour"


@pytest.mark.story
@pytest.mark.parametrize("script", ["with script"], indirect=True)
def test_without_a_line_an_installed_house_says_so_and_shows_nothing_that_was_read(
    make_server: Callable[..., Server], somebody: Callable[..., Person]
):
    lantern = make_server("lantern")
    lantern.run("member", "add", "marisol", stdin=PASSPHRASE + "\n")
    lantern.start()
    marisol = somebody("marisol", lantern.origin)
    marisol.opens("/sign-in").fills("Name", "marisol")
    marisol.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    marisol.presses("Sign in").opens("/write").page.locator("textarea[name=text]").fill(SECRET)
    marisol.presses("Post").opens("/community").sees(SECRET)
    assert workers(marisol) == 0

    marisol.page.add_init_script(IS_INSTALLED)
    marisol.opens("/community")
    eventually(lambda: workers(marisol) == 1)
    eventually(
        lambda: marisol.page.evaluate("navigator.serviceWorker.ready.then(one => one.active.state)") == "activated"
    )
    marisol.opens("/").opens("/community").sees(SECRET)
    assert all(path.startswith("/static/") or path == "/offline" for path in kept(marisol))

    marisol.page.context.set_offline(True)
    marisol.opens("/community").sees("The line is gone").sees_nothing_of(SECRET).keeps_four_looks("the line is gone")
    marisol.opens("/@marisol").sees("The line is gone").sees_nothing_of("@marisol")
    marisol.page.context.set_offline(False)

    marisol.follows_link("Try again").opens("/community").sees(SECRET)
    marisol.page.get_by_role("button", name="Leave quickly").click()
    eventually(lambda: marisol.page.context.cookies() == [])
    later = Person(marisol.page.context.new_page(), lantern.origin, "marisol").opens("/sign-in")
    eventually(lambda: workers(later) == 0)
    eventually(lambda: kept(later) == [])


def workers(person: Person) -> int:
    return person.page.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)")


def kept(person: Person) -> list[str]:
    return person.page.evaluate("""async () => {
        const found = []
        for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname)
        return found
    }""")
