"""How long the public log and the log of reading are kept (P9)."""

from datetime import timedelta
from typing import Final

from app.storage.ages import N_, Age, AtMost, Kept, NobodyIn, Until
from moderation.openness.log import SUMMARIES_WAIT
from moderation.openness.models import (
    AllyHead,
    CountedQuarter,
    Figure,
    LawPage,
    LogDraft,
    LogEntry,
    LogSummary,
    Reading,
    ReadingDetails,
)

DETAILS_LAST: Final = timedelta(days=365)
HEADS_LAST: Final = timedelta(days=30)

AGES: tuple[Age, ...] = (
    NobodyIn(LogEntry, N_("Measure, clause and month, and nothing about anybody.")),
    NobodyIn(LogSummary, N_("A few words without names, which two people read before.")),
    NobodyIn(Reading, N_("A chain of salted hashes, from which nothing can be read.")),
    Kept(ReadingDetails, N_("Who of the moderators read what, and when, sealed"),
         N_("Whoever watches others is watched too."), Until(ReadingDetails.until, DETAILS_LAST)),
    Kept(AllyHead, N_("Which end each ally's log of reading had on which day: a hash"),
         N_("So that nobody there can change that log unnoticed."), AtMost(HEADS_LAST, AllyHead.day),
         since=AllyHead.day),
    Kept(LogDraft, N_("Summaries for the public log that a second person has not read yet, sealed, and who wrote them"),
         N_("Nothing stands in the log that only one person has read."), Until(LogDraft.until, SUMMARIES_WAIT),
         whose=LogDraft.written_by),
    NobodyIn(Figure, N_("How often something happened in a quarter, never a number under five.")),
    NobodyIn(CountedQuarter, N_("Which quarters are counted.")),
    NobodyIn(LawPage, N_("Whom to write to about the law, as stewards wrote it.")),
)  # fmt: skip
