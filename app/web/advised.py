"""What others advise, as pages show it."""

from collections.abc import Sequence

from app.web import showing
from app.web.views.suggestions import AdviceView, AdvisedView, MeantView, SuggestionView
from app.web.visiting import Visit
from app.web.words import N_
from moderation.suggestions.queries import Ours, Suggested
from moderation.suggestions.rules import Advice, Body, Kind

SEVERITIES = {
    "suspend": N_("they have nothing to do with it"),
    "silence": N_("they show little of it"),
    "noop": N_("they do nothing themselves"),
}


def ours(who: Visit) -> Ours:
    return Ours(who.house.settings.host, who.house.key)


def advice_views(said: Sequence[Advice]) -> tuple[AdviceView, ...]:
    return tuple(AdviceView(one.by, one.at, one.words, SEVERITIES.get(one.severity, "")) for one in said)


def advised_views(said: Sequence[Body]) -> tuple[AdvisedView, ...]:
    return tuple(AdvisedView(body.address, advice_views(body.advice)) for body in said)


def suggestion_view(found: Suggested, address: str, *, near: bool, steward: bool = False) -> SuggestionView:
    """`address`: of the page, under which each has its own. What concerns nobody here waits until its age.

    What cannot be read can be set aside all the same.
    """
    own = f"{address}/{found.id}"
    return SuggestionView(
        found.id,
        f"@{found.address}" if found.address and found.kind is Kind.ACCOUNT else found.address,
        advice_views(found.advice),
        is_house=found.kind is Kind.HOUSE,
        account=None if found.account is None else showing.account_view(found.account),
        ask_at=f"{own}/report" if found.account is not None else "",
        allies=tuple(MeantView(ally.host, f"{own}/report?ally={ally.id}") for ally in found.allies),
        aside_at=f"{own}/aside" if near or not found.address else "",
        out_at=f"{own}/removal" if steward else "",
    )
