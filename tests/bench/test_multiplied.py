"""A house that was multiplied for the bench is as one that was lived in: every row as the product would write it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.basics.clock import now
from app.cli import seeding
from app.cli.demo import homes
from app.posts import body
from app.posts.actions import indexing
from app.posts.models import Boost, Favourite, Mention, Post, PostTag, PostWords
from app.storage.house import House
from app.timelines.models import FeedEntry
from bench import multiplied
from tests.world.houses import Templates

BEFORE, AFTER = 150, 400


@pytest.fixture(scope="module")
def grown(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A seeded house of 150 posts made one of 400."""
    house = templates.opens("sqlite", "lantern", tmp_path_factory.mktemp("grown") / "lantern")
    seeding.fill(house, members=12, posts=BEFORE, allies=1, random_seed=3, now=now())
    multiplied.give_tags(path_of(house))
    house.database.write_now(multiplied.index_all)
    house.close()

    multiplied.multiply(path_of(house), AFTER)

    return House.opened(house.settings)


def path_of(house: House) -> Path:
    return house.settings.data / "parasol.db"


def rows_of(session: Session, model: type) -> list[tuple[object, ...]]:
    return sorted(tuple(row) for row in session.execute(select(model.__table__)))  # type: ignore[attr-defined]


def test_the_database_is_whole(grown: House):
    with closing(sqlite3.connect(path_of(grown))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO post_words_index (post_words_index) VALUES ('integrity-check')")
        assert connection.execute("SELECT count(*) FROM posts").fetchone()[0] >= AFTER


def test_every_post_is_encoded_as_the_product_encodes_it(grown: House):
    with Session(grown.database.engine) as session:
        posts = session.scalars(select(Post).where(Post.pictures == 0, Post.audience != "mentioned")).all()
        for post in posts:
            named = session.scalars(select(Mention.account_id).where(Mention.post_id == post.id)).all()
            people = accounts.several(session, [post.author_id, *named])
            encoded = body.encode(
                post, people[post.author_id], [people[one] for one in named], [], origin=grown.settings.origin
            )
            assert post.body.partition(b'"emojis"')[0] == encoded.partition(b'"emojis"')[0]

    assert len({post.uri for post in posts}) == len(posts) >= AFTER - 20


def test_a_post_answers_one_of_its_own_time(grown: House):
    with Session(grown.database.engine) as session:
        posts = {post.id: post for post in session.scalars(select(Post))}

    assert all(post.thread_id == post.id for post in posts.values() if post.reply_to_id is None)
    answers = [post for post in posts.values() if post.reply_to_id is not None]
    assert len(answers) > AFTER / 10
    for post in answers:
        parent = posts[post.reply_to_id or 0]
        assert (post.reply_to_uri, post.thread_id) == (parent.uri, parent.thread_id)
        assert parent.written_at < post.written_at


def test_homes_hold_what_the_product_would_put_there(grown: House):
    with Session(grown.database.engine) as session:
        copied = rows_of(session, FeedEntry)
        session.execute(delete(FeedEntry))
        homes.spread(session, 0, 2**62)

        assert rows_of(session, FeedEntry) == copied
        assert len(copied) > AFTER


def test_posts_are_found_by_what_they_would_be_found_by(grown: House):
    with Session(grown.database.engine) as session:
        copied = rows_of(session, PostWords)
        indexing.index_posts(session, session.scalars(select(Post.id)).all())

        assert rows_of(session, PostWords) == copied
        assert len(copied) > AFTER - 20


def test_what_hangs_on_posts_grows_with_them(grown: House):
    with Session(grown.database.engine) as session:
        newest = session.scalars(select(Post.id).order_by(Post.id.desc()).limit(BEFORE)).all()
        for model in (Mention, Favourite, Boost, PostTag):
            every = session.scalars(select(model.post_id)).all()
            of_the_newest = [one for one in every if one in set(newest)]
            assert len(every) >= 2 * len(of_the_newest) > 0, model
