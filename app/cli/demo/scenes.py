"""The last evening in the invented house: what the cast wrote, with pictures, through the same actions as real people.

The pictures are drawn here and go through the cleaner like everybody's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts.queries import AccountFacts
from app.basics.ids import new_token
from app.cli.demo import drawing, emoji
from app.media import storing
from app.media.cleaning import CleanPicture, clean_picture
from app.notifications import telling
from app.posts.actions import picturing, thanking
from app.posts.actions.writing import Draft
from app.posts.audience import Audience
from app.storage.house import House
from app.storage.sealing import HouseKey
from app.timelines import fanning, posting


@dataclass(frozen=True, slots=True)
class Scene:
    """Who wrote what, how many minutes ago, for whom; what is drawn on the picture; who answered."""

    who: str
    minutes_ago: int
    text: str
    audience: Audience = Audience.COMMUNITY
    warning: str = ""
    picture: str = ""
    description: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    thanked_by: tuple[str, ...] = ()


SCENES = (
    Scene(
        "juno", 26 * 60, "New hair, same prices. Booked solid next week, open again from the 9th.",
        Audience.FOLLOWERS, picture="balcony", description="me from behind on a balcony at dusk, city lights below",
        thanked_by=("marisol", "oda_by_the_river"),
    ),
    Scene(
        "vera", 9 * 60, "The kitchen is painted. Whoever chose this yellow: thank you, it makes mornings possible.",
        picture="kitchen", description="a yellow wall, a shelf with three cups and a kettle",
        answers=(("priya", "It was on sale."),), thanked_by=("juno", "priya", "tamsin"),
    ),
    Scene(
        "marisol", 120,
        "Landlord on Canal Street is asking for a “visitor fee” again. Anyone already written to the tenants’ union? "
        "I have a letter we can share, three languages.",
        answers=(("oda_by_the_river", "Same here, two floors up. Count me in."), ("vera", "Put it on Tuesday’s list?")),
        thanked_by=("vera", "oda_by_the_river", "priya", "leo_after_dark"),
    ),
    Scene(
        "oda_by_the_river", 75,
        "Tea at mine on Sunday for whoever doesn’t want to be alone. Bring slippers. :tea:", picture="tea",
        description="a cup of tea on a wooden table, steam rising", answers=(("juno", "I bring slippers for two."),),
        thanked_by=("juno", "marisol"),
    ),
    Scene(
        "tamsin", 50, "Plain clothes at the ferry stairs since ten. Use the other side of the market, and go in twos.",
        warning="police, fear", answers=(("leo_after_dark", "Gone now. All of ours are home."),),
    ),
    Scene(
        "leo_after_dark", 20, "Four hours a statue in the rain. Best paid umbrella holder of this city. :parasol:",
        picture="parasol", description="a red parasol under falling rain, at night", thanked_by=("marisol", "vera"),
    ),
)  # fmt: skip


async def play(house: House, ours: Sequence[AccountFacts], *, now: datetime) -> None:
    """Let those of the cast who live here write their parts."""
    cast = {account.name: account.id for account in ours}
    await emoji.hang_up(house, now=now)
    for scene in SCENES:
        if scene.who in cast:
            at = now - timedelta(minutes=scene.minutes_ago)
            picture = await _picture(house, scene) if scene.picture else None
            origin, key = house.settings.origin, house.key
            house.database.write_now(_perform, scene, cast, picture, origin=origin, key=key, now=at)


async def _picture(house: House, scene: Scene) -> tuple[CleanPicture, str]:
    clean, blob = await clean_picture(drawing.draw(scene.picture)), new_token()
    await storing.store(house.blobs, blob, clean)
    return clean, blob


def _perform(
    session: Session, scene: Scene, cast: dict[str, int], picture: tuple[CleanPicture, str] | None, *, origin: str,
    key: HouseKey, now: datetime,
) -> None:  # fmt: skip
    draft = Draft(scene.text, scene.audience, scene.warning, "en")
    if picture is not None:
        picture_id = picturing.add_picture(session, cast[scene.who], *picture, scene.description, now=now)
        draft = replace(draft, pictures=(picture_id,))
    post_id = _write(session, cast[scene.who], draft, origin=origin, key=key, now=now)
    for at, (who, text) in enumerate(scene.answers, 1):
        if who in cast:
            answer = Draft(f"@{scene.who} {text}", language="en", reply_to=post_id)
            _write(session, cast[who], answer, origin=origin, key=key, now=now + timedelta(minutes=4 * at))
    readers = [who for who in scene.thanked_by if who in cast and scene.audience is not Audience.FOLLOWERS]
    for who in readers:
        thanking.favour(session, cast[who], post_id, now=now + timedelta(minutes=9))


def _write(session: Session, author_id: int, draft: Draft, *, origin: str, key: HouseKey, now: datetime) -> int:
    """Into homes at once, so that a house looks lived in before it first serves."""
    post_id = posting.post(session, author_id, draft, origin=origin, key=key, now=now)
    fanning.spread_post(session, post_id)
    telling.tell_mentioned(session, post_id, now=now)
    return post_id
