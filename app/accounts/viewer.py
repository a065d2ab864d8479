"""Who is reading: the type that every query takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member of this house, an ally's house, or (both empty) a stranger, who reads nothing.

    `asks_for`: the account for which that house asks, where it is known. `keeps_away`: false only where it was just
    read that the member keeps away from nobody and nobody from them (`apart.keeps_away`); SELECTs need not look then.
    """

    account_id: int | None = None
    role: str = ""
    ally_id: int | None = None
    asks_for: int | None = None
    keeps_away: bool = True

    @classmethod
    def member(cls, account_id: int, role: str = "member", *, keeps_away: bool = True) -> "Viewer":
        return cls(account_id=account_id, role=role, keeps_away=keeps_away)

    @classmethod
    def ally(cls, ally_id: int, asks_for: int | None = None) -> "Viewer":
        return cls(ally_id=ally_id, asks_for=asks_for)

    @property
    def is_member(self) -> bool:
        return self.account_id is not None

    @property
    def is_steward(self) -> bool:
        return self.role == "steward"

    @property
    def is_moderator(self) -> bool:
        return self.role in {"moderator", "steward"}


STRANGER = Viewer()
