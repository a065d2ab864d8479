"""`seed`: an invented community in bulk, for trying out and for measuring.

The same seed number gives the same people, words and ties; moments are counted back from now, and addresses depend
on the house's own key. Seeding again adds: the people there write more, and new ones move in up to the number asked.
"""

import asyncio
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import community, secrets
from app.accounts.models import Account, Credential
from app.accounts.rules import folded
from app.accounts.secrets import Passphrase
from app.basics.clock import now as clock_now
from app.basics.errors import Refused
from app.basics.ids import time_of
from app.cli.demo import cast, homes, moving_in, scenes
from app.cli.demo.progress import Progress
from app.cli.demo.rows import Batch, put_batch
from app.cli.demo.writing import Scribe
from app.cli.opening import opened
from app.cli.saying import say
from app.posts.actions import indexing
from app.posts.models import Post
from app.storage.house import House

MARK = "seeded"
POSTS_AT_ONCE = 5_000
PEOPLE_AT_ONCE = 1_000
POSTS_A_DAY = 3
LONGEST_AGO = timedelta(days=400)

REFUSED = (
    "This house has real members, so it is not filled with invented ones. Seed an empty house instead: choose another "
    "folder with PARASOL_DATA."
)


def seed(members: int, posts: int, allies: int, random_seed: int) -> None:
    """Fill the house and print how to come in. Raises Refused for a house where real people live."""
    with opened() as house:
        passphrase = fill(house, members=members, posts=posts, allies=allies, random_seed=random_seed, now=clock_now())
    say(
        f"Everybody here is invented and has the same passphrase: {passphrase}",
        f"Sign in at {house.settings.origin}/sign-in as {cast.MEMBERS[0].name}, the steward.",
        "This is for trying out. Never open a seeded house to real people.",
    )


def fill(house: House, *, members: int, posts: int, allies: int, random_seed: int, now: datetime) -> str:
    """Do it, and give back the passphrase that from now on opens every invented account."""
    database = house.database
    passphrase = secrets.suggest_passphrase()
    shared = secrets.made_now(passphrase)
    living = database.write_now(_begin, house, _earlier_hash(house), shared)
    (house.settings.data / MARK).write_text(shared.stored)

    chance = Random(f"{random_seed} {living} {database.read_now(_newest_post) or 0}" if living else random_seed)
    _let_in(house, members, allies, shared, random_seed, now)
    people = database.read_now(moving_in.residents, shared.stored)
    database.write_now(moving_in.let_follow, people, chance, now=now)
    _let_write(house, Scribe(people, chance, origin=house.settings.origin, now=now), posts, members, now)
    if not living:
        asyncio.run(scenes.play(house, people.ours, now=now))
    return passphrase


def _begin(session: Session, house: House, earlier: str, shared: Passphrase) -> int:
    """Refuse real people's house, name a new one, renew the passphrase; how many invented members live here."""
    invented = moving_in.renew_passphrase(session, earlier, shared, house)
    if not invented and session.scalar(select(Credential.account_id).limit(1)) is not None:
        raise Refused(REFUSED)
    if not community.founded(session, house.key).set_up:
        community.name_house(session, *cast.HOUSE)
    return invented


def _let_in(house: House, members: int, allies: int, shared: Passphrase, random_seed: int, now: datetime) -> None:
    """Allies, and whoever is missing up to the number asked."""
    database = house.database
    for host, guests in cast.houses(allies):
        database.write_now(moving_in.add_ally, host, guests, origin=house.settings.origin, now=now)
    taken = database.read_now(_names)
    wanted = cast.members(members, Random(random_seed))
    newcomers = [person for person in wanted if folded(person.name) not in taken][: max(0, members - len(taken))]
    progress = Progress("members", len(newcomers))
    for start in range(0, len(newcomers), PEOPLE_AT_ONCE):
        some = newcomers[start : start + PEOPLE_AT_ONCE]
        database.write_now(moving_in.add_members, some, shared, house, now=now)
        progress.step(len(some))


def _let_write(house: House, scribe: Scribe, posts: int, members: int, now: datetime) -> None:
    """A few posts a day from each, up to now and not before whatever was written earlier."""
    since = now - min(LONGEST_AGO, timedelta(days=max(2, posts / members / POSTS_A_DAY)))
    newest = house.database.read_now(_newest_post)
    if newest is not None:
        since = max(since, time_of(newest))
    progress = Progress("posts", posts)
    for batch in scribe.batches(posts, since, size=POSTS_AT_ONCE):
        house.database.write_now(_put, batch)
        progress.step(len(batch.posts))


def _put(session: Session, batch: Batch) -> None:
    put_batch(session, batch)
    homes.spread(session, batch.posts[0]["id"], batch.posts[-1]["id"])
    indexing.index_posts(session, [post["id"] for post in batch.posts])


def _earlier_hash(house: House) -> str:
    """The passphrase hash that the invented members of an earlier seeding share; empty for a house never seeded."""
    mark = house.settings.data / MARK
    return mark.read_text() if mark.exists() else ""


def _names(session: Session) -> set[str]:
    return set(session.scalars(select(Account.folded).where(Account.host == "")))


def _newest_post(session: Session) -> int | None:
    return session.scalar(select(func.max(Post.id)))
