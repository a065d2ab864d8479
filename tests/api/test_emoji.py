"""Small pictures among words in apps: the list to choose from, and those in posts and accounts."""

from app.emoji.actions import of_the_house
from tests.world.emoji import emoji_of

SHAPE = {"shortcode", "url", "static_url", "visible_in_picker", "category", "parasol_updated"}


def test_an_app_lists_those_of_the_house_to_choose_from(marisol, house):
    emoji_of(house, "lantern")
    one = emoji_of(house, "parasol", "umbrellas")
    hidden = emoji_of(house, "hidden")
    house.database.write_now(of_the_house.hide, hidden.id, hidden=True)

    found = marisol.gets("/api/v1/custom_emojis").json()

    assert [each["shortcode"] for each in found] == ["lantern", "parasol"]
    assert set(found[1]) == SHAPE
    assert found[1]["url"] == found[1]["static_url"] == f"https://lantern.example/emoji/{one.word}"
    assert (found[0]["category"], found[1]["category"]) == (None, "umbrellas")


def test_a_post_brings_those_it_is_written_with_and_its_words_stay_words(marisol, house):
    one = emoji_of(house)

    status = marisol.says("Under the :parasol: by the :unknown:", spoiler_text="About :parasol:")

    [emoji] = status["emojis"]
    assert (emoji["shortcode"], emoji["url"]) == ("parasol", f"https://lantern.example/emoji/{one.word}")
    assert ":parasol:" in status["content"]
    assert "<img" not in status["content"]
    assert marisol.client.get(emoji["url"]).headers["content-type"] == "image/webp"


def test_the_choices_of_a_poll_bring_theirs(marisol, house):
    emoji_of(house)
    emoji_of(house, "lantern")
    asked = {"poll[options][]": ["A :parasol:", "None"], "poll[expires_in]": "3600"}

    status = marisol.posts("/api/v1/statuses", status="By the :lantern:, or", **asked).json()

    assert {one["shortcode"] for one in status["poll"]["emojis"]} == {"parasol", "lantern"}
    assert status["poll"]["options"][0]["title"] == "A :parasol:"


def test_an_edit_changes_them(marisol, house):
    emoji_of(house)
    status = marisol.says("Under the :parasol:")

    edited = marisol.asks("PUT", f"/api/v1/statuses/{status['id']}", data={"status": "In the sun"}).json()

    assert edited["emojis"] == []


def test_a_name_and_a_note_bring_theirs(marisol, juno, house):
    emoji_of(house)
    emoji_of(house, "lantern")

    said = {"display_name": "M :parasol:", "note": "By the :lantern:"}
    mine = marisol.asks("PATCH", "/api/v1/accounts/update_credentials", data=said)

    seen = juno.gets(f"/api/v1/accounts/{mine.json()['id']}").json()
    assert {one["shortcode"] for one in seen["emojis"]} == {"parasol", "lantern"}
    assert seen["display_name"] == "M :parasol:"


def test_who_is_nobody_gets_no_list_and_a_narrow_scope_none_either(stranger, an_app_of, a_member, house):
    emoji_of(house)

    assert stranger.gets("/api/v1/custom_emojis").status_code == 401
    assert an_app_of(a_member, "write:statuses").gets("/api/v1/custom_emojis").status_code == 403
