"""What people decided to hold or remove is read by nobody but its author: each audience, each route, each viewer."""
# ruff: noqa: F811 — fixtures are imported by their names

import pytest

from app.posts.audience import Audience
from tests.promises import matrix
from tests.promises.everybody import NOT_THERE, World, names_a_post, serves, shown, world  # noqa: F401
from tests.promises.test_p23_every_route import rows
from tests.web.conftest import lantern  # noqa: F401 — a fixture
from tests.world.decided import Moderators

ONE_BY_ONE = matrix.SHOWS_IT | matrix.SHOWS_IT_TO_ITS_AUTHOR | matrix.SHOWS_IT_TO_STRANGERS
LISTS = matrix.SHOWS_SOME | matrix.SHOWS_NONE
# Of a removed post its author is shown that, and not its words; a message is sealed to them as well.
STILL_SHOWN = {"hold": set(Audience), "remove": {Audience.MENTIONED}}


@pytest.fixture(params=["hold", "remove"])
def restricted(world: World, request: pytest.FixtureRequest) -> tuple[World, str]:
    moderators = Moderators(world.house.house)
    for post_id in world.posts.values():
        moderators.decide(request.param, post_id)
    world.house.settles()
    return world, request.param


def test_nobody_else_sees_anything_of_it_anywhere(restricted: tuple[World, str]):
    world, measure = restricted
    wrong: list[str] = []
    for asker, path in world.visits(ONE_BY_ONE | LISTS):
        may_see = STILL_SHOWN[measure] if asker.who == "author" else set[Audience]()
        for post_id in [*world.posts.values()] if names_a_post(path) else [NOT_THERE]:
            for part in matrix.IN_PARTS.get(path, ("",)):
                status, body = asker.ask("GET", world.filled(path, post_id, asker) + part)
                if shown(body) - may_see or status >= 500:
                    wrong.append(f"{path}{part} for {asker}: {status}, {shown(body) - may_see}")

    assert wrong == []


def test_to_everybody_else_it_is_as_if_it_had_never_been(restricted: tuple[World, str]):
    world, _ = restricted
    wrong: list[str] = []
    for asker, path in world.visits(matrix.SHOWS_IT | matrix.SHOWS_IT_TO_ITS_AUTHOR):
        if asker.who == "author":
            continue
        never = asker.ask("GET", world.filled(path, NOT_THERE, asker))[0]
        statuses = {asker.ask("GET", world.filled(path, one, asker))[0] for one in world.posts.values()}
        if statuses != {never}:
            wrong.append(f"{path} for {asker}: {statuses}, not {never}")

    assert wrong == []


def test_its_author_sees_what_is_held(restricted: tuple[World, str]):
    world, measure = restricted
    found = {
        audience
        for asker, path in world.visits({"/posts/{post}", "/api/v1/statuses/{status_id}"})
        if asker.who == "author"
        for audience, post_id in world.posts.items()
        if audience in shown(asker.ask("GET", world.filled(path, post_id, asker))[1])
    }

    assert found == STILL_SHOWN[measure]


def test_nobody_else_does_anything_with_it(restricted: tuple[World, str]):
    world, _ = restricted
    before, wrong = world.house.house.database.read_now(rows), list[str]()
    for asker in world.askers:
        for method, path in sorted(matrix.ACTS_ON_IT):
            if not serves(asker, path) or asker.who == "author":
                continue
            never = asker.ask(method, world.filled(path, NOT_THERE, asker))[0]
            statuses = {asker.ask(method, world.filled(path, one, asker))[0] for one in world.posts.values()}
            if statuses != {never} or never < 300:
                wrong.append(f"{method} {path} for {asker}: {statuses}, not {never}")

    assert wrong == []
    assert world.house.house.database.read_now(rows) == before
