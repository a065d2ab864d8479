"""Samples of the policy: a version with clauses, what changed, the draft of the next one."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web import views as v
from app.web.measures import DECIDERS, MEASURES
from app.web.pages.policy_clauses import FIELDS, NEW, OFFERED
from app.web.views import policy as p
from app.web.views import translating as t
from app.web.views.frame import Standing
from moderation.policy.translating import Words
from tests.web import cast
from tests.web.cast import ago

Changes = dict[str, object]

OUTING = p.ClauseView(
    4,
    "4.1",
    "No outing",
    Markup("<p>Nobody is named, pictured or placed without their yes.</p><ul><li>Not as a joke.</li></ul>"),
    Markup("<p>A name or a face can cost a home.</p>"),
    (MEASURES["no_breach"], MEASURES["hold"], MEASURES["remove"]),
    DECIDERS["two"],
    14,
    30,
    keeps_pictures=False,
    language="en",
)
ASKING = replace(OUTING, key=1, label="1", title="Ask first", deciders=DECIDERS["one"], keeps_pictures=True)
POLICY = p.PolicyText(
    2,
    Markup(
        "<h2>Who we are</h2><p>People who do sex work, and nobody else.</p><h2>What we do not do</h2>"
        "<ul><li>We do not say where somebody works or lives.</li><li>We do not keep pictures of others.</li></ul>"
        "<h3>If it happens</h3><p>Tell a moderator. Two people decide.</p>"
    ),
    ago(days=19),
    (ASKING, OUTING),
    "en",
)


def of_the_policy() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    more: Changes = {"place": "more"}
    page = p.PolicyPage(
        POLICY,
        2,
        to_agree=True,
        may_write=True,
        is_steward=True,
        others=((3, ago(days=-9)), (1, ago(days=200))),
        before=1,
    )
    yield "policy", "policy/page.html", page, more
    older = replace(page, in_force=3, to_agree=False, may_write=False, is_steward=False, decided_together=True)
    yield "policy-older", "policy/page.html", older, more
    yield "policy-coming", "policy/page.html", replace(page, in_force=1, to_agree=False, is_open=True), more
    yield "policy-none", "policy/page.html", p.PolicyPage(p.PolicyText(), may_write=True, is_steward=True), more
    clauses = (replace(ASKING, translated=True, vouched=False, language="ru", title="Сначала спросите"), OUTING)
    translated = replace(POLICY, clauses=clauses, translated=True, vouched=False, by=("marisol", "juno"))
    yield "policy-translated", "policy/page.html", replace(page, policy=translated, to_agree=False), more
    outdated = replace(POLICY, clauses=(replace(OUTING, outdated=True),), outdated=True)
    yield "policy-outdated", "policy/page.html", replace(page, policy=outdated, to_agree=False, drafted=True), more
    yield "home-policy", "timeline/home.html", v.TimelinePage((cast.LETTER,)), {"standing": Standing(policy=2)}
    ahead = Standing(policy=3, policy_from=ago(days=-9))
    yield "home-policy-ahead", "timeline/home.html", v.TimelinePage((cast.LETTER,)), {"standing": ahead}
    yield from _changes(more)
    yield from _draft(more)
    yield from _translations(more)


def _changes(more: Changes) -> Iterator[tuple[str, str, object, Changes]]:
    same, out, come = (p.Piece("same", "Nobody is "), p.Piece("out", "named"), p.Piece("in", "named or pictured"))
    terms = p.Terms(OUTING.measures, OUTING.deciders, 14, 30, keeps_pictures=True)
    changes = (
        p.ClauseChange("introduction", "", "", "", (p.PartChange("introduction", (), (p.Piece("in", "Hello."),)),)),
        p.ClauseChange(
            "changed", "4", "4.1", "No outing", (p.PartChange("asks", (same, out), (same, come)),), moved=True,
            terms_before=terms, terms_after=replace(terms, keeps_pictures=False),
        ),
        p.ClauseChange("new", "", "6", "Allies", (p.PartChange("asks", (), (come,)),), terms_after=terms),
        p.ClauseChange("gone", "7", "", "Prices", (p.PartChange("asks", (p.Piece("out", "None."),), ()),)),
    )  # fmt: skip
    yield "policy-changes", "policy/changes.html", p.ChangesPage(1, 2, changes, (3,)), more
    yield "policy-changes-none", "policy/changes.html", p.ChangesPage(2, 0, ()), more


def _draft(more: Changes) -> Iterator[tuple[str, str, object, Changes]]:
    ours = (("en", "English"), ("ru", "Русский"), ("zh", "中文"))
    yield "policy-draft-none", "policy/draft.html", p.DraftPage(begun=False, ours=ours), more
    yield "policy-draft-next", "policy/draft.html", p.DraftPage(begun=False, ours=ours, newest=2), more
    clauses = tuple(p.DraftedClause(one, f"/policy/draft/clauses/{one.key}") for one in (ASKING, OUTING))
    draft = p.DraftPage(
        begun=True,
        based_on=2,
        introduction=POLICY.html,
        language="en",
        clauses=clauses,
        changed_at=ago(hours=3),
        newest=2,
    )
    yield "policy-draft", "policy/draft.html", draft, more
    refused = replace(draft, overtaken_by=3, clauses=(), introduction=Markup(), day=v.Field("2020-01-01", "Not then."))
    yield "policy-draft-refused", "policy/draft.html", refused, more
    fields = {name: v.Field("7" if "days" in name else "one" if name == "deciders" else "1") for name in FIELDS}
    clause = p.ClausePage(NEW, fields, frozenset({"word"}), True, OFFERED)
    yield "policy-clause", "policy/clause.html", clause, more
    wrong = {name: v.Field("", f"Wrong: {name}.") for name in FIELDS}
    refused_clause = replace(
        clause,
        fields=wrong,
        measures_error="Please choose one.",
        theirs=ASKING,
        shown=OUTING,
        error="Somebody else did.",
    )
    yield "policy-clause-refused", "policy/clause.html", refused_clause, more
    words = p.IntroductionPage(v.Field("# Who we are"), v.Field("en"), (("en", "English"), ("ru", "Русский")), 1)
    yield "policy-introduction", "policy/introduction.html", words, more
    again = replace(
        words, introduction=v.Field("x", "Too long."), language=v.Field("", "Choose one."), theirs=POLICY.html,
        shown=POLICY.html, error="Somebody else did.",
    )  # fmt: skip
    yield "policy-introduction-refused", "policy/introduction.html", again, more


def _translations(more: Changes) -> Iterator[tuple[str, str, object, Changes]]:
    marisol = t.TranslatorView(1, "marisol", "es", "Español")
    page = t.TranslationsPage((marisol,), is_steward=True, languages=(("es", "Español"), ("ru", "Русский")))
    yield "policy-translations", "policy/translations.html", page, more
    yield "policy-translations-none", "policy/translations.html", t.TranslationsPage(()), more
    wrong = replace(page, name=v.Field("x", "Nobody here has that name."), language=v.Field("", "Please choose one."))
    yield "policy-translations-refused", "policy/translations.html", wrong, more
    original, spanish = Words("No outing", "Nobody is named.", "A home."), Words("Nadie", "Nadie.", "Casa.")
    where = "/policy/translations/es/4"
    done = t.PartView(4, "4.1", original, spanish, where, writer="marisol", may_vouch=True, edition=1)
    parts = (
        t.PartView(0, "", Words("", "# Who we are", ""), outdated=True),
        done,
        replace(done, key=5, label="5", may_vouch=False, voucher="juno", vouched=True),
        replace(done, key=6, label="6", words=None, writer=""),
    )
    yield "policy-translation", "policy/translation.html", t.TranslationPage("es", "Español", parts), more
    none = t.TranslationPage("es", "Español", (), "Another translator changed this.")
    yield "policy-translation-none", "policy/translation.html", none, more
    field = v.Field("Nadie")
    form = t.TranslatePage("/policy/translations/es/4", "Español", done, field, field, field, 1, 1)
    yield "policy-translate", "policy/translate.html", form, more
    mistake = v.Field("", "Please write what it says in this language.")
    again = replace(form, title=mistake, asks=mistake, why=mistake, theirs=True, error="Another translator did.")
    yield "policy-translate-refused", "policy/translate.html", again, more
    whole = replace(form, part=parts[0], address="/policy/translations/es/0")
    yield "policy-translate-introduction", "policy/translate.html", whole, more
