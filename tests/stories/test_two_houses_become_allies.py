"""The story this is all for: two communities, made allies by a person on each side, exchange a post with a real
photograph; a stranger gets nothing."""

import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, make_url, text

from app.basics.clock import now
from federation.addresses import read_address
from federation.signatures import SigningKey, load_private_key, new_private_key, sign
from tests.promises.test_p26_no_metadata import words_in
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE
from tests.world.pictures import PLANTED, phone_picture
from tests.world.postgres import Postgres
from tests.world.servers import Server, eventually, free_port

HOUSES = ("lantern", "harbour")
DESCRIPTION = "Two lanterns on a windowsill at dusk"


@pytest.mark.story
def test_two_houses_become_allies_and_exchange_a_photograph(
    kind: str,
    make_server: Callable[..., Server],
    somebody: Callable[..., Person],
    tmp_path: Path,
    request: pytest.FixtureRequest,
):
    postgres: Postgres | None = request.getfixturevalue("postgres") if kind == "postgres" else None
    lantern, harbour = (opened(make_server(name, postgres.fresh_database() if postgres else "")) for name in HOUSES)

    vera = sets_up(somebody("vera", lantern.origin), lantern, "Lantern House")
    ada = sets_up(somebody("ada", harbour.origin), harbour, "Harbour Collective")
    marisol = joins(somebody("marisol", lantern.origin), is_invited_by(vera))
    juno = joins(somebody("juno", harbour.origin), is_invited_by(ada))

    make_a_pact(vera, lantern, ada, harbour)
    asks_to_follow(juno, f"@marisol@{lantern.host}")
    allows_follower(marisol, "juno")
    posts_a_photograph(marisol, tmp_path)
    sees_the_photograph(juno)

    for server in (lantern, harbour):
        nothing_is_left_in_the_files_of(server)
    for server in (lantern, harbour):
        a_stranger_gets_nothing_from(server)
    for person in (vera, ada, marisol, juno):
        assert person.complaints == []


def opened(server: Server) -> Server:
    """Migrated and serving: on PostgreSQL a house never migrates by itself."""
    server.run("migrate")
    return server.start()


def sets_up(person: Person, server: Server, community: str) -> Person:
    person.opens(server.setup_link).fills("Name of the community", community).fills("Neutral title", "Notes")
    person.page.locator("input[name=name]").fill(person.called)
    chooses_a_passphrase(person)
    person.presses("Open the house").sees("These are shown once")
    assert person.page.locator("ol.codes code").count() == 8
    person.follows_link("I have written them down")
    expect(person.page).to_have_title("Notes")
    return person


def chooses_a_passphrase(person: Person) -> None:
    for field in person.page.locator("input[type=password]").all():
        field.fill(PASSPHRASE)


def is_invited_by(person: Person) -> str:
    person.opens("/invitations").presses("Make an invitation")
    return person.page.locator("code.secret").inner_text()


def joins(person: Person, link: str) -> Person:
    person.opens(link)
    person.page.locator("input[name=name]").fill(person.called)
    chooses_a_passphrase(person)
    person.page.get_by_label("I am an adult").check()
    return person.presses("Join").follows_link("I have written them down")


def make_a_pact(knocker: Person, knocking: Server, answerer: Person, answering: Server) -> None:
    """A person on each side says yes; both have the same fingerprints before their eyes."""
    knocker.opens("/allies").fills("Its address", answering.origin).presses("Say yes and knock")
    knocker.sees(answering.host)
    answerer.opens("/allies").sees(knocking.host)
    answerer.keeps_four_looks("somebody knocks")
    theirs, ours = (fingerprint(answerer, n) for n in (0, 1))
    knocker.page.locator("details.more summary").first.click()
    assert (fingerprint(knocker, 1), fingerprint(knocker, 0)) == (theirs, ours)
    answerer.presses("The fingerprints match: say yes").sees(knocking.host)
    for server, other in ((knocking, answering), (answering, knocking)):
        eventually(lambda server=server, other=other: allies_of(server) == [(other.origin, "allied")])


def allies_of(server: Server) -> list[tuple[str, str]]:
    return [(ally["origin"], ally["state"]) for ally in json.loads(server.run("ally", "list", "--json"))]


def fingerprint(person: Person, which: int) -> str:
    return " ".join(person.page.locator("code.finger").nth(which).inner_text().split())


def asks_to_follow(person: Person, handle: str) -> None:
    person.opens("/more")
    person.page.locator("input[name=who]").fill(handle)
    person.page.locator("form[action='/lookups'] button").click()
    person.presses("Ask to follow").sees("You have asked")


def allows_follower(person: Person, follower: str) -> None:
    eventually(lambda: person.opens("/follow-requests").page.get_by_text(follower).count())
    person.presses("Allow")


def posts_a_photograph(person: Person, folder: Path) -> None:
    photograph = folder / "IMG_20261121_SECRET.jpg"
    photograph.write_bytes(phone_picture())
    person.opens("/write").fills("Your post", "Our lanterns, seen from the harbour")
    person.page.locator("details.more summary").first.click()
    person.page.locator("input[name=picture_1]").set_input_files(photograph)
    person.page.locator("input[name=description_1]").fill(DESCRIPTION)
    person.page.locator("input[name=audience][value=allies]").check()
    person.presses("Post").sees("Our lanterns, seen from the harbour")


def sees_the_photograph(person: Person) -> None:
    def arrived() -> bool:
        person.opens("/")
        return person.page.get_by_alt_text(DESCRIPTION).count() > 0

    eventually(arrived)
    person.sees("Our lanterns, seen from the harbour").sees("for allies").keeps_four_looks(
        "a photograph from next door"
    )
    picture = person.page.get_by_alt_text(DESCRIPTION).first
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    address = picture.get_attribute("src")
    assert address is not None
    assert address.startswith("/media/"), "a picture never comes from another origin"
    delivered = person.page.request.get(person.origin + address)
    assert delivered.status == 200
    assert words_in(delivered.body()) == set()


def nothing_is_left_in_the_files_of(server: Server) -> None:
    """Neither a planted word, nor the file's name, in any file of the house; exiftool finds only the picture."""
    pictures = [path for path in (server.data / "media").rglob("*") if path.is_file()]
    assert len(pictures) == 2
    for path in [path for path in server.folder.rglob("*") if path.is_file()]:
        content = path.read_bytes()
        assert words_in(content) == set(), path
        assert b"IMG_20261121_SECRET" not in content, path
        assert not any(word in content for word in PLANTED), path
    exiftool = shutil.which("exiftool")
    assert exiftool, "exiftool is missing: ./dev setup installs it"
    for path in pictures:
        told = json.loads(subprocess.check_output([exiftool, "-json", "-G", str(path)]))[0]
        assert not [tag for tag in told if tag.split(":")[0] in {"EXIF", "XMP", "IPTC", "ICC_Profile", "MakerNotes"}]


def a_stranger_gets_nothing_from(server: Server) -> None:
    """Unsigned or signed by a stranger, every address that was seen answers like one that was made up."""
    seen = addresses_of(server)
    assert len(seen) >= 6
    for signed in (False, True):
        nothing = answer_to_a_stranger(f"{server.origin}/ap/posts/AAAAAAAAAAAAAAAAAAAAAA", signed=signed)
        no_picture = answer_to_a_stranger(f"{server.origin}/media/117657178000000000/full", signed=signed)
        assert nothing[0] == no_picture[0] == 404
        for address in seen:
            made_up = no_picture if "/media/" in address else nothing
            assert answer_to_a_stranger(address, signed=signed) == made_up, address


def addresses_of(server: Server) -> set[str]:
    """Every ActivityPub address of this house that its database knows, and what hangs on them."""
    url = make_url(server.environment.get("PARASOL_DATABASE_URL") or f"sqlite:///{server.data}/parasol.db")
    engine = create_engine(url if url.drivername == "sqlite" else url.set(drivername="postgresql+psycopg"))
    with engine.connect() as database:
        found = {
            address
            for table in ("accounts", "posts", "follows", "boosts", "favourites")
            for (address,) in database.execute(text(f"SELECT uri FROM {table}"))
            if address.startswith(server.origin)
        }
        pictures = [row[0] for row in database.execute(text("SELECT id FROM pictures"))]
    engine.dispose()
    actors = {address for address in found if re.search(r"/ap/actors/[a-z0-9]+$", address)}
    found |= {f"{actor}/{part}" for actor in actors for part in ("followers", "following", "outbox")}
    return found | {f"{server.origin}/media/{picture}/full" for picture in pictures}


def answer_to_a_stranger(address: str, *, signed: bool) -> tuple[int, dict[str, str], bytes]:
    headers = {"Accept": "application/activity+json"}
    if signed:
        stranger = f"http://127.0.0.1:{free_port()}/actor#main-key"
        key = SigningKey(stranger, load_private_key(new_private_key()))
        headers |= dict(sign("GET", read_address(address, lab=True), None, key, now=now()))
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, shown(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, shown(error.headers), error.read()


def shown(headers: object) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items() if name.lower() != "date"}  # type: ignore[attr-defined]
