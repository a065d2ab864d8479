"""Samples of the pages about newcomers, and what is done against a raid."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web import views as v
from app.web.views import coming_in as c
from app.web.views.frame import Standing
from tests.web import cast
from tests.web.cast import ago
from tests.web.samples_of_policy import POLICY

Changes = dict[str, object]

LUPE = v.AccountView("lupe", "Lupe", 77)
ABOUT = Markup("<p>Marisol knows me from the union. I was at the tea in June.</p>")
LINK = "https://lantern.example/newcomers/q1bJX0m5o2mW8Tn3cKQyZA"


def joining() -> Iterator[tuple[str, str, object]]:
    """The form with a policy in it, and a closed door."""
    page = v.JoinPage("/join/x", "befu koti jajo semi gevu bahe", policy=POLICY, admission="vouches", needed=3)
    yield "join-policy", "invitation/join.html", page
    wrong = replace(
        page,
        admission="stewards",
        adult=v.Field("", "Only adults can be here. If you are one, please say so."),
        agreed=v.Field("", "Please read the policy and say whether you agree. Without that nobody joins."),
        error="The policy has changed while this page was open. Please read it as it stands now, and agree once more.",
    )
    yield "join-policy-refused", "invitation/join.html", wrong
    yield "closed", "invitation/closed.html", v.ClosedPage()
    waiting = c.WaitingPage(LUPE, LINK, "vouches", 1, 2, ago(days=-28), has_policy=True, about=v.Field("The union."))
    yield "waiting", "newcomer/waiting.html", waiting
    yield "waiting-steward", "newcomer/waiting.html", replace(waiting, admission="stewards", has_policy=False)
    yield "waiting-opened", "newcomer/waiting.html", replace(waiting, admission="invitation")
    yield "waiting-refused", "newcomer/waiting.html", replace(waiting, refusal="We take in only people from here.")


def for_the_door() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    more: Changes = {"place": "more"}
    vouch = c.VouchPage("/newcomers/x", LUPE, ABOUT)
    yield "vouch", "newcomer/vouch.html", vouch, {}
    yield "vouch-given", "newcomer/vouch.html", replace(vouch, given=True), {}
    yield "vouch-new", "newcomer/vouch.html", replace(vouch, may_not="You are new here yourself."), {}
    yield "newcomers", "newcomer/list.html", _newcomers(), more
    yield "newcomers-empty", "newcomer/list.html", c.NewcomersPage(), more
    choice = c.AdmissionPage(v.Field("vouches"), v.Field("2"), v.Field("90"), (0, 7, 30, 90, 180, 365))
    yield "admission", "house/admission.html", choice, more
    wrong = replace(choice, vouches_needed=v.Field("9", "Between 1 and 5 people vouch for a newcomer."))
    yield "admission-refused", "house/admission.html", wrong, more
    calm = c.CalmPage((1, 6, 24, 72))
    yield "calm", "house/calm.html", calm, more
    yield "calm-lasting", "house/calm.html", calm, {**more, "standing": Standing(door_closed=5, slow=1)}
    yield "calm-refused", "house/calm.html", replace(calm, door_error="Please choose for how long."), more


def _newcomers() -> c.NewcomersPage:
    waiting = c.NewcomerView(1, LUPE, ABOUT, ago(hours=30), ago(days=-28), ("@marisol",))
    nobody = c.NewcomerView(2, v.AccountView("ines", "", 5), Markup(), ago(days=2), ago(days=-27))
    return c.NewcomersPage(
        (
            waiting,
            replace(nobody, sentence=v.Field("", "Please say why, in a sentence.")),
            replace(nobody, id=3, refused=True),
        ),
        (c.NewcomerView(4, cast.ODA, Markup(), ago(days=10), ago(days=-80), ("@marisol", "@juno")),),
        "vouches",
        3,
        may_let_in=True,
    )
