"""Favourites and boosts of invented people, and what those who are thanked or named are told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from app.accounts.queries import AccountFacts
from app.cli.demo.marks import Marks
from app.cli.demo.rows import Batch, Row

FAVOURED = 0.35
BOOSTED = 0.06
TOLD_WITHIN = timedelta(days=3)
SEEN_AFTER = timedelta(days=1)


class Thanks:
    """Adds rows to the batch of the post. A post is boosted by one person at most, so that no home shows it twice."""

    def __init__(self, ours: Sequence[AccountFacts], chance: Random, marks: Marks, *, now: datetime) -> None:
        self._ours = ours
        self._chance = chance
        self._marks = marks
        self._now = now

    def thank(self, batch: Batch, author: AccountFacts, row: Row, at: datetime) -> None:
        """Some like it, few show it around; nobody thanks themselves."""
        if len(self._ours) < 2:
            return
        if self._chance.random() < FAVOURED:
            thankful = {found.id: found for found in (self.another(author) for _ in range(self._chance.randint(1, 4)))}
            for account in thankful.values():
                self._favour(batch, account, author, row, self._later(at))
        if self._chance.random() < BOOSTED:
            self._boost(batch, self.another(author), author, row, self._later(at))

    def mention(
        self, batch: Batch, named: Sequence[AccountFacts], author: AccountFacts, row: Row, at: datetime
    ) -> None:
        for account in named:
            self._tell(batch, account, "mention", author, row, at)

    def another(self, than: AccountFacts) -> AccountFacts:
        """Somebody else of this house."""
        while (found := self._chance.choice(self._ours)).id == than.id:
            pass
        return found

    def _favour(self, batch: Batch, account: AccountFacts, author: AccountFacts, row: Row, at: datetime) -> None:
        uri = f"{account.uri}/likes/{self._marks.token()}"
        batch.favourites.append({"account_id": account.id, "post_id": row["id"], "uri": uri, "favoured_at": at})
        self._tell(batch, author, "favourite", account, row, at)

    def _boost(self, batch: Batch, account: AccountFacts, author: AccountFacts, row: Row, at: datetime) -> None:
        batch.boosts.append(
            {
                "id": self._marks.id_at(at), "account_id": account.id, "post_id": row["id"],
                "uri": f"{account.uri}/boosts/{self._marks.token()}", "boosted_at": at,
            }
        )  # fmt: skip
        self._tell(batch, author, "reblog", account, row, at)

    def _tell(self, batch: Batch, whom: AccountFacts, kind: str, sender: AccountFacts, row: Row, at: datetime) -> None:
        if whom.is_ours and self._now - at < TOLD_WITHIN:
            batch.notifications.append(
                {
                    "id": self._marks.id_at(at), "account_id": whom.id, "kind": kind, "from_id": sender.id,
                    "post_id": row["id"], "told_at": at, "seen": self._now - at > SEEN_AFTER,
                }
            )  # fmt: skip

    def _later(self, at: datetime) -> datetime:
        return min(self._now, at + timedelta(minutes=self._chance.randint(1, 240)))
