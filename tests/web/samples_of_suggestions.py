"""Samples of what others advise: houses and accounts in other people's lists, and bringing one along."""

from collections.abc import Iterator

from app.web import advised
from app.web.pages.suggestions import LINES_ARE_NONE
from app.web.views import Field
from app.web.views.suggestions import (
    AdviceView,
    AdvisedView,
    ListPage,
    MeantView,
    SuggestionsPage,
    SuggestionView,
    WrongLineView,
)
from moderation.suggestions.reading_lists import MADE_UNREADABLE, NO_ADDRESS
from moderation.suggestions.rules import FULL, NOBODY_NAMED
from tests.web import cast
from tests.web.cast import ago

Changes = dict[str, object]
MODERATOR: Changes = {"place": "more", "role": "moderator"}

ADVICE = (
    AdviceView("Orchard House", ago(days=2), "harassment, outing", advised.SEVERITIES["suspend"]),
    AdviceView("ليلى", ago(days=40), "يكشفون الأسماء"),
)
ADVISED = (AdvisedView("newhouse.example", ADVICE), AdvisedView("orchard.example", ADVICE[:1]))


def of_suggestions() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    address = "/desk/suggestions"
    near = (
        SuggestionView(
            9, f"@{cast.LEILA.handle}", ADVICE, account=cast.LEILA, ask_at=f"{address}/9/report",
            aside_at=f"{address}/9/aside",
        ),
        SuggestionView(8, "@stranger@harbour.example", ADVICE[:1], aside_at=f"{address}/8/aside"),
        SuggestionView(
            7, "harbour.example", ADVICE[1:], is_house=True, aside_at=f"{address}/7/aside",
            allies=(MeantView("harbour.example", f"{address}/7/report?ally=1"),),
        ),
        SuggestionView(
            6, "orchard.example", (AdviceView("Ana", ago(days=3)),), is_house=True, aside_at=f"{address}/6/aside",
            allies=(
                MeantView("social.orchard.example", f"{address}/6/report?ally=2"),
                MeantView("talk.orchard.example", f"{address}/6/report?ally=3"),
            ),
            out_at=f"{address}/6/removal",
        ),
        SuggestionView(4, "", (), is_house=True, aside_at=f"{address}/4/aside", out_at=f"{address}/4/removal"),
    )  # fmt: skip
    yield "suggestions", "suggestion/list.html", SuggestionsPage(near, older=f"{address}?before=6"), MODERATOR
    far = (SuggestionView(5, "xn--hrbour-3nf.example", ADVICE, is_house=True),)
    yield "suggestions-far", "suggestion/list.html", SuggestionsPage(far, near=False), MODERATOR
    yield "suggestions-empty", "suggestion/list.html", SuggestionsPage(), MODERATOR
    yield "suggestion-list", "suggestion/new.html", ListPage(), MODERATOR
    wrong = ListPage(
        Field("", NOBODY_NAMED), Field("r**e.example\nwhat?\n", LINES_ARE_NONE),
        (WrongLineView(1, "r**e.example", MADE_UNREADABLE), WrongLineView(2, "what?", NO_ADDRESS)), 3, FULL,
    )  # fmt: skip
    yield "suggestion-list-refused", "suggestion/new.html", wrong, MODERATOR
