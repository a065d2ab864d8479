"""P23 and P21 in streams: whatever is posted, nobody hears of a post who could not read it. Over real connections."""
# ruff: noqa: F811 — fixtures are imported by their names

import contextlib
import json

import pytest

from app.accounts.actions import blocking
from app.basics.clock import now
from app.posts.audience import Audience
from tests.live.conftest import Lantern, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member, join
from tests.world.listening import Ear

HOLD_THE_END = ("public", "public/local", "hashtag?tag=soup")
STREAMS = (*HOLD_THE_END, "user", "user/notification", "direct")
WHO_READS = {
    "open": {"friend", "neighbour", "named"},
    "allies": {"friend", "neighbour", "named"},
    "community": {"friend", "neighbour", "named"},
    "followers": {"friend", "named"},
    "mentioned": {"named"},
}


@pytest.fixture
def readers(lantern: Lantern, a_member: Member) -> dict[str, Member]:
    """Who listens: one who follows the author, one who does not, one who is named in all, one who is blocked."""
    found = {
        who: join(lantern.house, name)
        for who, name in zip(("friend", "neighbour", "named", "blocked"), NAMES, strict=True)
    }
    found["friend"].follows(a_member)
    found["blocked"].follows(a_member)
    lantern.house.database.write_now(blocking.block, a_member.id, found["blocked"].id, now=now())
    return found


NAMES = ("juno", "nele", "oda", "rue")


def test_a_stream_holds_only_what_its_listener_may_read(lantern: Lantern, a_member: Member, readers: dict[str, Member]):
    heard: dict[tuple[str, str], set[str]] = {}
    with contextlib.ExitStack() as stack:
        ears = {
            (who, stream): stack.enter_context(lantern.app_of(member, stream, opens=True))
            for who, member in readers.items()
            for stream in STREAMS
        }
        said = {a_member.posts(f"@oda #soup for {audience}", audience): str(audience) for audience in Audience}
        end = join(lantern.house, "vera").posts("The end #soup")
        for key, ear in ears.items():
            heard[key] = {
                said[one] for one in posts_heard(ear, end, 20 if key[1] in HOLD_THE_END else 1) if one in said
            }

    assert {
        f"{audience} by {who} in {stream}"
        for (who, stream), audiences in heard.items()
        for audience in audiences
        if who not in WHO_READS[audience]
    } == set()
    assert heard["friend", "user"] == {"open", "allies", "community", "followers"}
    assert heard["named", "user/notification"] == set(WHO_READS)
    assert heard["named", "direct"] == {"mentioned"}
    assert heard["neighbour", "hashtag?tag=soup"] == {"open", "allies", "community"}


def posts_heard(ear: Ear, end: int, patience: float) -> set[int]:
    """Every post in whatever is heard until the last one, which not every stream holds."""
    found: set[int] = set()
    while (event := ear.hears(patience)) is not None:
        entity = json.loads(event[1])
        post = entity.get("status") or entity.get("last_status") or entity
        found.add(int(post["id"]))
        if end in found:
            break
    return found
