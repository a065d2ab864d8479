"""Search: what one may read and may find, by its words and by what else is known of it, the newest first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.actions import blocking, profiles
from app.allies import actions as allies
from app.basics.clock import now
from app.basics.ids import time_of
from app.jobs.outbox import announce
from app.posts.actions import bookmarking, deleting, expiring, indexing, thanking
from app.posts.asking import NewPoll
from app.posts.audience import Audience
from app.posts.events import PostsToIndex
from app.storage.house import House
from app.timelines import search_queries
from federation import pact
from tests.posts.test_editing import edits
from tests.posts.test_who_may_read import ALLY, befriend, guest
from tests.timelines.searching import arrives, finds, indexed, search, settle, was_written
from tests.world.cast import Member, join


@pytest.fixture
def vera(house: House) -> Member:
    """Vera, whose posts whoever may read them may find."""
    vera = join(house, "vera")
    vera.chooses(findable=True)
    return vera


def test_ones_own_posts_are_found_and_nobody_elses_unless_they_say_so(a_member: Member, another_member: Member):
    mine, theirs = a_member.posts("red umbrella"), another_member.posts("red umbrella too")

    assert finds(a_member, "umbrella") == [mine]
    assert finds(another_member, "umbrella") == [theirs]


def test_whose_posts_may_be_found_are_found_by_whoever_may_read_them(house: House, vera: Member, a_member: Member):
    a_member.follows(vera)
    stranger = join(house, "lupe")
    posts = {
        audience: vera.posts(f"umbrella for {audience}", audience) for audience in Audience if audience != "mentioned"
    }

    assert finds(a_member, "umbrella") == sorted(posts.values(), reverse=True)
    assert finds(stranger, "umbrella") == sorted(set(posts.values()) - {posts[Audience.FOLLOWERS]}, reverse=True)


def test_taking_it_back_hides_them_at_once_before_any_job(vera: Member, a_member: Member):
    post = vera.posts("umbrella")
    assert finds(a_member, "umbrella") == [post]

    vera.chooses(findable=False)

    assert search(a_member, "umbrella").entries == []
    settle(vera.house)
    assert "=all" not in indexed(vera.house)[post]
    assert finds(vera, "umbrella") == [post]


def test_choosing_it_later_shows_what_was_written_before(a_member: Member, another_member: Member):
    post = another_member.posts("umbrella")
    assert finds(a_member, "umbrella") == []

    another_member.chooses(findable=True)

    assert finds(a_member, "umbrella") == [post]


@pytest.mark.parametrize("mark", ["bookmark", "favourite", "boost", "mention"])
def test_what_has_to_do_with_oneself_is_found_whatever_its_author_chose(
    house: House, a_member: Member, another_member: Member, mark: str
):
    post = another_member.posts("umbrella for @marisol" if mark == "mention" else "umbrella")
    do = {"bookmark": bookmarking.bookmark, "favourite": thanking.favour, "boost": thanking.boost}
    if mark in do:
        house.database.write_now(do[mark], a_member.id, post, now=now())

    assert finds(a_member, "umbrella") == [post]
    assert finds(join(house, "lupe"), "umbrella") == []


def test_a_message_is_not_even_indexed(house: House, a_member: Member, another_member: Member):
    message = a_member.posts("@juno umbrella", "mentioned")
    house.database.write_now(bookmarking.bookmark, another_member.id, message, now=now())

    assert finds(a_member, "umbrella") == finds(another_member, "umbrella") == []
    assert message not in indexed(house)


def test_what_becomes_a_message_is_found_no_longer(house: House, a_member: Member):
    """An answer that only a house could read which goes (`narrowing`)."""
    parent = arrives(house, guest(house, befriend(house)), "umbrella", Audience.ALLIES)
    answer = a_member.posts("my umbrella", "allies", reply_to=parent)
    assert finds(a_member, "my umbrella") == [answer]

    house.database.write_now(allies.part, ALLY, now=now())
    house.database.write_now(pact.end_partings, now() + timedelta(days=8), key=house.key)

    assert indexed(house) == {}


@pytest.mark.parametrize(("indexable", "found"), [(True, {Audience.OPEN, Audience.ALLIES}), (False, set[Audience]())])
def test_an_allys_member_is_found_where_their_house_says_so(
    house: House, a_member: Member, indexable: bool, found: set[Audience]
):
    night = guest(house, befriend(house))
    says(house, night, indexable)
    a_member.follows(night)
    audiences = (Audience.OPEN, Audience.ALLIES, Audience.FOLLOWERS)
    posts = {arrives(house, night, "umbrella", audience): audience for audience in audiences}

    assert {posts[one] for one in finds(a_member, "umbrella")} == found


def test_an_ally_that_says_it_no_longer_is_found_no_longer(house: House, a_member: Member):
    night = guest(house, befriend(house))
    says(house, night, True)
    post = arrives(house, night, "umbrella")
    assert finds(a_member, "umbrella") == [post]

    says(house, night, False)

    assert search(a_member, "umbrella").entries == []


def test_an_edit_is_found_by_what_it_says_now(vera: Member, a_member: Member):
    post = vera.posts("a red umbrella")
    assert finds(a_member, "red") == [post]

    edits(vera, post, "a blue umbrella", warning="weather")

    assert finds(a_member, "red") == []
    assert finds(a_member, "blue weather") == [post]


def test_what_is_deleted_or_has_ended_is_found_no_longer(house: House, vera: Member, a_member: Member):
    deleted, ended = vera.posts("umbrella"), vera.posts("umbrella", lasts_days=1)
    assert finds(a_member, "umbrella") == [ended, deleted]

    house.database.write_now(deleting.delete_post, vera.id, deleted, key=house.key, now=now())
    house.database.write_now(expiring.end_posts, now() + timedelta(days=2), key=house.key)

    assert search(a_member, "umbrella").entries == []
    assert indexed(house) == {}


def test_the_muted_the_blocked_and_the_away_are_not_found(house: House, vera: Member, a_member: Member):
    muter, blocked = join(house, "lupe"), join(house, "ada")
    post = vera.posts("umbrella")
    house.database.write_now(blocking.mute, muter.id, vera.id, now=now())
    house.database.write_now(blocking.block, vera.id, blocked.id, now=now())

    assert finds(a_member, "umbrella") == [post]
    assert finds(muter, "umbrella") == finds(blocked, "umbrella") == finds(blocked, "from:vera") == []


def test_by_author_tag_language_and_what_it_is(house: House, vera: Member, a_member: Member):
    plain = vera.posts("umbrella https://umbrella.example/", language="en-GB")
    tagged = vera.posts("umbrella #Права", language="ru")
    answer = vera.posts("umbrella", reply_to=plain, warning="rain")
    mine = a_member.posts("umbrella")

    assert finds(a_member, "umbrella from:@vera") == [answer, tagged, plain]
    assert finds(a_member, "umbrella from:me") == finds(a_member, "umbrella -from:vera") == [mine]
    assert finds(a_member, "#права") == [tagged]
    assert finds(a_member, "umbrella language:en") == [plain]
    assert finds(a_member, "has:link") == [plain]
    assert finds(a_member, "is:reply") == finds(a_member, "is:sensitive") == [answer]
    assert finds(a_member, "umbrella -is:reply -#права -from:me") == [plain]
    assert finds(a_member, "umbrella from:nobody") == finds(a_member, "umbrella from:vera from:me") == []


def test_a_poll_is_found_by_its_choices(house: House, vera: Member, a_member: Member):
    post = vera.posts("When do we meet?", poll=NewPoll(["Thursday night", "Never"]))
    vera.posts("Thursday")

    assert finds(a_member, "thursday has:poll") == finds(a_member, '"thursday night"') == [post]


def test_by_phrases_beginnings_and_what_is_left_out(a_member: Member):
    one, other = a_member.posts("the red umbrella march"), a_member.posts("umbrella, red, marching")

    assert finds(a_member, '"red umbrella"') == [one]
    assert finds(a_member, "march*") == [other, one]
    assert finds(a_member, '"march"') == [one]
    assert finds(a_member, 'red -"marching"') == finds(a_member, '-"umbrella red"') == [one]


def test_by_date(house: House, a_member: Member):
    days = {day: a_member.posts(f"umbrella {day}") for day in (29, 30, 31)}
    for day, post in days.items():
        was_written(house, post, datetime(2026, 5, day, 12, tzinfo=UTC))

    assert finds(a_member, "umbrella during:2026-05-30") == [days[30]]
    assert finds(a_member, "umbrella before:2026-05-30") == [days[29]]
    assert finds(a_member, "umbrella after:2026-05-30") == [days[31]]
    assert finds(a_member, "during:2026-05") == [days[31], days[30], days[29]]
    assert finds(a_member, "during:2025") == finds(a_member, "before:1999") == []


def test_in_bookmarks_and_library(house: House, vera: Member, a_member: Member):
    kept, thanked, _ = (vera.posts("umbrella") for _ in range(3))
    mine = a_member.posts("umbrella")
    house.database.write_now(bookmarking.bookmark, a_member.id, kept, now=now())
    house.database.write_now(thanking.favour, a_member.id, thanked, now=now())

    assert finds(a_member, "umbrella in:bookmarks") == finds(a_member, "in:bookmarks -blue -from:me") == [kept]
    assert finds(a_member, "in:bookmarks -umbrella") == finds(a_member, "in:bookmarks -from:vera") == []
    assert finds(a_member, "umbrella in:favourites") == [thanked]
    assert finds(a_member, "umbrella in:library") == [mine, thanked, kept]


def test_pages_follow_each_other_the_newest_first_and_nothing_is_lost(house: House, vera: Member, a_member: Member):
    posts = [vera.posts(f"umbrella {n}") for n in range(7)]
    unasked = join(house, "lupe")
    marked = [unasked.posts(f"umbrella {n}") for n in range(3)]
    for post in marked:
        house.database.write_now(bookmarking.bookmark, a_member.id, post, now=now())
    wanted = sorted([*posts, *marked], reverse=True)

    first = finds(a_member, "umbrella", limit=4)
    second = search(a_member, "umbrella", before=first[-1], limit=4)
    last = search(a_member, "umbrella", before=second.older or 0, limit=4)

    assert [*first, *(entry.id for entry in (*second.entries, *last.entries))] == wanted
    assert (last.older, last.all_looked_at) == (None, True)


def test_much_that_one_may_not_read_ends_a_page_and_looking_on_finds_the_rest(
    house: House, vera: Member, a_member: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search_queries, "MOST_PLACES", 5)
    post = vera.posts("umbrella for all")
    for n in range(7):
        vera.posts(f"umbrella {n}", "followers")
    assert finds(a_member, "umbrella") == []
    found = search(a_member, "umbrella")

    after = search(a_member, "umbrella", before=found.older or 0)

    assert not found.all_looked_at
    assert [entry.id for entry in after.entries] == [post]
    assert after.all_looked_at


def test_what_lies_further_down_than_was_looked_comes_once_on_a_later_page(
    house: House, vera: Member, a_member: Member, another_member: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search_queries, "MOST_PLACES", 5)
    kept = another_member.posts("umbrella")
    house.database.write_now(bookmarking.bookmark, a_member.id, kept, now=now())
    for n in range(7):
        vera.posts(f"umbrella {n}", "followers")
    settle(house)

    first = search(a_member, "umbrella")
    second = search(a_member, "umbrella", before=first.older or 0)

    assert [[entry.id for entry in page.entries] for page in (first, second)] == [[], [kept]]


def test_old_marks_are_found_by_looking_on(
    house: House, a_member: Member, another_member: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search_queries, "MOST_MARKS", 2)
    posts = [another_member.posts(words) for words in ("umbrella", "umbrella", "rain", "wind", "umbrella")]
    for post in posts:
        house.database.write_now(bookmarking.bookmark, a_member.id, post, now=now())
    settle(house)

    first = search(a_member, "umbrella")
    second = search(a_member, "umbrella", before=first.older or 0)
    third = search(a_member, "umbrella", before=second.older or 0)

    found = [[entry.id for entry in page.entries] for page in (first, second, third)]
    assert found == [[posts[4]], [posts[1]], [posts[0]]]
    assert third.older is None


def test_nothing_newer_and_nothing_older_than_was_asked(vera: Member, a_member: Member):
    posts = [vera.posts("umbrella") for _ in range(3)]

    assert finds(a_member, "umbrella", before=posts[2], after=posts[0]) == [posts[1]]


def test_a_house_that_has_many_posts_indexes_them_in_portions(
    house: House, a_member: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    posts = [a_member.posts(f"umbrella {n}") for n in range(5)]
    settle(house)
    house.database.write_now(indexing.forget_words, posts)
    assert finds(a_member, "umbrella") == []

    house.database.write_now(announce, PostsToIndex())

    assert finds(a_member, "umbrella") == posts[::-1]


def test_dates_are_places_as_well(a_member: Member):
    post = a_member.posts("umbrella")
    day = time_of(post).strftime("%Y-%m-%d")

    assert finds(a_member, f"umbrella during:{day}") == [post]


def says(house: House, guest: Member, indexable: bool) -> None:
    """Their own house describes them anew."""
    facts = guest.facts
    foreign = profiles.ForeignAccount(
        facts.uri, facts.name, facts.host, facts.ally_id or 0, "", "", facts.inbox, facts.shared_inbox, facts.key_id, ""
    )
    foreign = replace(foreign, findable=indexable)
    house.database.write_now(profiles.remember_foreign, foreign, origin=house.settings.origin, now=now())
