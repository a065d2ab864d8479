"""A preview: the very card that readers will get, above a form with everything in it; nothing is sent or kept."""

import re
from collections.abc import Mapping

from sqlalchemy import select

from app.doors.limits import PREVIEW
from app.posts.models import Picture
from app.storage import Session
from tests.web.browser import Browser, Page, Upload
from tests.web.conftest import OpenHouse
from tests.web.test_drafts import goes_on, keeps
from tests.web.test_editing import editing, history
from tests.web.test_keeping_away import night  # noqa: F401 — a fixture
from tests.web.test_writing import a_photo
from tests.world.cast import Member, post_count
from tests.world.emoji import emoji_of
from tests.world.saying import said_to_the_database

ONLY_WORDS = "These stay words; nobody is told through them:"


def previews(
    browser: Browser, text: str, where: str = "/write", files: Mapping[str, Upload] | None = None, **filled: str
) -> Page:
    return browser.submit(browser.get(where), "/posts", files=files, text=text, preview="1", **filled)


def the_preview(page: Page) -> str:
    """What stands above the form."""
    assert page.status == 200, page.text[:2000]
    return page.text.partition('<section class="preview')[2].partition("</section>")[0]


def descriptions(session: Session) -> list[str]:
    return list(session.scalars(select(Picture.description)))


def test_readers_get_exactly_what_the_preview_showed(lantern: OpenHouse, marisol: Browser, another_member: Member):
    emoji_of(lantern.house)
    text = "Dear @juno, tea under the :parasol: at https://lamp.example/a?b=1 #tea\n\n<b>Sunday</b>"

    page = previews(marisol, text, warning="steam", language="de", choice_1="black", choice_2="green")
    marisol.submit(page, "/posts")
    lantern.settles()

    words = '<div class="text" lang="de"'
    shown, posted = the_preview(page), marisol.get("/").text
    assert shown.partition(words)[2].partition("</div>")[0] == posted.partition(words)[2].partition("</div>")[0] != ""
    assert ">@juno</a>" in shown
    assert ">#tea</a>" in shown
    assert 'alt=":parasol:"' in shown
    assert '<details class="veil"><summary><b>Warning: <bdi lang="de">steam</bdi>' in shown
    assert "black" in shown
    assert "for this community" in shown


def test_nothing_is_sent_and_everything_is_in_the_form_to_be_sent(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    page = previews(
        marisol, "The balcony", files={"picture_1": a_photo()}, description_1="a balcony", warning="height",
        audience="followers", lasts="7", later="2199-01-01T10:00",
    )  # fmt: skip
    assert page.status == 422  # a year is the most
    page = marisol.submit(page, "/posts", later="", preview="1")

    assert lantern.house.database.read_now(post_count) == 0
    kept = page.values_of("/posts")
    assert (kept["text"], kept["warning"], kept["audience"], kept["lasts"]) == (
        "The balcony",
        "height",
        "followers",
        "7",
    )
    assert kept["media_1"].isdigit()
    assert kept["description_1"] == "a balcony"
    assert f'src="/media/{kept["media_1"]}/small"' in the_preview(page)
    assert 'alt="a balcony"' in the_preview(page)
    assert re.search("goes in [67] days", the_preview(page))

    assert marisol.submit(page, "/posts").location.startswith("/?done=posted")
    assert lantern.house.database.read_now(post_count) == 1


def test_a_post_for_later_is_previewed_with_its_moment(lantern: OpenHouse, marisol: Browser):
    page = previews(marisol, "Tomorrow", later=f"{lantern.envoy.clock().year + 1}-01-01T00:30".replace("T", " "))

    assert "It goes at: 1 January" in the_preview(page)


def test_what_is_wrong_stands_beside_its_field_and_there_is_no_preview(marisol: Browser):
    page = previews(marisol, "x" * 5001)

    assert page.status == 422
    assert 'id="text-fault"' in page.text
    assert 'class="preview' not in page.text


def test_an_answer_is_previewed_below_what_it_answers(marisol: Browser, another_member: Member):
    post_id = another_member.posts("Who has a key?")

    page = previews(marisol, "I have", where=f"/write?reply={post_id}")

    assert "Answers @juno" in the_preview(page)
    assert "Who has a key?" in page.text
    assert page.values_of("/posts")["reply_to"] == str(post_id)


def test_a_drafts_pictures_are_in_its_preview_and_the_draft_stays(lantern: OpenHouse, marisol: Browser):
    keeps(marisol, "The balcony", files={"picture_1": a_photo()}, description_1="a balcony")
    lantern.settles()

    page = marisol.submit(goes_on(marisol), "/posts", preview="1")

    assert 'alt="a balcony"' in the_preview(page)
    assert "The balcony" in marisol.get("/drafts").text
    assert marisol.submit(page, "/posts").location.startswith("/?done=posted")


def test_names_that_lead_to_nobody_are_told_alike_whatever_the_reason(
    marisol: Browser, juno: Browser, another_member: Member, a_steward: Member
):
    juno.submit(juno.get("/@marisol"), "/@marisol/block", block="1")

    shown = the_preview(previews(marisol, "For @juno, @vera and @nobody1"))

    assert ">@vera</a>" in shown
    told = shown.partition(ONLY_WORDS)[2]
    assert "<bdi>@juno</bdi>, <bdi>@nobody1</bdi></span>" in told


def test_somebody_whose_house_it_never_goes_to_is_named(marisol: Browser, night: Member):  # noqa: F811
    here = the_preview(previews(marisol, "Look @night@harbour.example", audience="community"))
    there = the_preview(previews(marisol, "Look @night@harbour.example", audience="allies"))

    sentence = "They are named and will not see it, because it does not go to their house: <bdi>@night@harbour.example"
    assert sentence in here
    assert "will not see it" not in there


def test_of_thousands_of_names_some_are_said_and_the_rest_counted(marisol: Browser):
    shown = the_preview(previews(marisol, " ".join(f"@n{number}" for number in range(600))))

    assert "<bdi>@n11</bdi> and 588 more" in shown
    assert "@n12<" not in shown.partition(ONLY_WORDS)[2]


def test_of_a_message_whom_it_is_for_and_not_a_word_is_said_to_the_database(
    lantern: OpenHouse, marisol: Browser, another_member: Member
):
    with said_to_the_database(lantern.house) as said:
        page = previews(
            marisol, "@juno behind the lanternworks", audience="mentioned", warning="worried",
            files={"picture_1": a_photo()}, description_1="the dyehouse",
        )  # fmt: skip

    assert "It is for: <bdi>@juno</bdi>" in the_preview(page)
    assert "behind the lanternworks" in the_preview(page)
    assert [word for word in ("lanternworks", "worried", "dyehouse") if word in "".join(said)] == []
    assert said

    marisol.submit(page, "/posts")
    lantern.settles()
    assert lantern.house.database.read_now(descriptions) == [""]


def test_an_edit_is_previewed_and_changes_nothing(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member
):
    post_id = a_member.posts("Tea on Sonday", warning="tee", language="en")
    way = editing(post_id)

    page = marisol.submit(marisol.get(way), way, text="Tee am @nobody1", warning="Tee", language="de", preview="1")

    assert '<div class="text" lang="de" dir="auto"><p>Tee am @nobody1</p></div>' in the_preview(page)
    assert f'<a class="one" href="{history(post_id)}">edited <time' in the_preview(page)
    assert "<bdi>@nobody1</bdi>" in the_preview(page).partition(ONLY_WORDS)[2]
    assert page.values_of(way)["text"] == "Tee am @nobody1"
    assert "Tea on Sonday" in juno.get(f"/posts/{post_id}").text
    assert history(post_id) not in juno.get(f"/posts/{post_id}").links()

    assert marisol.submit(page, way).location == f"/posts/{post_id}?done=edited"


def test_only_ones_own_edit_is_previewed(marisol: Browser, juno: Browser, a_member: Member):
    post_id = a_member.posts("Tea on Sunday")
    form = marisol.get(editing(post_id)).form(editing(post_id)).sends(preview="1", text="Mine now")
    token = juno.get("/write").values_of("/posts")["csrf"]

    answer = juno.post(editing(post_id), [("csrf", token), *[one for one in form if one[0] != "csrf"]])

    assert answer.status == 404
    assert 'class="preview' not in answer.text


def test_so_many_previews_an_hour(lantern: OpenHouse, marisol: Browser, a_member: Member):
    lantern.counts()
    page = marisol.get("/write")
    for _ in range(PREVIEW.amount):
        lantern.app.state.limits.count(PREVIEW, str(a_member.id))

    answer = marisol.submit(page, "/posts", text="Once more", preview="1")

    assert answer.status == 429
    assert answer.values_of("/posts")["text"] == "Once more"
