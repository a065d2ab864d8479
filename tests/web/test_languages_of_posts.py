"""A post says in which language it is: chosen where it is written, and told wherever it is read."""

import pytest

from app.posts.languages import NO_SUCH
from app.web.tongues import in_tongue, own_name, tongue
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_drafts import keeps
from tests.web.test_editing import editing, edits, history
from tests.web.test_talks import the_talk
from tests.web.test_writing import a_photo, writes
from tests.world.cast import Member

ARABIC = "شاي في بيتي يوم الأحد"


def the_words(page: Page) -> list[dict[str, str]]:
    return [attrs for tag, attrs in page.read.tags if tag == "div" and attrs.get("class") == "text"]


def chosen(page: Page, form: str = "/posts") -> str:
    return page.values_of(form)["language"]


def test_the_form_begins_with_what_the_pages_speak_and_then_with_what_was_written_last(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    first = marisol.get("/write", accept_language="ru")
    writes(marisol, "Tee am Sonntag", language="de")

    assert chosen(first) == "ru"
    assert chosen(marisol.get("/write", accept_language="ru")) == "de"
    assert chosen(marisol.get(f"/write?reply={a_member.posts('Té', language='es')}")) == "es"


def test_the_languages_of_the_house_stand_first_each_under_its_own_name(marisol: Browser):
    options = [attrs for tag, attrs in marisol.get("/write").read.tags if tag == "option" and "lang" in attrs]

    assert [attrs["value"] for attrs in options[:3]] == ["en", "ru", "zh"]
    assert {"ar", "uk", "sw", "pt-BR"} <= {attrs["value"] for attrs in options}
    assert (own_name("uk"), own_name("ase")) == ("Українська", "American Sign Language")
    assert own_name("kmr") == "Kurmancî"


def test_words_tell_their_language_and_direction_wherever_they_are_read(
    lantern: OpenHouse, marisol: Browser, juno: Browser
):
    answer = writes(
        marisol, f"@juno {ARABIC}", language="ar", warning="مطر", files={"picture_1": a_photo()}, description_1="باب"
    )
    lantern.settles()
    post = next(link for link in marisol.follow(answer).links() if link.startswith("/posts/") and link.count("/") == 2)

    for page in (marisol.get("/"), juno.get("/community"), juno.get(post), juno.get("/@marisol")):
        [words] = the_words(page)
        assert (words["lang"], words["dir"]) == ("ar", "rtl")
        assert '<bdi lang="ar">مطر</bdi>' in page.text
        assert {"lang": "ar", "alt": "باب"}.items() <= dict(
            next(attrs for tag, attrs in page.read.tags if tag == "img")
        ).items()


def test_words_whose_language_is_not_said_run_as_their_first_letter_has_it(lantern: OpenHouse, marisol: Browser):
    writes(marisol, ARABIC, language="")
    lantern.settles()

    [words] = the_words(marisol.get("/"))

    assert "lang" not in words
    assert words["dir"] == "auto"


@pytest.mark.parametrize(
    ("language", "words", "direction"),
    [
        ("ar", f"<p>@juno {ARABIC}</p>", "rtl"),
        ("ar", "<p>ok thanks</p>", "auto"),
        ("en", f"<p>{ARABIC}</p>", "auto"),
        ("en", "<p>שלום is how we say hello</p>", "ltr"),
        ("en", "<p>tea</p>", "auto"),
    ],
    ids=["named first", "in latin letters", "forgotten to say", "a foreign word first", "plain"],
)
def test_the_direction_is_that_of_the_language_as_far_as_it_can_be(language: str, words: str, direction: str):
    assert in_tongue(language, words) == f' lang="{language}" dir="{direction}"'


def test_of_a_long_text_its_beginning_tells_the_direction():
    """However long an ally's post is, a page does not look at every letter of it."""
    words = f"<p>שלום {'hello ' * 400}</p><p>{ARABIC * 5_000}</p>"

    assert in_tongue("en", words) == ' lang="en" dir="ltr"'


@pytest.mark.parametrize("language", ["en_US", "x y", "en-US-x", "-"])
def test_what_an_older_post_says_that_is_no_language_keeps_no_page_from_being_read(language: str):
    assert in_tongue(language, f"<p>{ARABIC}</p>") == f' lang="{language}" dir="auto"'


def test_a_language_cannot_break_out_of_its_attribute():
    assert str(tongue('en" onclick="x')) == ' lang="en&#34; onclick=&#34;x"'


@pytest.mark.parametrize("where", ["write", "draft", "edit"])
def test_a_language_that_there_is_not_is_refused_beside_its_field(
    lantern: OpenHouse, marisol: Browser, a_member: Member, where: str
):
    post_id = a_member.posts("Tea", language="en")
    pages = {
        "write": lambda: writes(marisol, "Tea on Sunday", language="xx"),
        "draft": lambda: keeps(marisol, "Tea on Sunday", language="xx"),
        "edit": lambda: edits(marisol, post_id, text="Tea on Sunday", language="xx"),
    }  # fmt: skip

    page = pages[where]()

    assert page.status == 422
    assert 'id="language-fault"' in page.text
    assert NO_SUCH in page.text
    assert "Tea on Sunday" in page.text


def test_an_edit_can_say_another_language_and_history_tells_both(marisol: Browser, juno: Browser, a_member: Member):
    post_id = a_member.posts("Te", language="en")

    form = marisol.get(editing(post_id))
    edits(marisol, post_id, language="sv")

    assert chosen(form, editing(post_id)) == "en"
    assert [words["lang"] for words in the_words(juno.get(history(post_id)))] == ["en", "sv"]


def test_a_draft_a_post_for_later_and_one_written_anew_keep_their_language(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    post_id = a_member.posts("чай", language="uk")
    anew = marisol.submit(marisol.get(f"/posts/{post_id}/deletion"), f"/posts/{post_id}/deletion", anew="1")
    drafts = marisol.get("/drafts")

    assert chosen(marisol.follow(anew)) == "uk"
    assert '<p lang="uk" dir="auto">чай</p>' in drafts.text

    way = next(link for link in drafts.links() if link.startswith("/write?draft="))
    later = marisol.submit(marisol.get(way), "/posts", later="2199-01-01T10:00")
    assert chosen(later) == "uk"


def test_a_message_tells_its_language_to_whoever_opens_it(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    another_member.posts(f"@marisol {ARABIC}", "mentioned", language="ar")

    assert '<bdi lang="ar">' in marisol.get("/messages").text
    [words] = the_words(the_talk(marisol))
    assert (words["lang"], words["dir"]) == ("ar", "rtl")
