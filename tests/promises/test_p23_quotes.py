"""P23 in quotes: at no door does anybody read in somebody's quote what they may not read by itself."""
# ruff: noqa: F811 — fixtures are imported by their names

from app.accounts import queries as accounts
from app.posts.audience import Audience
from tests.promises import matrix
from tests.promises.everybody import FOR_MEMBERS, MAY_READ, World, shown, world  # noqa: F401
from tests.web.conftest import lantern  # noqa: F401 — a fixture
from tests.world.cast import Member
from tests.world.quoting import quotes_it, says_who

DOORS = (matrix.SHOWS_IT | matrix.SHOWS_SOME | {"/api/v1/statuses/{status_id}/quotes"}) - {"/write"}


def test_in_a_quote_everybody_reads_what_they_may_read_by_itself(world: World):
    quoted = quotes_by_oda(world)
    wrong: list[str] = []
    for asker, path in world.visits(DOORS):
        for audience, post_id in quoted.items():
            status, body = asker.ask("GET", world.filled(path, post_id, asker))
            if shown(body) - MAY_READ[asker.who] or status >= 500:
                wrong.append(f"{audience} at {path} for {asker}: {status}, {shown(body)}")

    assert wrong == []


def test_whoever_may_read_both_reads_both(world: World):
    quoted = quotes_by_oda(world)
    seen = {
        (asker.who, audience)
        for asker, path in world.visits({"/posts/{post}", "/api/v1/statuses/{status_id}"})
        for audience, post_id in quoted.items()
        if audience in shown(asker.ask("GET", world.filled(path, post_id, asker))[1])
    }

    members = ("author", "follower", "named", "member")
    assert seen == {(who, audience) for who in members for audience in FOR_MEMBERS}


def test_an_ally_is_told_of_what_is_quoted_only_where_it_may_read_that(world: World):
    quoted = quotes_by_oda(world)
    for asker, path in world.visits({"/ap/posts/{token}"}):
        for audience, post_id in quoted.items():
            status, body = asker.ask("GET", world.filled(path, post_id, asker))
            named = world.uri(world.posts[audience]).encode() in body
            assert (status == 200) is named is (audience in MAY_READ[asker.who])


def quotes_by_oda(world: World) -> dict[Audience, int]:
    """Of each post of the author that is for every member, for as many people as that may be."""
    account = world.house.house.database.read_now(accounts.by_name, "oda", "")
    assert account is not None
    oda = Member(world.house.house, account.id, "oda")
    oda.opens_their_page()
    found: dict[Audience, int] = {}
    for audience in sorted(FOR_MEMBERS):
        says_who(world.author, world.posts[audience], "readers")
        found[audience] = quotes_it(oda, world.posts[audience], audience, f"#harbour look at {audience}")
    world.house.settles()
    return found
