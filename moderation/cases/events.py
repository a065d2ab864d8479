"""Facts about what is reported. Ids and sealed keys only: nobody learns from them who reported (P17)."""

from dataclasses import dataclass

from app.basics.events import Event


@dataclass(frozen=True, slots=True)
class PictureKept(Event):
    """The files of a picture are to be copied, sealed, under the name `into` (P11: its author may delete it meanwhile).

    `opened_with` (empty where they lie open) and `sealed_with`: the keys, under the house key, base64.
    """

    blob: str
    into: str
    opened_with: str
    sealed_with: str


@dataclass(frozen=True, slots=True)
class LetterWritten(Event):
    """Somebody outside wrote about a post or an account, which is still to be looked for."""

    letter_id: int
