"""A day at a house's desk: somebody writes in every place where reports, decisions and appeals are written.

What each of them writes is in `WRITTEN`; whoever reads one of these sentences has read what is sealed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from app.basics.ids import new_token
from app.media import storing
from app.posts.actions import picturing
from app.storage.house import House
from moderation import decisions
from moderation.appeals import appealing, hearing
from moderation.appeals.hearing import Answer
from moderation.cases import handling, letters, outside
from moderation.decisions import Draft
from moderation.jurors import answering, consenting, drawing
from moderation.measures import Measure
from moderation.openness import log
from moderation.openness.models import LogDraft
from tests.api.conftest import CLEAN
from tests.appeals.deciding import Governed, govern, viewer
from tests.world.advising import brings
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE, NO_PICTURES
from tests.world.governing_cases import reports, telling

# With the house key each is read, as it is by those whom it concerns.
WRITTEN: Final = {
    "a report": "he waits by the lanternworks",
    "a report, said once more": "and again by the gasworks",
    "the message that was reported": "come to the chandlery alone",
    "the message that was shown with it": "I know the tannery you live above",
    "a letter from outside": "that is my face by the ropewalk",
    "what its writer said later": "and my child by the sailmakers",
    "what it was answered": "we looked at it in the malthouse",
    "a note": "I have seen him at the cooperage",
    "why a post was removed": "you showed her at the brickfields",
    "why a message was removed": "you wrote to her about the foundry",
    "what was seen": "a face beside the dyeworks",
    "an appeal": "I was never at the maltings",
    "what its writer was asked": "who then was at the smithy",
    "what its writer said to that": "my cousin from the ironworks",
    "what a member who was drawn answered": "nothing shows you at the tallow house",
    "why others advise against a house": "they take names at the ropery",
    "a summary": "somebody was shown at the pottery",
}  # fmt: skip
NOT_SHOWN: Final = "my mother still lives at the windmill"
"""The message that the reporter did not choose: nobody has a key for it but the two."""
PICTURED: Final = "what the camera saw at the quarry"


@dataclass
class Desk:
    """The house that all this was written in. `at`: its clock."""

    governed: Governed
    at: Callable[[], datetime]
    tove: Member
    about_the_post: int
    about_the_message: int
    code: str

    @property
    def house(self) -> House:
        return self.governed.house

    def does(self, work: Callable[..., Any], *given: object, **named: object) -> Any:
        """As the doors do it, now."""
        return self.house.database.write_now(work, *given, key=self.house.key, now=self.at(), **named)


def people_write(house: House, at: Callable[[], datetime]) -> Desk:
    """Juno reports a post with a picture, and of a conversation two messages of three; somebody outside writes."""
    governed, tove = govern(house), join(house, "tove")
    marisol, juno = governed.marisol, governed.juno
    post_id = marisol.posts("look", "community", pictures=[draws(marisol, at())])
    about_the_post = reports(juno, post_id, telling(WRITTEN["a report"]), at())
    reports(juno, post_id, telling(WRITTEN["a report, said once more"]), at())
    about_the_message = _reports_a_conversation(marisol, juno, at())
    post = f"{house.settings.origin}/posts/{post_id}"
    code = governed.does(outside.write_letter, post, WRITTEN["a letter from outside"], 1, at=at())
    governed.does(outside.add_words, code, WRITTEN["what its writer said later"], at=at())
    return Desk(governed, at, tove, about_the_post, about_the_message, code)


def people_answer(desk: Desk) -> None:
    """Robin decides and takes a list, Marisol appeals, Tove is drawn and hears it, Vera answers the letter.

    After the jobs of `people_write`: nobody reads a letter before it is known what it is about.
    """
    governed = desk.governed
    robin, vera = viewer(governed.robin), viewer(governed.steward)
    desk.does(handling.add_note, robin, desk.about_the_post, WRITTEN["a note"])
    [letter], _ = desk.does(letters.letters, vera)
    desk.does(letters.answer_letter, vera, letter.id, WRITTEN["what it was answered"])
    removal = Draft(desk.about_the_post, Measure.REMOVE, BY_ONE, WRITTEN["why a post was removed"])
    removed = desk.does(decisions.decide, robin, removal)
    unseen = Draft(
        desk.about_the_message, Measure.REMOVE, NO_PICTURES, WRITTEN["why a message was removed"],
        described=WRITTEN["what was seen"],
    )  # fmt: skip
    desk.does(decisions.decide, robin, unseen)
    appeal_id = governed.appeals(removed, WRITTEN["an appeal"], at=desk.at())
    _tove_hears(desk, removed, appeal_id)
    advised = (
        f"#domain,#severity,#public_comment\nwindmill.example,suspend,{WRITTEN['why others advise against a house']}\n"
    )
    brings(governed.robin, advised, at=desk.at())


def somebody_summarises(desk: Desk) -> None:
    """Vera, for the log; after the jobs of `people_answer`."""
    waiting = select(LogDraft.entry_id).limit(1)
    entry_id = desk.house.database.read_now(lambda session: session.scalars(waiting).one())
    vera = viewer(desk.governed.steward)
    desk.house.database.write_now(log.write_summary, vera, entry_id, WRITTEN["a summary"], key=desk.house.key)


def draws(member: Member, at: datetime) -> int:
    """A picture that is cleaned and kept, in whose bytes one may read what it shows."""
    blobs, blob = member.house.blobs, new_token()
    clean = replace(CLEAN, full=f"RIFF {PICTURED}".encode(), small=f"RIFF {PICTURED}".encode())
    blobs.put_now(storing.full(blob), clean.full)
    blobs.put_now(storing.small(blob), clean.small)
    return member.house.database.write_now(picturing.add_picture, member.id, clean, blob, "", now=at)


def _reports_a_conversation(marisol: Member, juno: Member, at: datetime) -> int:
    shown = marisol.posts(f"@juno {WRITTEN['the message that was shown with it']}", "mentioned")
    juno.posts(f"@marisol {NOT_SHOWN}", "mentioned", reply_to=shown)
    reported = marisol.posts(f"@juno {WRITTEN['the message that was reported']}", "mentioned", reply_to=shown)
    return reports(juno, reported, telling("please read this", included=(shown,)), at)


def _tove_hears(desk: Desk, decision_id: int, appeal_id: int) -> None:
    """Sasha keeps out of it, so a member is drawn."""
    governed, tove, database = desk.governed, desk.tove, desk.house.database
    case_id = governed.row(decision_id).case_id
    database.write_now(handling.recuse, viewer(governed.sasha), case_id, now=desk.at())
    database.write_now(consenting.consent, tove.id, now=desk.at())
    database.write_now(drawing.draw_where_needed, desk.at(), key=desk.house.key)
    database.write_now(answering.answer, tove.id, decision_id, yes=True, now=desk.at())
    database.write_now(hearing.take, tove.viewer, appeal_id, key=desk.house.key, now=desk.at())
    desk.does(hearing.ask, tove.viewer, appeal_id, WRITTEN["what its writer was asked"])
    desk.does(appealing.say, governed.marisol.id, appeal_id, WRITTEN["what its writer said to that"])
    given = Answer(overturns=False, reason=WRITTEN["what a member who was drawn answered"])
    desk.does(hearing.answer, tove.viewer, appeal_id, given)
