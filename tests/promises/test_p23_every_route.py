"""P23 over the whole house: each audience, each route, each viewer, against one table (`tests.promises.matrix`)."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.routing import Route, WebSocketRoute

from app.doors.access import every_route
from app.notifications.models import Notification
from app.posts.audience import Audience
from app.posts.models import Bookmark, Boost, Favourite, Post, PostVersion
from tests.promises import matrix
from tests.promises.everybody import MAY_READ, NOT_THERE, World, names_a_post, serves, shown, world  # noqa: F401
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture


def test_every_route_says_what_of_a_post_it_shows(lantern: OpenHouse):
    read = {path for method, path in routes(lantern) if method == "GET"}
    acting = {(method, path) for method, path in routes(lantern) if method != "GET" and names_a_post(path)}
    headings = [
        matrix.SHOWS_IT, matrix.SHOWS_IT_TO_ITS_AUTHOR, matrix.SHOWS_IT_TO_OTHERS,
        matrix.SHOWS_IT_TO_STRANGERS, matrix.SHOWS_SOME, matrix.SHOWS_NONE, matrix.STREAMS,
    ]  # fmt: skip

    assert read == set().union(*headings)
    assert sum(map(len, headings)) == len(read), "each stands under one heading"
    assert acting == matrix.ACTS_ON_IT


def test_whoever_may_read_it_sees_it_and_nobody_else(world: World):
    """Who may not is answered as for a post that never was."""
    wrong: list[str] = []
    for asker, path in world.visits(matrix.SHOWS_IT | matrix.SHOWS_IT_TO_ITS_AUTHOR | matrix.SHOWS_IT_TO_OTHERS):
        to_author_alone = path in matrix.SHOWS_IT_TO_ITS_AUTHOR
        is_for_others = asker.who == "author" and path in matrix.SHOWS_IT_TO_OTHERS
        never = asker.ask("GET", world.filled(path, NOT_THERE, asker))[0]
        for audience, post_id in world.posts.items():
            sees_it = asker.who == "author" if to_author_alone else audience in MAY_READ[asker.who]
            sees_it = sees_it and asker.who != "stranger" and not is_for_others
            status, body = asker.ask("GET", world.filled(path, post_id, asker))
            told_no = to_author_alone and status == 403 and audience in MAY_READ[asker.who]
            right = ({audience} if sees_it else set(), 200 if sees_it else status if told_no else never)
            right = (set[Audience](), 422) if is_for_others else right
            if (shown(body), status) != right:
                wrong.append(f"{audience} at {path} for {asker}: {status}, {shown(body)}")

    assert wrong == []


def test_by_its_open_address_strangers_read_what_is_for_the_open_web(world: World):
    [path] = matrix.SHOWS_IT_TO_STRANGERS
    wrong: list[str] = []
    for asker, _ in world.visits({path}):
        for audience, post_id in world.posts.items():
            found = shown(asker.ask("GET", world.filled(path, post_id, asker))[1])
            expected = {audience} & MAY_READ[asker.who] if asker.who == "stranger" else found & MAY_READ[asker.who]
            if found != expected:
                wrong.append(f"{audience} for {asker}: {found}")

    assert wrong == []


def test_lists_hold_only_what_their_reader_may_read_and_everything_somewhere(world: World):
    seen: dict[str, set[Audience]] = {path: set() for path in matrix.SHOWS_SOME}
    wrong: list[str] = []
    for asker, path in world.visits(matrix.SHOWS_SOME):
        for part in matrix.IN_PARTS.get(path, ("",)):
            status, body = asker.ask("GET", world.filled(path, NOT_THERE, asker) + part)
            seen[path] |= shown(body)
            if shown(body) - MAY_READ[asker.who] or status >= 500:
                wrong.append(f"{path}{part} for {asker}: {status}, {shown(body) - MAY_READ[asker.who]}")

    assert wrong == []
    assert [path for path, found in seen.items() if not found] == [], "a list that never holds anything proves nothing"


def test_no_other_route_shows_any_of_it(world: World):
    wrong: list[str] = []
    for asker, path in world.visits(matrix.SHOWS_NONE):
        for post_id in world.posts.values() if names_a_post(path) else [world.posts[Audience.MENTIONED]]:
            status, body = asker.ask("GET", world.filled(path, post_id, asker))
            if shown(body) or status >= 500:
                wrong.append(f"{path} for {asker}: {status}, {shown(body)}")

    assert wrong == []


def test_nobody_does_anything_with_a_post_that_they_may_not_read(world: World):
    before, wrong = world.house.house.database.read_now(rows), list[str]()
    for asker in world.askers:
        for method, path in sorted(matrix.ACTS_ON_IT):
            if not serves(asker, path):
                continue
            never = asker.ask(method, world.filled(path, NOT_THERE, asker))[0]
            for audience in set(Audience) - MAY_READ[asker.who]:
                status = asker.ask(method, world.filled(path, world.posts[audience], asker))[0]
                if status != never or status < 300:
                    wrong.append(f"{audience} {method} {path} for {asker}: {status}, not {never}")

    assert wrong == []
    assert world.house.house.database.read_now(rows) == before


def routes(house: OpenHouse) -> Iterator[tuple[str, str]]:
    for route in every_route(house.app.routes):
        if isinstance(route, WebSocketRoute):
            continue
        assert isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}:
            yield method, route.path


def rows(session: Session) -> list[int]:
    """How many there are of whatever an act on a post leaves."""
    tables = (Post, PostVersion, Boost, Favourite, Bookmark, Notification)
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
