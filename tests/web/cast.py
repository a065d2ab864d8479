"""The demo cast as pages see it: Lantern House, its members, and harbour.example next door."""

from datetime import UTC, datetime, timedelta
from itertools import count

from markupsafe import Markup

from app.web.views import AccountView, AsideBlock, House, Link, PageFrame, PictureView, PostState, PostView

NOW = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
LANTERN_HOUSE = House("Lantern House")

MARISOL = AccountView("marisol", "Marisol", 0)
NIGHT_DESK = AccountView("nightdesk@harbour.example", "Night Desk", 101)
JUNO = AccountView("juno", "Juno", 222)
ODA = AccountView("oda_by_the_river", "", 343)
LEILA = AccountView("leila@maisonrouge.example", "ليلى", 404)

BALCONY = PictureView(
    "/static/balcony.svg",
    "/static/balcony.svg",
    1180,
    680,
    "me from behind on a balcony at dusk, city lights out of focus",
    "#8d7090",
)

_ids = count(114_000_000_000_000_001)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def a_post(author: AccountView, words: str, at: datetime, **more: object) -> PostView:
    more.setdefault("audience", "community")
    return PostView(id=next(_ids), author=author, at=at, html=Markup(words), **more)  # type: ignore[arg-type]


LETTER = a_post(
    MARISOL,
    "<p>Landlord on Canal Street is asking for a “visitor fee” again. Anyone already written to the tenants’ union? "
    "I have a letter we can share, three languages.</p>",
    ago(hours=2),
    favourited=True,
)
PATROL = a_post(
    NIGHT_DESK,
    "<p>Plain clothes at the ferry stairs since ten. They ask for papers and take phones out of hands. Use the other "
    "side of the market, and go in twos.</p>",
    ago(hours=4),
    audience="allies",
    warning="police, fear",
)
HAIR = a_post(
    JUNO,
    "<p>New hair, same prices. Booked solid next week, open again from the 9th.</p>",
    ago(hours=26),
    audience="followers",
    pictures=(BALCONY,),
)
TEA = a_post(
    ODA,
    "<p>Tea at mine on Sunday for whoever doesn’t want to be alone. Bring slippers. The list of doctors who don’t ask "
    'is <a href="https://harbour.example/guides/doctors" rel="nofollow noopener noreferrer">here</a>.</p>',
    ago(days=3),
    boosted_by=JUNO,
    boosted=True,
)
WELCOME = a_post(
    LEILA, "<p>مساء الخير من البيت الأحمر. نحن معكم.</p>", ago(days=12), audience="allies", answers=MARISOL
)
HELD = a_post(
    MARISOL,
    "<p>Does anybody know this man? He works the ring road.</p>",
    ago(minutes=20),
    may_delete=True,
    state=PostState("Held by a moderator: only you see it for now.", Link("Read why, and appeal", "/decisions/4")),
)
TWO_PICTURES = a_post(
    MARISOL,
    "<p>The new kitchen. We did that.</p>",
    ago(days=40),
    pictures=(BALCONY, PictureView("/static/balcony.svg", "/static/balcony.svg", 600, 800)),
    may_delete=True,
)
HIDDEN_PICTURE = a_post(
    JUNO,
    "<p>From the balcony this morning.</p>",
    ago(days=41),
    pictures=(PictureView("", "", 0, 0, hidden=True), BALCONY),
)
OWN_HIDDEN_PICTURE = a_post(
    MARISOL,
    "<p>The back room, before we painted it.</p>",
    ago(days=42),
    pictures=(PictureView("", "/static/balcony.svg", 0, 0, hidden=True),),
    may_delete=True,
    state=PostState(
        "By a decision nobody but you sees all pictures of this post.",
        Link("The decision, and what you can do", "/decisions/5"),
    ),
)
LETTERS = (LETTER, PATROL, HAIR, TEA, WELCOME, HELD, TWO_PICTURES)
COVERED = (HIDDEN_PICTURE, OWN_HIDDEN_PICTURE)


def a_home_of(number: int) -> tuple[PostView, ...]:
    """As many posts as a page shows, each with an id of its own."""
    return tuple(
        PostView(
            id=next(_ids),
            author=post.author,
            audience=post.audience,
            at=post.at,
            html=post.html,
            warning=post.warning,
            pictures=post.pictures,
        )
        for post in (LETTERS[n % len(LETTERS)] for n in range(number))
    )


def a_frame() -> PageFrame:
    """Around a page that Marisol, the first steward, looks at."""
    return PageFrame(
        house=LANTERN_HOUSE,
        now=NOW,
        csrf="a-token-for-this-session",
        viewer=MARISOL,
        role="steward",
        news=frozenset({"messages"}),
        aside=(
            AsideBlock("Policy in force", "Version 1, since 3 November.", Link("What it says", "/policy")),
            AsideBlock("Allies", "harbour.example and maisonrouge.example can read what you post “for allies”."),
        ),
    )


def a_guest_frame() -> PageFrame:
    """Around a page for somebody who isn't signed in."""
    return PageFrame(house=LANTERN_HOUSE, now=NOW, csrf="a-token-for-a-visitor")
