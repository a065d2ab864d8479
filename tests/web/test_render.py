"""What every page holds to, whoever looks and whatever it is about."""

import gzip
import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from app.web import assets, words
from app.web.render import TEMPLATES, content_security_policy, environment, render
from app.web.views import ErrorPage, LeftPage, SignInPage, TimelinePage, WelcomePage
from tests.web import cast
from tests.web.gallery import pages
from tests.web.pages_read import Read, read

PAGES = {name: (template, view, frame) for name, template, view, frame in pages()}


@pytest.fixture(params=PAGES, scope="module")
def page(request: pytest.FixtureRequest) -> Read:
    """Each page of the gallery in turn, as a browser reads it."""
    return read(render(*PAGES[request.param]))


def test_every_template_hangs_in_the_gallery():
    shown = {template for template, _, _ in PAGES.values()}

    there_are = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}

    assert {name for name in there_are if not name.startswith("parts/")} - {"base.html"} == shown


def test_no_page_brings_style_or_script_of_its_own(page: Read):
    attributes = {name for _, attrs in page.tags for name in attrs}

    assert "style" not in {tag for tag, _ in page.tags}
    assert "style" not in attributes
    assert not [name for name in attributes if name.startswith("on")]
    assert all(attrs.get("src", "").startswith("/static/") for tag, attrs in page.tags if tag == "script")
    assert page.text_in("script") == ""


def test_no_page_loads_anything_from_elsewhere(page: Read):
    loading = {"img": "src", "script": "src", "link": "href", "use": "href", "form": "action"}

    loaded = [attrs[loading[tag]] for tag, attrs in page.tags if tag in loading]

    assert loaded
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in loaded)


def test_leave_quickly_stands_first_among_the_forms_of_every_page(page: Read):
    form = next(attrs for tag, attrs in page.tags if tag == "form")

    assert (form["action"], form["method"], form["class"]) == ("/leave", "post", "leave")
    assert form["data-exit"] == "/left"


def test_every_form_that_changes_something_carries_the_token(page: Read):
    forms = [form for form in page.forms if form.attrs["method"] == "post"]

    assert forms
    assert all("csrf" in form.fields for form in forms)


def test_the_title_says_nothing(page: Read):
    assert page.text_in("title") == "Notes"


def test_every_page_says_its_language_direction_and_heading_and_can_be_skipped_into(page: Read):
    html = page.first("html")

    assert (html["lang"], html["dir"]) == ("en", "ltr")
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert page.text_in("h1")
    assert page.first("a") == {"class": "skip unseen", "href": "#main"}
    assert page.first("main")["id"] == "main"


def test_no_two_things_on_a_page_share_a_name(page: Read):
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]

    assert len(ids) == len(set(ids))


def test_every_field_has_its_label(page: Read):
    labels = {attrs["for"] for tag, attrs in page.tags if tag == "label" and "for" in attrs}
    fields = [attrs for tag, attrs in page.tags if tag in {"input", "textarea", "select"}]

    silent = [a for a in fields if a.get("type") not in {"hidden", "radio", "checkbox"} and a.get("id") not in labels]

    assert silent == []


def test_a_page_holds_the_icons_it_uses_and_no_others(page: Read):
    used = {attrs["href"].removeprefix("#") for tag, attrs in page.tags if tag == "use"}

    held = {attrs["id"] for tag, attrs in page.tags if tag == "symbol"}

    assert held == used


def test_every_picture_says_how_large_it_is_and_waits_its_turn(page: Read):
    pictures = [attrs for tag, attrs in page.tags if tag == "img"]

    assert all({"width", "height", "alt"} <= set(attrs) for attrs in pictures)


@pytest.mark.parametrize("name", ["welcome", "sign-in", "left", "expired", "recover", "error"])
def test_a_stranger_never_reads_the_name_of_the_house(name: str):
    assert b"Lantern" not in render(*PAGES[name])


def test_what_somebody_typed_is_text_and_never_markup():
    typed = SignInPage(name='"><script>alert(1)</script>', error="<b>no</b>")

    page = read(render("session/new.html", typed, cast.a_guest_frame()))

    assert [tag for tag, _ in page.tags].count("script") == 1
    assert "b" not in {tag for tag, _ in page.tags}
    assert next(a for t, a in page.tags if t == "input" and a["name"] == "name")["value"] == typed.name


def test_a_names_markup_stays_text_also_inside_a_translated_sentence():
    booster = replace(cast.JUNO, name="<i>Juno</i>")
    post = replace(cast.LETTER, boosted_by=booster, html=Markup("<p><em>cleaned</em></p>"))

    page = read(render("timeline/home.html", TimelinePage((post,)), cast.a_frame()))

    assert "i" not in {tag for tag, _ in page.tags}
    assert "em" in {tag for tag, _ in page.tags}


def test_no_template_switches_escaping_off():
    sources = "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))

    assert not re.search(r"\|\s*safe\b|autoescape", sources)
    assert environment("en").autoescape is True


def test_a_warning_hides_words_and_pictures_until_they_are_asked_for():
    post = replace(cast.PATROL, pictures=(cast.BALCONY,))

    body = render("timeline/home.html", TimelinePage((post,)), cast.a_frame()).decode()

    veil = body.index('<details class="veil">')
    assert veil < body.index("Plain clothes") < body.index('<img src="/static/balcony.svg"') < body.index("</details>")


@pytest.mark.parametrize("audience", words.AUDIENCES)
def test_a_post_says_in_words_for_whom_it_is(audience: str):
    post = replace(cast.LETTER, audience=audience)  # type: ignore[arg-type]

    body = render("timeline/home.html", TimelinePage((post,)), cast.a_frame()).decode()

    assert f'<span class="one">{words.AUDIENCES[audience][0]}</span>' in body


def test_only_what_a_viewer_may_do_is_offered():
    post = replace(cast.LETTER, may_reply=False, may_boost=False, may_delete=False)

    page = read(render("timeline/home.html", TimelinePage((post,)), cast.a_frame()))

    assert "boost" not in {attrs.get("name") for tag, attrs in page.tags if tag == "button"}
    addresses = {attrs["href"] for tag, attrs in page.tags if tag == "a"}
    assert not [address for address in addresses if "reply=" in address or "deletion" in address]


def test_a_chosen_appearance_and_the_direction_of_a_language_are_said_on_the_page():
    frame = replace(cast.a_frame(), theme="dark", language="ar")

    html = read(render("timeline/home.html", TimelinePage(), frame)).first("html")

    assert (html["lang"], html["dir"], html["data-theme"]) == ("ar", "rtl", "dark")


def test_an_exit_elsewhere_is_reached_without_a_redirect_of_the_form():
    frame = cast.a_guest_frame()

    body = render("session/left.html", LeftPage("https://weather.example/"), frame)

    assert b'<meta http-equiv="refresh" content="0;url=https://weather.example/">' in body


def test_the_policy_lets_a_page_load_only_from_this_house():
    policy = content_security_policy()

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "form-action 'self';" in policy
    assert "form-action 'self' app:;" in content_security_policy("app:")


def test_a_first_visit_weighs_less_than_30_kilobytes_and_a_later_one_less_than_10():
    home = TimelinePage(cast.a_home_of(20), older="/?before=1")
    page = len(gzip.compress(render("timeline/home.html", home, cast.a_frame())))

    assert page < 10_000
    assert page + sum(len(asset.packed) for asset in assets.served().values()) < 30_000


def test_an_error_page_says_one_sentence_and_the_status():
    body = render("error/page.html", ErrorPage("There is nothing here.", 404), cast.a_guest_frame()).decode()

    assert "<h2>There is nothing here.</h2>" in body
    assert "Status 404" in body


def test_a_page_for_a_guest_shows_no_places():
    page = read(render("welcome/page.html", WelcomePage(), cast.a_guest_frame()))

    assert "nav" not in {tag for tag, _ in page.tags}
