"""`parasol seed`: an invented community that looks like a real one to the rest of the house."""

import asyncio
import io
from collections.abc import Callable
from random import Random

import msgspec
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.models import Account, Credential, Follow
from app.accounts.viewer import Viewer
from app.basics.errors import Refused
from app.cli import seeding
from app.cli.demo import cast as people
from app.cli.demo import scenes
from app.cli.demo.progress import Progress
from app.posts import body, talks
from app.posts.audience import Audience, answers_to
from app.posts.models import Boost, Favourite, Picture, Post, PostWords
from app.storage.house import House
from app.timelines import fanning
from app.timelines.encoded_queries import home_encoded
from app.timelines.models import FeedEntry
from app.timelines.queries import Page
from tests.world.cast import NOON, join


@pytest.fixture(autouse=True)
def without_the_last_evening(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Drawing and cleaning pictures takes seconds; the tests that want them say so."""
    if "the_last_evening" not in request.fixturenames:
        monkeypatch.setattr(scenes, "SCENES", ())


@pytest.fixture
def the_last_evening() -> None:
    """What the cast wrote, with pictures."""


def seed(house: House, *, members: int = 12, posts: int = 200, allies: int = 2, random_seed: int = 7) -> str:
    return seeding.fill(house, members=members, posts=posts, allies=allies, random_seed=random_seed, now=NOON)


def told(house: House) -> tuple[object, ...]:
    """Everything about a seeded house that does not depend on its own key: who, what, for whom, tied to whom."""

    def read(session: Session) -> tuple[object, ...]:
        names = {row[0]: (row[1], row[2]) for row in session.execute(select(Account.id, Account.name, Account.host))}
        posts = session.execute(select(Post.author_id, Post.source, Post.audience, Post.written_at).order_by(Post.id))
        follows = session.execute(select(Follow.follower_id, Follow.followed_id, Follow.accepted))
        thanks = session.execute(select(Favourite.account_id, Post.written_at).join(Post, Post.id == Favourite.post_id))
        return (
            sorted(names.values()),
            [(names[row[0]], *row[1:]) for row in posts],
            sorted((names[row[0]], names[row[1]], row[2]) for row in follows),
            sorted((names[row[0]], row[1]) for row in thanks),
        )

    return house.database.read_now(read)


def test_the_same_seed_makes_the_same_community(make_house: Callable[[str], House]):
    lantern, harbour = make_house("lantern"), make_house("harbour")

    seed(lantern)
    seed(harbour)

    assert told(lantern) == told(harbour)


def test_another_seed_makes_another_community(make_house: Callable[[str], House]):
    lantern, harbour = make_house("lantern"), make_house("harbour")

    seed(lantern, random_seed=1)
    seed(harbour, random_seed=2)

    assert told(lantern) != told(harbour)


def test_as_many_members_allies_and_posts_as_asked(house: House):
    seed(house, members=12, posts=400, allies=3)

    accounts, posts = house.database.read_now(accounts_and_posts)
    assert len([account for account in accounts if not account.host]) == 12
    assert {account.host for account in accounts} == {"", "harbour.example", "maisonrouge.example", "house3.example"}
    assert len([post for post in posts if post.written_at < NOON]) == 400
    assert {post.audience for post in posts} == {audience.value for audience in Audience}


def test_homes_hold_what_fanning_would_have_put_there(house: House):
    seed(house)
    seeded = house.database.read_now(homes)

    house.database.write_now(fan_out_again)

    assert len(seeded) > 500
    assert house.database.read_now(homes) == seeded


def test_an_answer_is_never_for_more_people_than_what_it_answers(house: House):
    seed(house, posts=400)

    _, posts = house.database.read_now(accounts_and_posts)
    by_id = {post.id: post for post in posts}
    answers = [post for post in posts if post.reply_to_id is not None]
    assert len(answers) > 50
    for answer in answers:
        parent = by_id[answer.reply_to_id or 0]
        assert Audience(answer.audience) in answers_to(Audience(parent.audience))
        assert answer.thread_id == parent.thread_id
        assert answer.id > parent.id


def test_a_page_of_a_home_reads_as_statuses(house: House):
    seed(house)
    marisol = house.database.read_now(named, "marisol")

    page = house.database.read_now(home_encoded, Viewer.member(marisol), Page())

    assert len(page) == 20
    for row in page:
        unmarked = {"favoured": False, "boosted": False, "bookmarked": False, "pinned": False}
        entity = msgspec.json.decode(body.whole(row.body, row.author_card, **unmarked, key_for=str))
        assert entity["content"].startswith("<p>")
        assert entity["account"]["display_name"]


def test_pictures_of_the_cast_lie_in_the_house(house: House, the_last_evening: None):
    seed(house)

    blobs = house.database.read_now(lambda session: session.scalars(select(Picture.blob)).all())

    assert len(blobs) == 4
    for blob in blobs:
        assert asyncio.run(house.blobs.get(f"{blob}/full"))


def test_the_printed_passphrase_opens_every_invented_account(house: House):
    passphrase = seed(house, members=5, posts=10)

    hashes = house.database.read_now(lambda session: session.scalars(select(Credential.passphrase_hash)).all())

    assert len(hashes) == 5
    assert len(set(hashes)) == 1
    assert secrets.opened_now(passphrase, hashes[0])


def test_seeding_again_adds_people_and_posts_and_renews_the_passphrase(house: House):
    first = seed(house, members=10, posts=100)
    before = house.database.read_now(accounts_and_posts)

    second = seed(house, members=14, posts=50, random_seed=8)

    after = house.database.read_now(accounts_and_posts)
    hashes = house.database.read_now(lambda session: session.scalars(select(Credential.passphrase_hash)).all())
    assert len(after[1]) == len(before[1]) + 50
    assert len(hashes) == 14
    assert first != second
    assert all(secrets.opened_now(second, one) for one in set(hashes))


def test_a_house_with_real_members_is_refused(house: House):
    real = join(house, "marisol")

    with pytest.raises(Refused, match="real members"):
        seed(house)

    accounts, posts = house.database.read_now(accounts_and_posts)
    assert [account.id for account in accounts] == [real.id]
    assert posts == []


def test_a_mark_from_another_house_does_not_open_one_with_real_members(house: House):
    join(house, "marisol")
    (house.settings.data / seeding.MARK).write_text("a hash that nobody here has")

    with pytest.raises(Refused, match="real members"):
        seed(house)


def test_somebody_real_in_a_seeded_house_keeps_their_passphrase_and_writes_nothing_invented(house: House):
    seed(house, members=5, posts=20)
    real = join(house, "real_person")
    house.database.write_now(
        lambda session: session.execute(
            update(Credential).where(Credential.account_id == real.id).values(passphrase_hash="their own")
        )
    )

    seed(house, members=6, posts=200)

    _, posts = house.database.read_now(accounts_and_posts)
    credential = house.database.read_now(lambda session: session.get_one(Credential, real.id).passphrase_hash)
    assert credential == "their own"
    assert real.id not in {post.author_id for post in posts}


def test_one_member_alone_can_be_seeded(house: House, the_last_evening: None):
    seed(house, members=1, posts=30, allies=0)

    accounts, posts = house.database.read_now(accounts_and_posts)
    assert [(account.name, account.role) for account in accounts] == [("vera", "steward")]
    assert len(posts) >= 30


def test_a_large_house_gives_every_member_a_name_of_their_own():
    names = [person.name for person in people.members(2_000, Random(3))]

    assert len(set(names)) == 2_000
    assert all(len(name) <= 30 for name in names)


def test_a_log_gets_a_line_for_each_tenth():
    out = io.StringIO()

    progress = Progress("posts", 100, out)
    for _ in range(100):
        progress.step(1)

    lines = out.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[-1].endswith("100%")
    assert "\r" not in out.getvalue()


def accounts_and_posts(session: Session) -> tuple[list[Account], list[Post]]:
    accounts = session.scalars(select(Account).order_by(Account.id)).all()
    return list(accounts), list(session.scalars(select(Post).order_by(Post.id)).all())


def homes(session: Session) -> set[tuple[object, ...]]:
    rows = session.execute(select(FeedEntry.owner_id, FeedEntry.entry_id, FeedEntry.post_id, FeedEntry.booster_id))
    return {tuple(row) for row in rows}


def fan_out_again(session: Session) -> None:
    """Empty every home of others' posts and fill it as the jobs would have: each post, then each boost, in order."""
    theirs = select(Post.id).where(Post.author_id != FeedEntry.owner_id).correlate(FeedEntry)
    session.execute(delete(FeedEntry).where(FeedEntry.post_id.in_(theirs)).execution_options(synchronize_session=False))
    for post_id in session.scalars(select(Post.id).order_by(Post.id)).all():
        fanning.spread_post(session, post_id)
    for boost_id in session.scalars(select(Boost.id).order_by(Boost.id)).all():
        fanning.spread_boost(session, boost_id)


def named(session: Session, name: str) -> int:
    return session.scalars(select(Account.id).where(Account.name == name)).one()


def test_what_they_wrote_is_found_as_if_it_had_been_there_all_along(house: House):
    seed(house)

    def read(session: Session) -> tuple[set[int], set[int]]:
        posts = session.scalars(select(Post.id).where(Post.audience != Audience.MENTIONED))
        return set(posts), set(session.scalars(select(PostWords.post_id)))

    posts, found = house.database.read_now(read)
    assert posts == found != set()


def test_every_message_is_in_a_conversation_of_whom_it_is_for(house: House):
    seed(house)

    def read(session: Session) -> dict[int, int]:
        messages = session.scalars(select(Post.id).where(Post.audience == Audience.MENTIONED)).all()
        in_lists = [
            {talk.newest.id for talk in talks.listed(session, Viewer.member(one), limit=40)}
            for one in session.scalars(select(Account.id).where(Account.host == "").order_by(Account.id))
        ]
        return {one: sum(one in seen for seen in in_lists) for one in messages}

    listed_by = house.database.read_now(read)

    assert listed_by
    assert set(listed_by.values()) == {2}
