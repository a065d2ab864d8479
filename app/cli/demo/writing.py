"""Posts of invented people, in bulk: rows as `posts.actions.writing` and `receiving` make them, encoded alike."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from app.accounts.addresses import page_address
from app.accounts.queries import AccountFacts
from app.basics.text import SANITISER, render
from app.cli.demo import words
from app.cli.demo.marks import Marks
from app.cli.demo.moving_in import Residents
from app.cli.demo.rows import Batch, Row
from app.cli.demo.talking import file_message
from app.cli.demo.thanking import Thanks
from app.cli.demo.words import Said
from app.posts import body, opening
from app.posts.audience import FOR_ALLIES, FOR_MEMBERS, Audience
from app.posts.models import Post

ANSWERS = 0.3
FROM_ALLIES = 0.15
REMEMBERED = 60

_AUDIENCES = (Audience.COMMUNITY, Audience.ALLIES, Audience.FOLLOWERS, Audience.OPEN, Audience.MENTIONED)
_SHARES = (0.55, 0.77, 0.88, 0.97, 1.0)


@dataclass(frozen=True, slots=True)
class _Parent:
    """What an answer needs to know of the post it answers."""

    row: Row
    author: AccountFacts
    topic: int


class Scribe:
    """Writes as many posts as asked between two moments, some of them answers to recent ones."""

    def __init__(self, people: Residents, chance: Random, *, origin: str, now: datetime) -> None:
        self._people = people
        self._chance = chance
        self._marks = Marks(chance)
        self._origin = origin
        self._now = now
        self._thanks = Thanks(people.ours, chance, self._marks, now=now)
        self._recent: deque[_Parent] = deque(maxlen=REMEMBERED)

    def batches(self, number: int, since: datetime, *, size: int) -> Iterator[Batch]:
        """All posts in the order of time, in batches of at most `size`."""
        step = (self._now - since) / max(number, 1)
        for start in range(0, number, size):
            batch = Batch()
            for at in range(start, min(start + size, number)):
                self._write(batch, since + step * (at + self._chance.random() * 0.9))
            yield batch

    def _write(self, batch: Batch, at: datetime) -> None:
        author = self._author()
        parent = self._parent(author) if self._chance.random() < ANSWERS else None
        audience = Audience(parent.row["audience"]) if parent else self._audience(author)
        said = words.an_answer(self._chance, parent.topic) if parent else words.something(self._chance)
        addressed = self._addressed(author, parent, audience)
        row = self._row(batch, author, said, audience, parent, addressed, at)
        batch.posts.append(row)
        batch.mentions += [{"post_id": row["id"], "account_id": account.id} for account in addressed]
        if audience is Audience.MENTIONED:
            file_message(batch, row, [author, *addressed])
        self._thanks.mention(batch, addressed, author, row, at)
        if audience in FOR_MEMBERS:
            self._recent.append(_Parent(row, author, said.topic))
            self._thanks.thank(batch, author, row, at)

    def _author(self) -> AccountFacts:
        if self._people.guests and self._chance.random() < FROM_ALLIES:
            return self._chance.choice(self._people.guests)
        return self._chance.choice(self._people.ours)

    def _audience(self, author: AccountFacts) -> Audience:
        drawn = self._chance.random()
        if not author.is_ours:
            return Audience.ALLIES if drawn < 0.8 else Audience.OPEN
        audience = next(audience for audience, share in zip(_AUDIENCES, _SHARES, strict=True) if drawn <= share)
        return Audience.COMMUNITY if audience is Audience.MENTIONED and len(self._people.ours) < 2 else audience

    def _parent(self, author: AccountFacts) -> _Parent | None:
        """Something recent that the author may read; a guest answers what their house was sent."""
        if not self._recent:
            return None
        parent = self._chance.choice(self._recent)
        if not author.is_ours:
            theirs = parent.author.ally_id == author.ally_id or parent.author.is_ours
            bound = parent.row["bound_ally_id"] in {None, author.ally_id}
            if parent.row["audience"] not in FOR_ALLIES or not theirs or not bound:
                return None
        return parent

    def _addressed(self, author: AccountFacts, parent: _Parent | None, audience: Audience) -> list[AccountFacts]:
        if parent is not None:
            return [parent.author] if parent.author.id != author.id else []
        if audience is Audience.MENTIONED:
            return [self._thanks.another(author)]
        return []

    def _row(
        self, batch: Batch, author: AccountFacts, said: Said, audience: Audience, parent: _Parent | None,
        addressed: Sequence[AccountFacts], at: datetime,
    ) -> Row:  # fmt: skip
        own_id = self._marks.id_at(at)
        origin = self._origin if author.is_ours else f"https://{author.host}"
        source = " ".join([*(f"@{account.handle}" for account in addressed), said.text])
        links = {(a.name.lower(), a.host): page_address(self._origin, a.name, a.host) for a in addressed}
        before = parent.row if parent else None
        row: Row = {
            "id": own_id, "uri": f"{origin}/ap/posts/{self._marks.token()}", "author_id": author.id,
            "is_ours": author.is_ours, "audience": audience.value, "bound_ally_id": _bound(before, author),
            "in_community": author.is_ours and audience in FOR_MEMBERS and before is None,
            "foreign_ally_id": author.ally_id, "source": source if author.is_ours else "",
            "content": str(render(source, links)), "sanitiser": SANITISER, "warning": said.warning, "language": "en",
            "reply_to_id": before and before["id"], "reply_to_account_id": before and before["author_id"],
            "reply_to_uri": before["uri"] if before else "", "thread_id": before["thread_id"] if before else own_id,
            "pictures": 0, "written_at": at, "sealed": None,
        }  # fmt: skip
        post = Post(**row)
        if audience is Audience.MENTIONED:
            row |= self._sealed(batch, post, author, addressed)
        return row | {"body": body.encode(post, author, addressed, [], origin=self._origin)}

    def _sealed(self, batch: Batch, post: Post, author: AccountFacts, addressed: Sequence[AccountFacts]) -> Row:
        """Messages are sealed to their readers, also invented ones."""
        key = opening.close(post, [])
        readers = {a.id: self._people.keys[a.id] for a in (author, *addressed) if a.id in self._people.keys}
        batch.post_keys += [
            {"post_id": post.id, "account_id": one.account_id, "key_sealed": one.key_sealed}
            for one in opening.keys_of(post.id, key, readers)
        ]
        return {"source": "", "content": "", "warning": "", "sealed": post.sealed}


def _bound(parent: Row | None, author: AccountFacts) -> int | None:
    """As `writing` binds an answer of ours to an ally's post that is not for everybody."""
    if parent is None or not author.is_ours:
        return None
    if parent["bound_ally_id"] is not None or parent["is_ours"] or parent["audience"] == Audience.OPEN:
        return parent["bound_ally_id"]
    return parent["foreign_ally_id"]
