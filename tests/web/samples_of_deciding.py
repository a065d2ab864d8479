"""Samples of the pages on which people decide together."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web import views as v
from app.web.views.deciding import (
    Changed,
    CharterForm,
    CharterPage,
    ClauseForm,
    CountedView,
    FirstCharterPage,
    LineView,
    NewProposalPage,
    ProposalPage,
    ProposalRow,
    ProposalsPage,
    ProposingPage,
    TermsPage,
    TermView,
)
from app.web.views.policy import PartChange, Piece
from tests.web import cast
from tests.web.cast import ago

Changes = dict[str, object]
Samples = Iterator[tuple[str, str, object, Changes]]
HERE: Changes = {"place": "more", "role": "member"}

POINTS = (
    "It is adopted when two of three votes are yes, in secret.",
    "A proposal is talked over for 14 days.",
    "A ballot lasts 7 days.",
    "At least 25% of the members past probation have to vote; abstaining counts for that.",
)
OBJECTION = LineView(
    1, cast.JUNO, True, Markup("<p>Who decides what is night? I work until noon.</p>"), ago(days=2), stands=True,
    answer=Markup("<p>“While others sleep”, then. I have changed it.</p>"), may_answer=True, may_take_back=True,
)  # fmt: skip
EARLIER = LineView(2, cast.ODA, True, Markup("<p>Too long.</p>"), ago(days=9), to_earlier=True, taken_back=False)
TAKEN_BACK = LineView(3, cast.ODA, True, Markup("<p>Where would it stand?</p>"), ago(days=3), taken_back=True)
REMARK = LineView(4, cast.LEILA, False, Markup("<p>We have the same next door, and it is calmer.</p>"), ago(hours=5))
TALK = ProposalPage(
    7, "Change of clause 4.2 Quiet at night", "Talked over until 28 November.", cast.MARISOL, ago(days=4),
    Markup("<p>People work at night, and read here when they come home.</p>"),
    (
        Changed("Name", "Quiet", "Quiet at night"),
        Changed("What it asks", "Be quiet.", "Put loud things behind a warning while others sleep."),
        Changed("Days to appeal", "", "30"),
    ),
    "consent", 2, (OBJECTION, EARLIER, TAKEN_BACK, REMARK), may_speak=True, may_object=True, may_change=True,
)  # fmt: skip
BALLOT = replace(
    TALK, stands="Voted on until 5 December.", method="two_thirds", may_speak=False, may_object=False,
    may_change=False, may_vote=True, lines=(replace(OBJECTION, may_answer=False, may_take_back=False), REMARK),
)  # fmt: skip
CHARTER_FORM = CharterForm(v.Field("two_thirds"), v.Field("25"), v.Field("14"), v.Field("7"), v.Field("365"))
WRONG_CHARTER = CharterForm(
    v.Field("", "Please choose how this house decides."),
    v.Field("120", "Nobody can reach more than all of them: please choose between 0 and 100 per cent."),
    v.Field("many", "Please write a number."),
    v.Field("7"),
    v.Field("365"),
)
CLAUSE_FORM = ClauseForm(
    v.Field("4.2"), v.Field("Quiet at night"), v.Field("Put loud things behind a warning."), v.Field("We sleep."),
    ("word", "add_warning"), deciders=v.Field("one"), appeal_days=v.Field("30"), evidence_days=v.Field("60"),
)  # fmt: skip
WRONG_CLAUSE = replace(
    CLAUSE_FORM, label=v.Field("four", "A clause has a number, like 4 or 4.2."), measures=(),
    measures_error="Please choose at least one thing that may be decided under this clause.",
    deciders=v.Field("", "Please choose who decides."),
    asks=v.Field("", "Please write what this clause asks of people."),
)  # fmt: skip
SIDES = PartChange(
    "introduction",
    (Piece("same", "# Who we are\n\nPeople who do sex work"), Piece("out", ", and nobody else"), Piece("same", ".")),
    (Piece("same", "# Who we are\n\nPeople who do sex work"), Piece("in", ", and those who did"), Piece("same", ".")),
)
REASON, WEEK = v.Field("People work at night."), v.Field("7")


def of_deciding() -> Samples:
    """(name, template, view, what differs in the frame)."""
    yield from _of_charters()
    yield from _of_proposals()
    yield from _of_proposing()


def _of_charters() -> Samples:
    versions = ((2, ago(days=40), 7), (1, ago(days=200), 0))
    standing = CharterPage(POINTS, 2, ago(days=40), may_propose=True, versions=versions)
    yield "charter", "charter/page.html", standing, HERE
    yield "charter-none", "charter/page.html", CharterPage(), HERE
    yield "charter-to-set", "charter/page.html", CharterPage(may_set=True), HERE | {"role": "steward"}
    yield "charter-first", "charter/first.html", FirstCharterPage(CHARTER_FORM), HERE | {"role": "steward"}
    points = ("More than half of the votes.", "A proposal is talked over for 10 days.")
    others = FirstCharterPage(CHARTER_FORM, points=points, alone=False)
    link = "https://lantern.example/charter/first?asked=" + "Zm9v" * 60
    yield "charter-first-of-several", "charter/first.html", replace(others, points=()), HERE | {"role": "steward"}
    yield "charter-first-to-give", "charter/first.html", replace(others, link=link), HERE | {"role": "steward"}
    yield "charter-first-asked", "charter/first.html", replace(others, asked="Zm9v"), HERE | {"role": "steward"}
    refused = FirstCharterPage(WRONG_CHARTER, "This page was open for too long.")
    yield "charter-refused", "charter/first.html", refused, HERE | {"role": "steward"}
    people = (TermView(cast.MARISOL, "steward", "until 3 May"), TermView(cast.ODA, "moderator", "without an end"))
    yield "terms", "charter/terms.html", TermsPage(people, one_steward=True, has_charter=True), HERE
    yield "terms-before-a-charter", "charter/terms.html", TermsPage(people), HERE


def _of_proposals() -> Samples:
    rows = (
        ProposalRow(7, "Change of clause 4.2 Quiet at night", "Talked over until 28 November."),
        ProposalRow(6, "@juno as moderator", "Voted on until 5 December."),
    )
    over = (ProposalRow(5, "Change the charter", "Not adopted: too few voted."),)
    lists = ProposalsPage(rows, over, has_charter=True, may_propose=True, older="/proposals?before=5")
    yield "proposals", "proposal/list.html", lists, HERE
    yield "proposals-none", "proposal/list.html", ProposalsPage(has_charter=True, may_propose=True), HERE
    yield "proposals-before-a-charter", "proposal/list.html", ProposalsPage(), HERE
    yield "proposal-talked-over", "proposal/page.html", TALK, HERE
    too_long = replace(TALK, words=v.Field("x" * 50, "This is too long."), objecting=True, error="Too late.")
    yield "proposal-refused", "proposal/page.html", too_long, HERE
    answered = replace(TALK, lines=(replace(OBJECTION, answering=v.Field("", "Please write something here.")),))
    yield "proposal-answer-refused", "proposal/page.html", answered, HERE
    asked = replace(TALK, title="@marisol as moderator", asks_reader=True, account=None, lines=(), may_change=False)
    yield "proposal-asks", "proposal/page.html", asked, HERE
    words = replace(TALK, title="Change of the policy's introduction", changed=(), sides=SIDES)
    yield "proposal-introduction", "proposal/page.html", words, HERE
    first = replace(words, sides=replace(SIDES, before=()))
    yield "proposal-first-introduction", "proposal/page.html", first, HERE
    yield "proposal-ballot", "proposal/page.html", BALLOT, HERE
    suspended = replace(BALLOT, is_suspended=True, lines=(), account=None)
    yield "proposal-ballot-while-suspended", "proposal/page.html", suspended, HERE
    wrong = replace(BALLOT, choice=v.Field("", "Please choose yes, no or abstain."))
    yield "proposal-ballot-refused", "proposal/page.html", wrong, HERE
    yield "proposal-voted", "proposal/page.html", replace(BALLOT, may_vote=False, voted=True), HERE
    yield "proposal-new-here", "proposal/page.html", replace(BALLOT, may_vote=False, is_new=True), HERE
    counted = CountedView(12, 4, 1, 40, 10)
    over_now = replace(BALLOT, may_vote=False, counted=counted, needs_quorum=True, stands="Adopted, and in force.")
    yield "proposal-in-force", "proposal/page.html", over_now, HERE


def _of_proposing() -> Samples:
    clauses = ((1, "1", "Be good to each other"), (2, "4.2", "Quiet at night"))
    yield "propose", "proposal/new.html", NewProposalPage(clauses, way=POINTS), HERE
    yield "propose-before-a-charter", "proposal/new.html", NewProposalPage(has_charter=False), HERE
    yield "propose-before-a-policy", "proposal/new.html", NewProposalPage(way=POINTS), HERE
    clause = ProposingPage("/proposals/new/clause?clause=2", REASON, WEEK, clause=CLAUSE_FORM)
    yield "propose-clause", "proposal/clause.html", clause, HERE
    refused = replace(clause, clause=WRONG_CLAUSE, reason=v.Field("", "Please say why."), edition=2, error="Overtaken.")
    yield "propose-clause-refused", "proposal/clause.html", refused, HERE
    removal = ProposingPage("/proposals/new/removal?clause=2", REASON, WEEK, title="4.2 Quiet at night")
    yield "propose-removal", "proposal/removal.html", removal, HERE
    yield from _of_introductions()
    charter = ProposingPage("/proposals/new/charter", REASON, WEEK, charter=WRONG_CHARTER)
    yield "propose-charter", "proposal/charter.html", charter, HERE
    role = ProposingPage("/proposals/new/role", REASON, WEEK, name=v.Field("juno"), role=v.Field("moderator"))
    yield "propose-role", "proposal/role.html", role, HERE
    nobody = replace(
        role, name=v.Field("jun", "No member of this house has that name."), role=v.Field("", "Please choose."),
        force_days=v.Field("7", "Please choose between 0 and 180 days."),
    )  # fmt: skip
    yield "propose-role-refused", "proposal/role.html", nobody, HERE


def _of_introductions() -> Samples:
    words = v.Field("# Who we are\n\nPeople who do sex work, and those who did.")
    typed = ProposingPage("/proposals/new/introduction", REASON, WEEK, introduction=words)
    yield "propose-introduction", "proposal/introduction.html", typed, HERE
    shown = Markup("<h2>Who we are</h2>\n<p>People who do sex work, and those who did.</p>")
    looked_at = replace(typed, shown=shown, sides=SIDES)
    yield "propose-introduction-looked-at", "proposal/introduction.html", looked_at, HERE
    empty = replace(typed, introduction=v.Field("", "Please write what stands before the clauses."), error="Overtaken.")
    yield "propose-introduction-refused", "proposal/introduction.html", empty, HERE
    otherwise = replace(typed, address="/proposals/7/editing", edition=2)
    yield "propose-introduction-otherwise", "proposal/introduction.html", otherwise, HERE
