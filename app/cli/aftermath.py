"""What a restored house takes over from the one that it replaces: what was deleted, and who is to be kept out."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.accounts import community, house_key
from app.accounts.actions import blocking, hiding_again, shutting, ways_in_again
from app.accounts.actions import deleting_again as accounts_again
from app.allies.actions import pause
from app.allies.queries import everyone
from app.allies.rules import State
from app.basics.clock import now
from app.basics.errors import NotFound, Refused
from app.cli import named_files as files
from app.emoji.actions import of_the_house as emoji_again
from app.jobs.outbox import announce
from app.posts.actions import deleting_again as posts_again
from app.posts.events import PostsToIndex
from app.storage.backup.carrying import HandedOn, Present, present_rows
from app.storage.backup.filling import add_missing
from app.storage.deletions import take_over
from app.storage.house import House
from moderation.suggestions import actions as suggestions
from moderation.suggestions.queries import Ours

# Keyed hashes of what may not come back, and what is still to be said to allies about it.
_HANDED_ON = (
    HandedOn("tombstones"),
    HandedOn("seen_signatures"),
    HandedOn("retired_names"),
    HandedOn("departed"),
    HandedOn("jobs", where={"kind": ("Delete", "remove")}, without=("id",)),
    HandedOn("outbox", where={"event": ("PostDeleted", "BlobsOrphaned", "AccountLeft")}, without=("id",)),
)
# Looked at, and never put in as they are.
_LOOKED_AT = (
    HandedOn("deletions"),
    HandedOn("allies"),
    HandedOn("blocks"),
    HandedOn("ally_blocks"),
    HandedOn("community"),
    HandedOn("accounts", where={"host": ("",)}),
    HandedOn("follows"),
    *(HandedOn(model.__tablename__) for model in ways_in_again.WAYS_IN),
)

_LEDGER_LOST = (
    "There was no readable database here, so what was deleted since the backup is not known and may be there again. "
    "Tell your members, and delete again what they ask for.",
    "Neither is it known which allies you paused or parted from since: look at parasol ally list before you serve.",
)
_OTHER_HOUSE = "The database here is of another house than the backup. Move it away first; nothing was changed."


def present_of(house: House, knows: Callable[[str], bool]) -> Present | None:
    """What the house that is to be replaced hands on; None when there is none, or none that can be read.

    Raises Refused when what is there was sealed with another key than this machine's.
    """
    present = present_rows(house.settings, (*_HANDED_ON, *_LOOKED_AT), knows)
    founded = (present or {}).get("community", [])
    if not founded:
        return None
    if not house_key.fits(founded[0]["private_key_sealed"], house.key):
        raise Refused(_OTHER_HOUSE)
    return present


class Aftermath:
    """Everything that happens to the restored rows before they take the place of the present ones."""

    def __init__(self, house: House, present: Present | None) -> None:
        self._house = house
        self._present = present
        self._posts = self._accounts = 0
        self._paused: list[str] = []

    def settle(self, session: Session, deleted_meanwhile: Sequence[str]) -> None:
        """Delete again what was deleted, keep out who was kept out, and shut every door."""
        self._know_the_present(session)
        for table in _HANDED_ON:
            add_missing(session.connection(), table.table, self._rows(table.table))
        since = take_over(session, self._rows("deletions"))
        self._accounts = accounts_again.delete_again(session, since, key=self._house.key)
        self._posts = posts_again.delete_again(session, since, key=self._house.key)
        emoji_again.delete_again(session, since, key=self._house.key)
        files.forget_those_with(session, deleted_meanwhile)
        self._hold_allies_back(session)
        self._keep_blocks(session)
        self._keep_hidden(session)
        suggestions.forget_those_who_left(session, ours=Ours(self._house.settings.host, self._house.key))
        ways_in_again.come_in_as_now(session, self._present or {})
        shutting.end_every_way_in(session)
        shutting.withdraw_invitations(session)
        announce(session, PostsToIndex())  # what search finds is in no backup

    def told(self) -> list[str]:
        """What the host should know, sentence by sentence."""
        if self._present is None:
            return list(_LEDGER_LOST)
        lines = [f"Deleted since the backup, and deleted again: {self._posts} posts, {self._accounts} accounts."]
        if self._paused:
            lines.append(
                f"Paused, because they were no allies any more: {', '.join(self._paused)}. Part from them again, or "
                "resume: parasol ally"
            )
        lines.append(
            "Blocks made since hold, whoever hid since is hidden, and followers removed since stay removed. Everybody "
            "comes in with the passphrase and codes of today. All else is as it was then: settings and roles too."
        )
        return lines

    def _know_the_present(self, session: Session) -> None:
        """A database that was only just founded knows of no deletion; one where people live is another house."""
        restored = community.read(session, self._house.key)
        if restored is None or self._present is None:
            return
        if self._present["community"][0]["public_key"] == restored.public_key:
            return
        if self._rows("accounts"):
            raise Refused(_OTHER_HOUSE)
        self._present = None

    def _hold_allies_back(self, session: Session) -> None:
        """A house that we paused or parted from since is not let in again by a backup (P22)."""
        if self._present is None:
            return
        allied = {row["origin"] for row in self._rows("allies") if row["state"] == State.ALLIED}
        for ally in everyone(session):
            if ally.state == State.ALLIED and ally.origin not in allied:
                pause(session, ally.origin, now=now())
                self._paused.append(ally.origin)

    def _keep_blocks(self, session: Session) -> None:
        """Nobody sees again whom they blocked since; ids are never used twice, so the rows speak of the same people."""
        for row in self._rows("blocks"):
            with contextlib.suppress(NotFound):  # somebody who joined since is not in the backup
                blocking.block(session, row["account_id"], row["target_id"], now=now(), uri=row["uri"])
        for row in self._rows("ally_blocks"):
            with contextlib.suppress(NotFound):
                blocking.block_house(session, row["account_id"], row["ally_id"])

    def _keep_hidden(self, session: Session) -> None:
        """Nobody is shown to more people than they are now: somebody may have drawn back for their life (P23)."""
        if self._present is None or "follows" not in self._present:
            return
        hiding_again.hide_again(session, self._rows("accounts"), origin=self._house.settings.origin)
        pairs = {(row["follower_id"], row["followed_id"]) for row in self._rows("follows") if row["accepted"]}
        hiding_again.lose_followers_again(session, pairs)

    def _rows(self, table: str) -> list[dict[str, Any]]:
        return [] if self._present is None else self._present.get(table, [])
