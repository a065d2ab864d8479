"""Small pictures among words: what stewards do with them, and how pages show them."""

import re
from io import BytesIO

import pytest
from PIL import Image

from app.emoji import queries
from app.emoji.queries import EmojiFacts
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, join
from tests.world.emoji import drawing, emoji_of
from tests.world.pictures import PLANTED, four_corners, phone_picture, saved

DESK = "/house/emoji"
ON_A_PHONE = {"save-data": "on"}


def adds(browser: Browser, picture: bytes, shortcode: str = "parasol", category: str = "") -> Page:
    """A steward fills in the form at the end of the page."""
    files = {"picture": ("secret-name.png", picture, "image/png")}
    return browser.submit(browser.get(DESK), DESK, files, shortcode=shortcode, category=category)


def here(lantern: OpenHouse) -> list[EmojiFacts]:
    return lantern.house.database.read_now(queries.of_the_house)


def pictures(page: Page) -> list[dict[str, str]]:
    return [attrs for tag, attrs in page.read.tags if tag == "img" and attrs.get("class") == "emoji"]


def test_a_steward_makes_one_and_everybodys_words_show_it(
    lantern: OpenHouse, another_member: Member, vera: Browser, marisol: Browser
):
    done = adds(vera, drawing(), ":parasol:", "umbrellas")
    another_member.posts("Under the :parasol: tonight")

    shown = marisol.get("/community")

    [one] = here(lantern)
    assert done.location == f"{DESK}?done=emoji-kept"
    assert "Kept." in vera.follow(done).text
    assert (one.shortcode, one.category, one.hidden) == ("parasol", "umbrellas", False)
    assert pictures(shown) == [
        {
            "class": "emoji", "src": f"/emoji/{one.word}", "alt": ":parasol:", "title": ":parasol:",
            "width": "20", "height": "20", "loading": "lazy", "decoding": "async",
        }
    ]  # fmt: skip


def test_its_file_is_small_square_still_and_says_nothing_of_a_telephone(lantern: OpenHouse, vera: Browser):
    adds(vera, phone_picture(640, 480))

    [one] = here(lantern)
    answer = lantern.client.get(f"/emoji/{one.word}")

    picture = Image.open(BytesIO(answer.content))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert (picture.size, getattr(picture, "n_frames", 1)) == ((96, 96), 1)
    assert not [word for word in PLANTED if word in answer.content]
    assert "secret-name" not in repr(answer.headers)


def test_what_moves_stands_still(lantern: OpenHouse, vera: Browser):
    frames = [four_corners(40, 40), four_corners(40, 40).rotate(90)]
    moving = BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)

    adds(vera, moving.getvalue())

    [one] = here(lantern)
    assert getattr(Image.open(BytesIO(lantern.client.get(f"/emoji/{one.word}").content)), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Drawings in SVG are not taken here."),
        (b"MZ\x90\x00", "Only JPEG, PNG, WebP and GIF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 300_000, "larger than 256 KB"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 300, "damaged or incomplete"),
        (b"", "Choose a picture first."),
    ],
)
def test_what_cannot_be_drawn_is_refused_beside_its_field_and_no_word_is_lost(
    lantern: OpenHouse, vera: Browser, picture: bytes, sentence: str
):
    page = adds(vera, picture, "red_umbrella", "umbrellas")

    assert 400 <= page.status < 500
    assert sentence in page.text
    assert re.search(r'id="picture"[^>]* aria-invalid="true"', page.text)
    assert page.values_of(DESK)["shortcode"] == "red_umbrella"
    assert page.values_of(DESK)["category"] == "umbrellas"
    assert (here(lantern), files_of(lantern)) == ([], [])


@pytest.mark.parametrize("shortcode", ["a", "a" * 31, "pär", "red umbrella", '"><script>', "par\u202easol", "пар", ""])
def test_what_can_be_no_shortcode_is_refused_beside_its_field(lantern: OpenHouse, vera: Browser, shortcode: str):
    page = adds(vera, drawing(), shortcode)

    assert page.status == 422
    assert "Take 2 to 30 letters" in page.text
    assert "Please choose the picture once more" in page.text
    assert page.values_of(DESK)["shortcode"] == shortcode
    assert (here(lantern), files_of(lantern)) == ([], [])


def test_two_are_never_called_alike_in_capitals_or_not(lantern: OpenHouse, vera: Browser):
    adds(vera, drawing(), "Parasol")

    page = adds(vera, drawing(), "parasol")

    assert page.status == 422
    assert "There is one of that name." in page.text
    assert [one.shortcode for one in here(lantern)] == ["Parasol"]


def test_a_house_has_so_many_and_no_more(lantern: OpenHouse, vera: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.emoji.rules.MOST_OF_THE_HOUSE", 1)
    adds(vera, drawing(), "first")

    page = adds(vera, drawing(), "second")

    assert page.status == 422
    assert "Delete one first." in page.text
    assert len(files_of(lantern)) == 1


def test_another_picture_stands_wherever_the_first_one_stood_and_the_first_is_destroyed(
    lantern: OpenHouse, a_member: Member, vera: Browser, marisol: Browser
):
    one = emoji_of(lantern.house)
    a_member.posts("Under the :parasol:")
    before = lantern.client.get(f"/emoji/{one.word}").content
    address = f"{DESK}/{one.id}"

    done = vera.submit(vera.get(DESK), address, {"picture": ("x.png", saved(four_corners().rotate(180), "PNG"), "")})
    lantern.settles()

    [shown] = pictures(marisol.get("/community"))
    after = lantern.client.get(shown["src"]).content
    assert done.location == f"{DESK}?done=emoji-kept"
    assert before != after
    assert len(files_of(lantern)) == 1


def test_a_bad_picture_in_place_of_a_good_one_changes_nothing(lantern: OpenHouse, vera: Browser):
    one = emoji_of(lantern.house)

    page = vera.submit(vera.get(DESK), f"{DESK}/{one.id}", {"picture": ("x.png", b"<svg/>", "")})

    assert page.status == 415
    assert "Drawings in SVG" in page.text
    assert re.search(rf'id="picture_{one.id}"[^>]* aria-invalid="true"', page.text)
    assert 'id="picture" name="picture"' in page.text
    assert not re.search(r'id="picture"[^>]* aria-invalid', page.text)
    assert here(lantern) == [one]


def test_one_that_is_hidden_is_not_offered_and_shows_all_the_same(
    lantern: OpenHouse, a_member: Member, vera: Browser, marisol: Browser
):
    one = emoji_of(lantern.house)
    offered = marisol.get("/write").text

    vera.submit(vera.get(DESK), f"{DESK}/{one.id}", hidden="1")
    a_member.posts("Under the :parasol:")

    assert ":parasol:" in offered
    assert ":parasol:" not in marisol.get("/write").text
    assert len(pictures(marisol.get("/community"))) == 1
    vera.submit(vera.get(DESK), f"{DESK}/{one.id}", hidden="0")
    assert ":parasol:" in marisol.get("/write").text


def test_a_deleted_one_goes_with_its_file_and_its_name_stands_where_it_was(
    lantern: OpenHouse, a_member: Member, vera: Browser, marisol: Browser
):
    one = emoji_of(lantern.house)
    a_member.posts("Under the :parasol:")
    address = f"{DESK}/{one.id}/deletion"

    asked = vera.get(address)
    done = vera.submit(asked, address)
    lantern.settles()
    a_member.posts("Afterwards :parasol: is a word")

    [before] = pictures(marisol.get("/community"))
    assert "be undone." in asked.text
    assert done.location == f"{DESK}?done=emoji-deleted"
    assert lantern.client.get(before["src"]).status_code == 404
    assert before["alt"] == ":parasol:"
    assert "Afterwards :parasol: is a word" in marisol.get("/community").text
    assert (here(lantern), files_of(lantern)) == ([], [])


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_nobody_but_a_steward_does_any_of_it(lantern: OpenHouse, vera: Browser, role: str):
    one = emoji_of(lantern.house)
    browser = lantern.browser_of(join(lantern.house, "rosa", role))
    csrf = [("csrf", browser.get("/write").values_of("/posts")["csrf"])]
    sent = [("shortcode", "mine"), ("hidden", "1"), *csrf]

    pages = [browser.get(DESK), browser.get(f"{DESK}/{one.id}/deletion")]
    pages += [browser.post(path, sent) for path in (DESK, f"{DESK}/{one.id}", f"{DESK}/{one.id}/deletion")]

    assert [page.status for page in pages] == [403] * 5
    assert "Only stewards may do that." in pages[0].text
    assert DESK not in browser.get("/more").links()
    assert DESK in vera.get("/more").links()
    assert here(lantern) == [one]


def test_a_stranger_is_sent_away_from_all_of_it(lantern: OpenHouse, stranger: Browser):
    one = emoji_of(lantern.house)

    address = f"{DESK}/{one.id}"

    pages = [stranger.get(path) for path in (DESK, f"{address}/deletion")]
    pages += [stranger.post(path, [("hidden", "1")]) for path in (DESK, address, f"{address}/deletion")]

    assert all(page.status == 303 and page.location.startswith("/sign-in") for page in pages)
    assert here(lantern) == [one]


def test_one_that_is_not_there_cannot_be_changed(lantern: OpenHouse, vera: Browser):
    emoji_of(lantern.house)
    csrf = vera.get(DESK).values_of(DESK)["csrf"]

    for path in (f"{DESK}/1", f"{DESK}/1/deletion", f"{DESK}/x/deletion"):
        assert vera.post(path, [("csrf", csrf), ("hidden", "1")]).status == 404


def test_names_notes_and_warnings_show_them_too(lantern: OpenHouse, a_member: Member, marisol: Browser, juno: Browser):
    emoji_of(lantern.house)
    emoji_of(lantern.house, "lantern")
    settings = marisol.get("/settings")
    marisol.submit(settings, "/settings", display_name="Marisol :parasol:", about="Reads by the :lantern: at night")
    a_member.posts("Hello", warning="Weather :parasol:")

    profile, community = juno.get("/@marisol"), juno.get("/community")

    assert [one["alt"] for one in pictures(profile)] == [":parasol:", ":lantern:", ":parasol:", ":parasol:"]
    assert [one["alt"] for one in pictures(community)] == [":parasol:", ":parasol:"]
    assert re.search(r"<bdi>Marisol <img ", community.text)
    assert re.search(r"<bdi>Weather <img ", community.text)


def test_the_choices_of_a_poll_show_them(lantern: OpenHouse, a_member: Member, marisol: Browser):
    emoji_of(lantern.house)
    form = {"text": "What is it?", "choice_1": "A :parasol:", "choice_2": "A hat", "audience": "community"}
    marisol.submit(marisol.get("/write"), "/posts", **form)

    page = marisol.get("/community")

    assert [one["alt"] for one in pictures(page)] == [":parasol:"]


def test_whoever_saves_data_reads_words(lantern: OpenHouse, a_member: Member, vera: Browser, marisol: Browser):
    emoji_of(lantern.house)
    a_member.posts("Under the :parasol:", warning="About :parasol:")

    for path in ("/community", "/@marisol", "/write"):
        page = marisol.get(path, **ON_A_PHONE)
        assert "<img" not in page.text, path
        assert ":parasol:" in page.text, path
    assert "<img" not in vera.get(DESK, **ON_A_PHONE).text
    assert len(pictures(marisol.get("/community?pictures=1", **ON_A_PHONE))) == 2


def test_whoever_writes_can_read_them_off_without_script(lantern: OpenHouse, marisol: Browser):
    assert "emoji-list" not in marisol.get("/write").text
    emoji_of(lantern.house)
    emoji_of(lantern.house, "lantern")

    page = marisol.get("/write")

    assert re.findall(r"<code dir=\"ltr\">(:\w+:)</code>", page.text) == [":lantern:", ":parasol:"]
    assert page.text.index("<details") < page.text.index("emoji-list")


def test_an_open_page_shows_them_to_strangers(lantern: OpenHouse, a_member: Member, stranger: Browser):
    one = emoji_of(lantern.house)
    a_member.posts("Under the :parasol:", "open")

    page = stranger.get("/@marisol")

    assert [img["src"] for img in pictures(page)] == [f"/emoji/{one.word}"]
    assert stranger.get(f"/emoji/{one.word}").status == 200


def files_of(lantern: OpenHouse) -> list[str]:
    folder = lantern.house.settings.data / "media"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
