"""`/lists`: making, filling, reading, changing and deleting a list, for nobody but its owner."""

from app.basics.clock import now
from app.timelines import lists
from app.timelines.lists import ListDraft
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member


def made(browser: Browser, title: str = "Close friends") -> str:
    """The address of a new list."""
    return browser.submit(browser.get("/lists"), "/lists", title=title).location.removesuffix("/people")


def test_a_list_is_made_filled_and_read(
    lantern: OpenHouse, a_member: Member, another_member: Member, a_steward: Member, marisol: Browser
):
    a_member.follows(another_member)
    a_member.follows(a_steward)
    lantern.settles()
    another_member.posts("Hello from Juno")
    a_steward.posts("Hello from Vera")
    lantern.settles()

    mine = made(marisol)
    people = marisol.submit(marisol.get(f"{mine}/people"), f"{mine}/people", who="@juno")
    page = marisol.get(mine)

    assert mine in marisol.get("/lists").links()
    assert people.location == f"{mine}/people"
    assert "Hello from Juno" in page.text
    assert "Hello from Vera" not in page.text


def test_somebody_is_put_in_and_taken_out_with_a_button(
    lantern: OpenHouse, a_member: Member, another_member: Member, marisol: Browser
):
    a_member.follows(another_member)
    lantern.settles()
    mine = made(marisol)
    person = str(another_member.id)

    marisol.submit(marisol.get(f"{mine}/people"), f"{mine}/people", put_in=person)
    put_in = buttons(marisol.get(f"{mine}/people"), f"{mine}/people")
    marisol.submit(marisol.get(f"{mine}/people"), f"{mine}/people", take_out=person)

    assert put_in == {("take_out", person)}
    assert buttons(marisol.get(f"{mine}/people"), f"{mine}/people") == {("put_in", person)}


def test_the_page_of_whom_one_follows_says_in_which_lists_they_are_and_theirs_says_nothing(
    lantern: OpenHouse, a_member: Member, another_member: Member, marisol: Browser, juno: Browser
):
    mine = made(marisol)
    number = mine.removeprefix("/lists/")
    before = marisol.get("/@juno").text
    a_member.follows(another_member)
    another_member.follows(a_member)
    lantern.settles()

    done = marisol.submit(marisol.get("/@juno"), "/@juno/lists", put_in=number)
    now_in = buttons(marisol.get("/@juno"), "/@juno/lists")
    seen_by_juno = juno.get("/@marisol").text + juno.get("/notifications").text + juno.get("/").text
    marisol.submit(marisol.get("/@juno"), "/@juno/lists", take_out=number)

    assert "In your lists" not in before
    assert done.location == "/@juno"
    assert now_in == {("take_out", number)}
    assert buttons(marisol.get("/@juno"), "/@juno/lists") == {("put_in", number)}
    assert "Close friends" not in seen_by_juno
    assert "list" not in seen_by_juno.partition("<main")[2].replace('class="list', "").lower()


def test_who_is_not_followed_is_refused_beside_the_field_whoever_it_is(
    a_member: Member, another_member: Member, marisol: Browser
):
    mine = made(marisol)

    for name in ("@juno", "@nobody", "@marisol", "not a name", "", "@leila@harbour.example"):
        refused = marisol.submit(marisol.get(f"{mine}/people"), f"{mine}/people", who=name)
        assert refused.status == 422
        assert "Only people you follow can be in a list." in refused.text
        assert refused.values_of(f"{mine}/people")["who"] == name

    put = marisol.submit(marisol.get(f"{mine}/people"), f"{mine}/people", put_in=str(another_member.id))
    assert put.status == 422
    assert "Only people you follow" in put.text


def test_a_list_is_renamed_and_leaves_home(
    lantern: OpenHouse, a_member: Member, another_member: Member, marisol: Browser
):
    a_member.follows(another_member)
    lantern.settles()
    mine = made(marisol)
    marisol.submit(marisol.get(f"{mine}/people"), f"{mine}/people", who="@juno")
    another_member.posts("Hello from Juno")
    lantern.settles()
    home_before = marisol.get("/").text

    form = f"{mine}/settings"
    kept = marisol.submit(marisol.get(form), form, title="Late shift", leaves_home="1")

    assert "Kept." in marisol.follow(kept).text
    assert "Late shift" in marisol.get("/lists").text
    assert "not in home" in marisol.get("/lists").text
    assert "Hello from Juno" in home_before
    assert "Hello from Juno" not in marisol.get("/").text
    assert "Hello from Juno" in marisol.get(mine).text
    assert marisol.get(form).values_of(form)["leaves_home"] == "1"


def test_a_title_that_cannot_be_is_refused_and_nothing_typed_is_lost(marisol: Browser):
    mine = made(marisol)
    form, long = f"{mine}/settings", "x" * 101

    new = marisol.submit(marisol.get("/lists"), "/lists", title=long)
    none = marisol.submit(marisol.get("/lists"), "/lists", title=" ")
    other = marisol.submit(marisol.get(form), form, title=long, leaves_home="1")

    assert (new.status, none.status, other.status) == (422, 422, 422)
    assert "at most 100 characters" in new.text
    assert "Please give the list a name." in none.text
    assert new.values_of("/lists")["title"] == long
    assert other.values_of(form) | {"csrf": ""} == {"csrf": "", "title": long, "replies": "1", "leaves_home": "1"}
    assert "Close friends" in marisol.get("/lists").text


def test_more_than_fifty_are_refused_with_a_sentence(lantern: OpenHouse, a_member: Member, marisol: Browser):
    for number in range(50):
        draft = ListDraft(f"List {number}")
        lantern.house.database.write_now(lists.make_list, a_member.id, draft, key=lantern.house.key, now=now())

    refused = marisol.submit(marisol.get("/lists"), "/lists", title="One more")

    assert refused.status == 422
    assert "Delete one first." in refused.text
    assert refused.values_of("/lists")["title"] == "One more"


def test_a_list_is_deleted_after_a_question(
    lantern: OpenHouse, a_member: Member, another_member: Member, marisol: Browser
):
    a_member.follows(another_member)
    lantern.settles()
    mine = made(marisol)

    asked = marisol.get(f"{mine}/deletion")
    gone = marisol.submit(asked, f"{mine}/deletion")

    assert "You follow everybody in it as before." in asked.text
    assert "The list is deleted." in marisol.follow(gone).text
    assert marisol.get(mine).status == 404
    assert "You follow" in marisol.get("/@juno").text


def test_somebody_elses_list_answers_like_one_that_is_not_there(marisol: Browser, juno: Browser):
    hers, mine = made(marisol), made(juno)
    nowhere = f"/lists/{int(hers.removeprefix('/lists/')) + 12345}"
    csrf = ("csrf", juno.get(mine + "/settings").values_of(mine + "/settings")["csrf"])

    def asked(address: str) -> list[tuple[int, str]]:
        answers = [juno.get(address + part) for part in ("", "/settings", "/people", "/deletion")]
        answers += [
            juno.post(f"{address}/settings", [csrf, ("title", "Mine now")]),
            juno.post(f"{address}/people", [csrf, ("who", "@marisol")]),
            juno.post(f"{address}/deletion", [csrf]),
            juno.post("/@marisol/lists", [csrf, ("put_in", address.removeprefix("/lists/"))]),
            juno.post("/@marisol/lists", [csrf, ("take_out", address.removeprefix("/lists/"))]),
        ]
        return [(answer.status, without_token(answer, address)) for answer in answers]

    assert asked(hers) == asked(nowhere)
    assert {status for status, _ in asked(hers)} == {404}
    assert "Close friends" in marisol.get(hers).text


def test_a_list_needs_a_button_that_is_there(marisol: Browser, another_member: Member):
    csrf = ("csrf", marisol.get("/lists").values_of("/lists")["csrf"])

    assert marisol.post("/@juno/lists", [csrf]).status == 422
    assert marisol.post("/@juno/lists", [csrf, ("put_in", "1"), ("take_out", "1")]).status == 422
    assert marisol.post("/@juno/lists", [csrf, ("put_in", "x")]).status == 404


def test_what_a_list_is_called_stands_in_no_title_of_a_window(marisol: Browser):
    mine = made(marisol, "Close friends")

    for part in ("", "/settings", "/people", "/deletion"):
        title = marisol.get(mine + part).text.partition("<title>")[2].partition("</title>")[0]
        assert title
        assert "Close friends" not in title


def buttons(page: Page, action: str) -> set[tuple[str, str]]:
    return {button for form in page.forms if form.action == action for button in form.buttons}


def without_token(page: Page, address: str) -> str:
    text = page.text.replace(address, "").replace(address.removeprefix("/lists/"), "")
    before, _, after = text.partition('name="csrf" value="')
    while after:
        before += after.partition('"')[2].partition('name="csrf" value="')[0]
        after = after.partition('name="csrf" value="')[2]
    return before
