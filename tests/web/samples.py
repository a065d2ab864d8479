"""A sample of every page, in the states worth looking at."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web import views as v
from app.web.tabs import Part
from app.web.views import keeping
from app.web.views.installed import OfflinePage, PhonePage
from app.web.views.people import FollowsPage, FollowView
from tests.web import cast
from tests.web.cast import ago
from tests.web.samples_of_appeals import of_appeals
from tests.web.samples_of_begun import begun
from tests.web.samples_of_coming_in import for_the_door, joining
from tests.web.samples_of_deciding import of_deciding
from tests.web.samples_of_decisions import of_decisions
from tests.web.samples_of_desk import of_desk
from tests.web.samples_of_editing import TONGUES, editing
from tests.web.samples_of_emoji import of_emoji
from tests.web.samples_of_friends import coming_back, with_friends
from tests.web.samples_of_leaving import gone, leaving
from tests.web.samples_of_marks import of_lists, of_marks
from tests.web.samples_of_news import of_news
from tests.web.samples_of_openness import of_openness
from tests.web.samples_of_policy import of_the_policy
from tests.web.samples_of_polls import of_polls
from tests.web.samples_of_push import of_push
from tests.web.samples_of_quotes import of_quotes
from tests.web.samples_of_reach import an_open_page, for_reach
from tests.web.samples_of_reporting import for_outside, of_reporting
from tests.web.samples_of_search import of_search
from tests.web.samples_of_second import for_second, the_second_step
from tests.web.samples_of_sessions import locking, signed_in
from tests.web.samples_of_suggestions import ADVISED, of_suggestions
from tests.web.samples_of_tags import of_tags
from tests.web.samples_of_talks import of_talks

SUGGESTION = "willow-anchor-sparrow-copper-lantern-eight"
CODES = tuple(f"{a}-{b}-{c}" for a, b, c in (("k7fm", "29qx", "wt3p"), ("hd4c", "8vnr", "2ybj")) for _ in range(4))
FINGER = ("4F2A", "91C7", "0BD3", "E85A", "77F0", "3C1E", "A9D4", "5B62")

Changes = dict[str, object]


def for_guests() -> Iterator[tuple[str, str, object]]:
    """(name, template, view) of the pages for whoever isn't signed in."""
    yield "welcome", "welcome/page.html", v.WelcomePage()
    yield "sign-in", "session/new.html", v.SignInPage()
    yield "sign-in-outside", "session/new.html", v.SignInPage(hears_outside=True)
    yield (
        "sign-in-refused",
        "session/new.html",
        v.SignInPage("marisol", "That name and passphrase don't belong together."),
    )
    yield "left", "session/left.html", v.LeftPage()
    yield "offline", "house/offline.html", OfflinePage()
    yield "recover", "recovery/new.html", v.RecoverPage()
    yield (
        "recover-refused",
        "recovery/new.html",
        v.RecoverPage("juno", "k7fm", "That code doesn't fit.", "Too short."),
    )
    yield "join", "invitation/join.html", v.JoinPage("/join/x", SUGGESTION)
    taken = v.Field("marisol", "That name can't be used. Please choose another.")
    yield (
        "join-refused",
        "invitation/join.html",
        v.JoinPage("/join/x", SUGGESTION, taken, "The two are not the same."),
    )
    yield "expired", "invitation/expired.html", v.ExpiredPage()
    yield "setup", "setup/new.html", v.SetupPage("/setup/x", SUGGESTION)
    yield "error", "error/page.html", v.ErrorPage("There is nothing here.", 404)
    yield "about", "house/about.html", _about()
    yield "privacy", "house/privacy.html", _privacy()
    yield from an_open_page()
    yield from gone()
    yield from joining()
    yield from locking()
    yield from the_second_step()
    yield from coming_back()
    yield from for_outside()


def for_members() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame) of the pages behind sign-in."""
    yield from _reading()
    yield from _writing()
    yield from editing()
    yield from of_polls()
    yield from of_quotes()
    yield from of_deciding()
    yield from of_reporting()
    yield from of_emoji()
    yield from _people()
    yield from for_reach()
    yield from of_push()
    yield from for_the_door()
    yield from of_the_policy()
    yield from signed_in()
    yield from for_second()
    yield from begun()
    yield from leaving()
    yield from with_friends()
    yield from of_decisions()
    yield from of_appeals()
    yield from of_desk()
    yield from of_suggestions()
    yield from _house()


def _reading() -> Iterator[tuple[str, str, object, Changes]]:
    home = v.TimelinePage(cast.LETTERS, older="/?before=1", newest="/")
    yield "home", "timeline/home.html", home, {"place": "home"}
    yield (
        "home-empty",
        "timeline/home.html",
        v.TimelinePage(),
        {"place": "home", "notice": "Welcome to Lantern House."},
    )
    left_off = v.TimelinePage(cast.LETTERS[1:], fresh=cast.LETTERS[:1], is_line=True, place=7)
    yield "home-left-off", "timeline/home.html", left_off, {"place": "home"}
    yield "home-saving", "timeline/home.html", home, {"place": "home", "ask_for_pictures": True}
    yield "community", "timeline/community.html", v.TimelinePage(cast.LETTERS[:3]), {"place": "community"}
    yield "pictures-hidden", "timeline/community.html", v.TimelinePage(cast.COVERED), {"place": "community"}
    thread = v.ThreadPage(cast.PATROL, before=(cast.LETTER,), after=_branches(), further="/posts/1?after=2")
    yield "thread", "post/thread.html", thread, {}
    yield from of_talks()
    yield "messages-empty", "message/list.html", v.MessagesPage(), {"place": "messages"}
    yield (
        "notifications",
        "notification/list.html",
        v.NotificationsPage(_happenings()),
        {"place": "notifications"},
    )
    yield "notifications-empty", "notification/list.html", v.NotificationsPage(), {"place": "notifications"}
    yield from of_news(_happenings())
    yield from of_openness()


def _writing() -> Iterator[tuple[str, str, object, Changes]]:
    everyone = ("open", "allies", "community", "followers", "mentioned")
    empty = v.WritePage(audiences=everyone, language=TONGUES)
    yield "write", "post/write.html", empty, {"place": "write"}
    kept = (
        v.KeptPicture("m1", "/static/balcony.svg", "the balcony at dusk"),
        v.KeptPicture(description="the letter", error="That file is not a picture. Please choose it again."),
    )
    refused = v.WritePage(
        v.Field("We meet at", "That is too long."),
        v.Field("police"),
        "allies",
        pictures=kept,
        error="Not posted yet: see below.",
    )
    yield "write-refused", "post/write.html", refused, {"place": "write"}
    preview = v.PreviewView(
        replace(cast.TWO_PICTURES, id=0),
        ("@juno", "@night@harbour.example"),
        only_words=("@nobody", "@\u05d0\u05d1"),
        further_words=3,
        not_reached=("@night@harbour.example",),
        later="23 November, 18:30 UTC",
    )
    looked = v.WritePage(v.Field("The balcony"), language=TONGUES, preview=preview)
    yield "write-preview", "post/write.html", looked, {"place": "write", "ask_for_pictures": True}
    answer = v.WritePage(answering=cast.LETTER, audiences=("community", "followers", "mentioned"))
    yield "write-answer", "post/write.html", answer, {"place": "write"}
    yield "deletion", "post/deletion.html", v.DeletionPage(cast.TWO_PICTURES, reached_allies=True), {}


def _people() -> Iterator[tuple[str, str, object, Changes]]:
    about = Markup("<p>Canal Street, mostly nights. I translate letters.</p>")
    own = v.ProfilePage(cast.MARISOL, about, "own", posts=(cast.TWO_PICTURES, cast.HELD))
    yield "profile-own", "profile/page.html", own, {"place": "more"}
    yield "profile", "profile/page.html", v.ProfilePage(cast.JUNO, about, "none", follower=3), {}
    part = Part("/@juno", "answers")
    answers = v.ProfilePage(cast.JUNO, about, "following", posts=(cast.TEA,), tabs=part.others, tab=part.tab)
    yield "profile-answers", "profile/page.html", replace(answers, boosts=part.switched), {}
    yield "profile-with-boosts", "profile/page.html", replace(answers, boosts="/@juno", with_boosts=True), {}
    none = v.ProfilePage(cast.ODA, tabs=Part("/@oda", "pictures").others, tab="pictures")
    yield "profile-pictures-empty", "profile/page.html", none, {}
    yield "profile-asked", "profile/page.html", v.ProfilePage(cast.ODA, follow="asked", posts=(cast.TEA,)), {}
    ally = v.ProfilePage(cast.NIGHT_DESK, about, "following", "harbour.example", (cast.PATROL,), "/@x?before=1")
    yield "profile-ally", "profile/page.html", ally, {}
    apart = v.ApartView(mutes=True, mute_ends=ago(days=-2), follows=True, house="harbour.example", house_id=4)
    yield "profile-muted", "profile/page.html", replace(ally, apart=apart), {}
    blocked = v.ProfilePage(cast.ODA, about, apart=v.ApartView(blocks=True))
    yield "profile-blocked", "profile/page.html", blocked, {}
    muted = (v.MutedView(cast.ODA, ago(days=-2), True), v.MutedView(cast.LEILA, None, False))
    people = v.PeoplePage((cast.JUNO,), muted, (v.HouseView(4, "harbour.example"),), "/settings/people?before=1")
    yield "people", "settings/people.html", people, {"place": "more"}
    yield "people-empty", "settings/people.html", v.PeoplePage(), {"place": "more"}
    asking = (v.FollowRequestView(1, cast.JUNO), v.FollowRequestView(2, cast.NIGHT_DESK))
    yield "requests", "follow/requests.html", v.FollowRequestsPage(asking), {"place": "more"}
    yield "requests-empty", "follow/requests.html", v.FollowRequestsPage(), {"place": "more"}
    follows = (FollowView(1, cast.JUNO), FollowView(2, cast.NIGHT_DESK))
    for path in ("/following", "/followers"):
        page = FollowsPage(path, follows, f"{path}?before=1")
        yield path[1:], "follow/people.html", page, {"place": "more"}
        yield f"{path[1:]}-empty", "follow/people.html", FollowsPage(path), {"place": "more"}
    tongues = (("en", "English"), ("ru", "Русский"), ("ar", "العربية"))
    settings = v.SettingsPage(
        v.Field("Marisol"), v.Field("Canal Street.", "That is too long."), "system", "en", tongues
    )
    yield "settings", "settings/page.html", settings, {"place": "more"}
    yield "held", "settings/held.html", _held(), {"place": "more"}
    yield "lasting", "settings/lasting.html", _lasting(), {"place": "more"}
    longest = keeping.HouseLastingPage(v.Field("30"), (("7", "7 days"), ("30", "30 days")))
    yield "house-lasting", "house/lasting.html", longest, {"place": "more"}
    yield from of_tags()
    yield from of_search()
    yield from of_marks()
    yield from of_lists()
    yield "phone", "more/phone.html", PhonePage("lantern.example"), {"place": "more"}
    yield "more", "more/menu.html", v.MorePage(requests_waiting=True), {"place": "more"}


def _house() -> Iterator[tuple[str, str, object, Changes]]:
    open_ones = (
        v.InvitationView(1, ago(days=2), ago(days=-5)),
        v.InvitationView(2, ago(hours=3), ago(days=-7)),
    )
    link = "https://lantern.example/join/qV3xk29sLmT0aYw8"
    yield "invitations", "invitation/list.html", v.InvitationsPage(open_ones, link), {"place": "more"}
    yield "invitations-empty", "invitation/list.html", v.InvitationsPage(), {"place": "more"}
    yield (
        "allies",
        "ally/desk.html",
        v.AlliesPage(_allies(), FINGER[::-1], may_decide=True),
        {"place": "allies"},
    )
    yield "allies-read", "ally/desk.html", v.AlliesPage(_allies()[:2]), {"place": "allies", "role": "member"}
    wrong = v.Field("https://harbor", "That is not an address such as https://house.example.")
    yield (
        "allies-empty",
        "ally/desk.html",
        v.AlliesPage(may_decide=True, ours=FINGER, origin=wrong),
        {"place": "allies"},
    )
    typed = v.Field("https://orchard.example")
    advised = v.AlliesPage(may_decide=True, ours=FINGER, origin=typed, advice=ADVISED, heard="orchard.example")
    yield "allies-advised", "ally/desk.html", advised, {"place": "allies"}
    yield "parting", "ally/parting.html", v.PartingPage(_allies()[0]), {"place": "allies"}
    app = v.AuthoriseAppPage("Tusk for Phones", ("read", "write:statuses", "push"), (("client_id", "x"),), "app")
    yield "authorise", "app/authorise.html", app, {}
    yield "app-code", "app/code.html", v.OutOfBandCodePage("toot", "Zk3v9QpLxW2n7RtB"), {}
    yield "codes", "recovery/codes.html", v.RecoveryCodesPage(CODES, "k7fm-29qx-wt3p"), {}
    yield "error-inside", "error/page.html", v.ErrorPage("Too many tries. Please wait a little.", 429), {}


def _privacy() -> keeping.PrivacyPage:
    session = keeping.KeptView("Where you are signed in", "So that you stay signed in.", "at most 30 days")
    groups = (keeping.KeptGroup("What is yours", (session,)), keeping.KeptGroup("What else is kept", (session,)))
    return keeping.PrivacyPage(
        groups, ("What the house is called.",), (keeping.PrivacySection("Where it lies", ("Here.",)),)
    )


def _held() -> keeping.HeldPage:
    posts = keeping.HeldView("Your posts", 12, "March 2026", "until you delete them")
    return keeping.HeldPage((posts, keeping.HeldView("Your passkeys", 1, "", "until you end it")), ("Whom you block",))


def _lasting() -> keeping.LastingPage:
    return keeping.LastingPage(
        v.Field("3", "Please choose how long it stays."), v.Field("as it is"), (("1", "1 day"), ("7", "7 days")),
        "30 days", "goes in 6 days",
    )  # fmt: skip


def _branches() -> tuple[v.BranchView, ...]:
    """Deep answers, the deepest below each other."""
    posts = [cast.a_post(who, "<p>And what then?</p>", ago(hours=9)) for who in (cast.ODA, cast.LEILA, cast.JUNO) * 2]
    deepest = (v.BranchView(replace(posts[3], answers=cast.JUNO), more=True), v.BranchView(posts[4]))
    third = v.BranchView(posts[2], deepest)
    return (v.BranchView(posts[0], (v.BranchView(posts[1], (third,)),)), v.BranchView(posts[5]))


def _happenings() -> tuple[v.NotificationView, ...]:
    kinds = (
        "asked", "reply", "favourite", "boost", "mention", "follow", "allowed", "poll", "own_poll", "edited", "posted",
        "quote", "quoted_edited", "knock", "joined",
    )  # fmt: skip
    people = (cast.JUNO, cast.NIGHT_DESK, cast.ODA, cast.LEILA, cast.MARISOL)
    return tuple(
        v.NotificationView(
            kind,
            people[: n % 5 + 1] if kind in {"follow", "boost", "favourite"} else (people[n % 5],),
            ago(hours=n * 7),
            "/posts/1",
            "I have a letter we can share" if kind in {"reply", "boost", "favourite"} else "",
            fresh=n < 2,
        )
        for n, kind in enumerate(kinds)
    )


def _allies() -> tuple[v.AllyView, ...]:
    return (
        v.AllyView(
            1,
            "https://harbour.example",
            "harbour.example",
            "allied",
            ago(days=19),
            ("posts", "media"),
            FINGER,
        ),
        v.AllyView(
            2,
            "https://maisonrouge.example",
            "maisonrouge.example",
            "paused",
            ago(hours=5),
            ("posts",),
            FINGER,
        ),
        v.AllyView(
            3, "https://newhouse.example", "newhouse.example", "knocked", ago(minutes=40), (), FINGER, advice=ADVISED
        ),
        v.AllyView(
            5,
            "https://dock.example",
            "dock.example",
            "allied",
            ago(days=9),
            ("posts",),
            limited=True,
            parting_proposed=True,
        ),
        v.AllyView(
            6, "https://quay.example", "quay.example", "paused", ago(days=2), ("posts",), paused_by_decision=True
        ),
        v.AllyView(4, "https://old.example", "old.example", "knocking", ago(days=1), ("posts",), by_hand=True),
    )


def _about() -> v.AboutPage:
    return v.AboutPage(
        (
            v.AboutSection(
                "What is kept",
                ("Posts: until you delete them.", "Sessions: 30 days after you were last here."),
            ),
            v.AboutSection("Who is contacted", ("Only our allies, and a house whose address a steward typed in.",)),
        )
    )
