"""A small house made a large one: its posts again and again, each time further back, as if it had always gone on so.

Seeding a million posts takes a quarter of an hour of computing. So a seeded house is taken, and what hangs on each of
its posts is copied with new ids, addresses, times and marks: the post and its bytes, who is named, who was thankful, in
whose homes it lies, and by which words and tags it is found, through the same indexes and triggers. The newest posts of
both houses are the very same, so that what differs is only how much lies below them.

Not copied: messages (their text is sealed for one post), posts with pictures, and notifications, which have an age.
"""

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.ids import new_token
from app.basics.settings import load
from app.cli.opening import opened
from app.posts import body, found_by
from app.posts.actions import indexing
from app.posts.models import Post
from bench.processes import Folder

TAG = "rent"
_EVERY_SO_MANY = 20

_CARELESS = (
    "PRAGMA foreign_keys=OFF", "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-1000000",
    "PRAGMA temp_store=MEMORY",
)  # fmt: skip
_SAMPLE = """
    CREATE TEMP TABLE sample AS SELECT id FROM posts WHERE audience <> 'mentioned' AND thread_id IN
    (SELECT id FROM posts WHERE pictures = 0 AND audience <> 'mentioned' AND reply_to_id IS NULL) ORDER BY id
"""
# The order in which rows may be made, and which of their columns are not copied as they stand.
_TABLES: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "posts", "id",
        {
            "id": "id - :ids", "uri": "moved_uri(uri)", "reply_to_id": "reply_to_id - :ids",
            "reply_to_uri": "moved_parent(reply_to_uri)", "thread_id": "thread_id - :ids",
            "written_at": "written_at - :millis", "body": "moved_body(body, id, reply_to_id, written_at, uri)",
        },
    ),
    ("mentions", "post_id", {"post_id": "post_id - :ids"}),
    ("post_tags", "post_id", {"post_id": "post_id - :ids"}),
    (
        "favourites", "post_id",
        {"post_id": "post_id - :ids", "favoured_at": "favoured_at - :millis", "uri": "new_uri(uri)"},
    ),
    (
        "boosts", "post_id",
        {"id": "id - :ids", "post_id": "post_id - :ids", "boosted_at": "boosted_at - :millis", "uri": "new_uri(uri)"},
    ),
    ("feed_entries", "post_id", {"entry_id": "entry_id - :ids", "post_id": "post_id - :ids"}),
    ("post_words", "post_id", {"post_id": "post_id - :ids", "words": "moved_words(words, post_id)"}),
)  # fmt: skip

_MARKS_OF_TIME = re.compile(r"=y\d+ =m\d+-\d+")


def give_tags(database: Path) -> None:
    """Every twentieth post for the whole community carries a tag: seeded people write none."""
    with closing(sqlite3.connect(database, isolation_level=None)) as house:
        house.execute("INSERT INTO tags (id, name) VALUES (1, ?)", (TAG,))
        numbered = "SELECT id, row_number() OVER (ORDER BY id) AS number FROM posts WHERE in_community"
        house.execute(f"INSERT INTO post_tags SELECT 1, id FROM ({numbered}) WHERE number % {_EVERY_SO_MANY} = 0")
        house.execute("UPDATE accounts SET findable = 1 WHERE host = ''")


def index_again(folder: Folder) -> None:
    """What posts are found by, after their tags and who may find them have changed."""
    with opened(load(folder.settings)) as house:
        house.database.write_now(index_all)


def multiply(database: Path, posts: int, step: Callable[[int], None] = lambda _: None) -> float:
    """Copy until at least so many posts are there; the seconds it took. Nobody else may use the house meanwhile."""
    began = time.perf_counter()
    with closing(sqlite3.connect(database, isolation_level=None)) as house:
        for pragma in _CARELESS:
            house.execute(pragma)
        house.execute(_SAMPLE)
        there, sample, first, last = house.execute(
            "SELECT count(*), (SELECT count(*) FROM sample), min(written_at), max(written_at) FROM posts"
        ).fetchone()
        copies = -(-(posts - there) // sample)
        span = (last - first) // 1000 * 1000 + 60_000  # whole seconds: the bytes tell no parts of them
        for number in range(copies, 0, -1):  # the oldest first, so that indexes grow at one end
            _copy(house, number * span)
            step(copies - number + 1)
        house.execute("PRAGMA journal_mode=WAL")
    return time.perf_counter() - began


def index_all(session: Session) -> None:
    indexing.index_posts(session, session.scalars(select(Post.id)).all())


def _copy(house: sqlite3.Connection, millis: int) -> None:
    """All of the sample once more, so many milliseconds earlier."""
    mover = _Mover(millis)
    house.create_function("moved_uri", 1, mover.uri)
    house.create_function("moved_parent", 1, mover.parent)
    house.create_function("moved_body", 5, mover.body)
    house.create_function("moved_words", 2, mover.words)
    house.create_function("new_uri", 1, _new_uri)
    house.execute("BEGIN")
    for table, key, changed in _TABLES:
        names = [row[1] for row in house.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(changed.get(name, name) for name in names)
        house.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} "
            f"WHERE {key} IN (SELECT id FROM sample) ORDER BY {key}",
            {"ids": mover.ids, "millis": millis},
        )
    house.execute("COMMIT")


class _Mover:
    """What a post's own values become when it is written earlier."""

    def __init__(self, millis: int) -> None:
        self._millis = millis
        self.ids = millis << 16
        self._uris: dict[str, str] = {}

    def uri(self, uri: str) -> str:
        self._uris[uri] = _new_uri(uri)
        return self._uris[uri]

    def parent(self, uri: str) -> str:
        """Parents are older than what answers them, so theirs is known."""
        return self._uris[uri] if uri else ""

    def body(self, encoded: bytes, own_id: int, parent: int | None, written_at: int, uri: str) -> bytes:
        for one in filter(None, (own_id, parent)):
            encoded = encoded.replace(b"%d" % one, b"%d" % (one - self.ids))
        encoded = encoded.replace(_moment(written_at), _moment(written_at - self._millis))
        return encoded.replace(uri.encode(), self._uris[uri].encode())

    def words(self, words: str, post_id: int) -> str:
        at = datetime.fromtimestamp(((post_id - self.ids) >> 16) / 1000, UTC)
        return _MARKS_OF_TIME.sub(f"{found_by.year(at.year)} {found_by.month(at.year, at.month)}", words)


def _new_uri(uri: str) -> str:
    return f"{uri.rpartition('/')[0]}/{new_token()}"


def _moment(millis: int) -> bytes:
    return body.moment(datetime.fromtimestamp(millis / 1000, UTC)).encode()
