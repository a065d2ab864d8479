"""What deciding together is called on every page, and the sentences that say where something stands."""

from datetime import datetime
from typing import Final

from app.accounts.card import tile_of
from app.accounts.queries import AccountFacts
from app.deciding.queries import ProposalFacts
from app.deciding.rules import Method, State
from app.web.measures import DECIDERS, MEASURES
from app.web.views import AccountView
from app.web.views.deciding import Changed
from app.web.words import N_, Words
from moderation.amending import changes
from moderation.amending.changes import CharterChange, ClauseChange, IntroductionChange, RoleChange
from moderation.amending.charter import Wanted
from moderation.policy.rules import NewClause

METHODS: Final = {
    "consent": (N_("By consent"), N_("It is adopted unless an objection stands at the end. Nobody votes.")),
    "majority": (N_("By majority"), N_("It is adopted when more vote yes than no, in secret.")),
    "two_thirds": (N_("By two thirds"), N_("It is adopted when two of three votes are yes, in secret.")),
}
ROLES: Final = {
    "member": N_("member"),
    "moderator": N_("moderator"),
    "steward": N_("steward"),
}
OUTCOMES: Final = {
    "withdrawn": N_("Withdrawn."),
    "objected": N_("Not adopted: an objection stood."),
    "voted_down": N_("Not adopted: not enough voted yes."),
    "no_quorum": N_("Not adopted: too few voted."),
    "not_taken_on": N_("Over: whoever was asked has not taken it on."),
    "overtaken": N_("Adopted, and never in force: what it would have changed was changed meanwhile."),
}


def account(facts: AccountFacts | None) -> AccountView | None:
    """Somebody as pages name them; None for whoever has left."""
    return None if facts is None else AccountView(facts.handle, facts.display_name, tile_of(facts.uri))


def nobody() -> AccountView:
    """Whoever hides just now: what they said stands, their name does not lead anywhere."""
    return AccountView("…", "…", 0)


def charter_points(words: Words, says: Wanted) -> tuple[str, ...]:
    """How a house decides, a sentence each."""
    points = [words.say(METHODS[says.method][1]), _talked_over(words, says.talk_days)]
    if says.method is not Method.CONSENT:
        points += [_ballot(words, says.ballot_days), _quorum(words, says.quorum)]
    return (*points, _term(words, says.term_days))


def title_of(words: Words, facts: ProposalFacts, concerned: AccountFacts | None) -> str:
    """What a proposal is called."""
    change = changes.read(facts.kind, facts.change)
    if isinstance(change, ClauseChange):
        return words.say(_of_clause(change)) % {"clause": facts.title}
    if isinstance(change, CharterChange):
        return words.say("Change the charter")
    if isinstance(change, IntroductionChange):
        return words.say("Change of the policy's introduction")
    name = f"@{concerned.handle}" if concerned else ""
    if change.role == "member":
        return words.say("End what %(name)s does for the house") % {"name": name}
    return words.say("%(name)s as %(role)s") % {"name": name, "role": words.say(ROLES[change.role])}


def stands(words: Words, facts: ProposalFacts, now: datetime) -> str:
    """Where it stands, in a sentence."""
    if facts.state is State.OVER:
        return words.say(OUTCOMES[facts.outcome])
    if facts.state is State.IN_FORCE:
        return words.say("Adopted, and in force.")
    return words.say(_GOES_ON[facts.state]) % {"day": words.day(facts.due_at or now, now)}


def changed(words: Words, facts: ProposalFacts) -> tuple[Changed, ...]:
    """What would be otherwise, thing by thing; of an introduction nothing, for that is shown on both sides."""
    change = changes.read(facts.kind, facts.change)
    if isinstance(change, ClauseChange):
        return _differences(_said(words, change.before), _said(words, change.after))
    if isinstance(change, CharterChange):
        return _differences(_of_charter(words, change.before), _of_charter(words, change.after))
    if isinstance(change, IntroductionChange):
        return ()
    return _of_role(words, change)


_GOES_ON: Final = {
    State.TALK: N_("Talked over until %(day)s."),
    State.BALLOT: N_("Voted on until %(day)s."),
    State.ADOPTED: N_("Adopted. It takes force on %(day)s."),
}


def _of_clause(change: ClauseChange) -> str:
    if change.before is None:
        return N_("New clause: %(clause)s")
    return N_("Change of clause %(clause)s") if change.after else N_("Taking out clause %(clause)s")


def _differences(before: dict[str, str], after: dict[str, str]) -> tuple[Changed, ...]:
    """Those that differ; all of them where one side is not there."""
    kinds = list(dict.fromkeys([*before, *after]))
    return tuple(
        Changed(kind, before.get(kind, ""), after.get(kind, ""))
        for kind in kinds
        if before.get(kind, "") != after.get(kind, "")
    )


def _said(words: Words, clause: NewClause | None) -> dict[str, str]:
    if clause is None:
        return {}
    kept = N_("They are kept as long as other evidence.") if clause.keeps_pictures else N_("Destroyed at the decision.")
    return {
        words.say("Number"): clause.label,
        words.say("Name"): clause.title,
        words.say("What it asks"): clause.asks,
        words.say("Why"): clause.why,
        words.say("What may be decided"): ", ".join(words.say(MEASURES[one]) for one in clause.measures),
        words.say("Who decides"): words.say(DECIDERS[clause.deciders]),
        words.say("Days to appeal"): str(clause.appeal_days),
        words.say("Days that evidence is kept"): str(clause.evidence_days),
        words.say("Pictures"): words.say(kept),
    }


def _of_charter(words: Words, says: Wanted) -> dict[str, str]:
    return {
        words.say("How it is decided"): words.say(METHODS[says.method][0]),
        words.say("Part of the members that has to vote"): f"{says.quorum}%",
        words.say("Days to talk"): str(says.talk_days),
        words.say("Days to vote"): str(says.ballot_days),
        words.say("Days that somebody looks after the house"): str(says.term_days or words.say("no end")),
    }


def _of_role(words: Words, change: RoleChange) -> tuple[Changed, ...]:
    return (Changed(words.say("What they would be"), "", words.say(ROLES[change.role])),)


def _talked_over(words: Words, days: int) -> str:
    ngettext = words.translations.ngettext
    sentence = ngettext(
        "A proposal is talked over for %(num)d day.", "A proposal is talked over for %(num)d days.", days
    )
    return sentence % {"num": days}


def _ballot(words: Words, days: int) -> str:
    ngettext = words.translations.ngettext
    return ngettext("A ballot lasts %(num)d day.", "A ballot lasts %(num)d days.", days) % {"num": days}


def _quorum(words: Words, quorum: int) -> str:
    if not quorum:
        return words.say("It counts however few vote.")
    sentence = words.say("At least %(part)s of the members past probation have to vote; abstaining counts for that.")
    return sentence % {"part": f"{quorum}%"}


def _term(words: Words, days: int) -> str:
    if not days:
        return words.say("Moderators and stewards are chosen without an end.")
    sentence = words.say("Moderators and stewards are chosen for %(num)d days, and then anew.")
    return sentence % {"num": days}
