"""Where an account is signed in: a list with the member's own words, and ways to end each."""

from datetime import timedelta

from app.accounts.actions import apps
from app.basics.clock import now
from app.storage.failures import CannotWrite
from tests.web.browser import Browser, Page
from tests.web.conftest import COOKIE, OpenHouse
from tests.web.test_accounts import holder
from tests.web.test_recovery import reads_home
from tests.world.cast import Member

DEVICES = "/settings/devices"


def endings(page: Page) -> list[str]:
    """The addresses of the buttons that end one session."""
    found = [form.action for form in page.forms]
    return [
        action for action in found if action.startswith(f"{DEVICES}/") and action.count("/") == 4 and "end" in action
    ]


def an_app(lantern: OpenHouse, member: Member, name: str, scopes: str, *, opens: bool) -> str:
    database, key = lantern.house.database, lantern.house.key
    app = database.write_now(apps.register, name, [apps.OUT_OF_BAND], "read write", "", key=key, now=now())
    member_key = member.key if opens else None
    return database.write_now(apps.give_token, app.id, member.id, scopes, member_key=member_key, now=now())


def test_the_list_says_the_day_and_how_lately_and_nothing_of_the_device(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    a_member.signs_in(now() - timedelta(days=3))

    page = marisol.get(DEVICES)

    assert page.text.count('<span class="pill">this one</span>') == 1
    assert page.text.count("used today") == 1
    assert page.text.count("used this week") == 1
    assert page.text.count("Not called anything yet") == 2
    assert "knows nothing of the devices" in page.text


def test_a_session_is_called_what_its_member_calls_it(marisol: Browser):
    page = marisol.get(DEVICES)
    action = next(form.action for form in page.forms if form.action.endswith("/label"))

    answer = marisol.submit(page, action, label="<b>the laptop</b>")

    assert answer.location == "/settings/devices?done=kept"
    assert "&lt;b&gt;the laptop&lt;/b&gt;" in marisol.get(DEVICES).text


def test_a_label_that_is_too_long_comes_back_with_the_reason_beside_it(marisol: Browser):
    page = marisol.get(DEVICES)
    action = next(form.action for form in page.forms if form.action.endswith("/label"))

    answer = marisol.submit(page, action, label="x" * 41)

    assert answer.status == 422
    assert "at most 40 characters" in answer.text
    assert answer.values_of(action)["label"] == "x" * 41


def test_one_session_is_ended(lantern: OpenHouse, marisol: Browser, a_member: Member):
    phone = a_member.signs_in()
    page = marisol.get(DEVICES)

    [ending] = endings(page)
    answer = marisol.submit(page, ending)

    assert "Whoever had it sees nothing any more" in marisol.follow(answer).text
    assert holder(lantern, phone) is None
    assert marisol.get("/community").status == 200


def test_all_others_are_ended_and_this_one_stays(lantern: OpenHouse, marisol: Browser, a_member: Member):
    others = [a_member.signs_in() for _ in range(3)]

    marisol.submit(marisol.get(DEVICES), f"{DEVICES}/end")

    assert [holder(lantern, secret) for secret in others] == [None] * 3
    page = marisol.get(DEVICES)
    assert page.status == 200
    assert "End all but this one" not in page.text


def test_somebody_elses_session_cannot_be_named_or_ended(lantern: OpenHouse, marisol: Browser, juno: Browser):
    marisols = marisol.get(DEVICES)
    label = next(form.action for form in marisols.forms if form.action.endswith("/label"))
    csrf = ("csrf", juno.get(DEVICES).forms[0].values[0][1])

    assert juno.post(label, [csrf, ("label", "mine")]).status == 404
    assert juno.post(label.replace("/label", "/end"), [csrf]).status == 303

    assert holder(lantern, marisol.cookies[COOKIE]) is not None
    assert "mine" not in marisol.get(DEVICES).text


def test_the_apps_are_listed_with_what_they_may_do_and_since_which_month(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    an_app(lantern, a_member, "Tusk <1>", "read write:statuses", opens=True)
    an_app(lantern, a_member, "a script", "read", opens=False)
    an_app(lantern, another_member, "Juno's app", "read", opens=False)

    page = marisol.get(DEVICES).text

    assert "Tusk &lt;1&gt;" in page
    assert "Post, reply, boost and change things in your name (statuses)" in page
    assert page.count("Open your messages") == page.count("not their words") == 1
    assert "Juno" not in page
    assert f"since {now():%B %Y}" in page


def test_an_app_is_ended_by_its_member_alone(lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member):
    token = an_app(lantern, a_member, "Tusk", "read", opens=False)
    page = marisol.get(DEVICES)
    ending = next(form.action for form in page.forms if form.action.startswith("/settings/apps/"))

    juno.post(ending, [("csrf", juno.get(DEVICES).forms[0].values[0][1])])
    assert reads_home(lantern, token) == 200
    answer = marisol.submit(page, ending)

    assert "can do nothing in your name any more" in marisol.follow(answer).text
    assert reads_home(lantern, token) == 401


def test_forms_from_elsewhere_and_made_up_numbers_end_nothing(lantern: OpenHouse, marisol: Browser, a_member: Member):
    phone = a_member.signs_in()
    page = marisol.get(DEVICES)
    [ending] = endings(page)

    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert marisol.submit(page, ending, headers=headers).status == 403
        assert marisol.submit(page, f"{DEVICES}/end", headers=headers).status == 403
    assert marisol.submit(page, ending, csrf="stale").status == 403
    csrf = page.values_of(ending)["csrf"]
    for made_up in ("0", "x", "-1", "9" * 30, "%D9%A3"):
        assert marisol.post(f"{DEVICES}/{made_up}/end", [("csrf", csrf)]).status in {303, 404}

    assert holder(lantern, phone) is not None


def test_a_page_moves_the_idle_end_on_once_a_day(lantern: OpenHouse, marisol: Browser, monkeypatch):
    """The write is on no hot path: the second page of a day writes nothing."""
    written: list[str] = []
    database, write = type(lantern.house.database), type(lantern.house.database).write

    async def noted(self, work, *args, **more):
        written.append(work.__name__)
        return await write(self, work, *args, **more)

    monkeypatch.setattr(database, "write", noted)
    for day in range(1, 9):
        lantern.is_at(now() + timedelta(days=3 * day))
        assert {marisol.get(path).status for path in ("/", "/community", "/more")} == {200}

    assert written == ["keep_alive"] * 8


def test_a_session_that_nobody_uses_is_over_on_pages_too(lantern: OpenHouse, marisol: Browser):
    lantern.is_at(now() + timedelta(days=8))
    assert marisol.get("/community").status == 303
    lantern.is_at(now())
    assert marisol.get("/community").status == 303  # the browser has forgotten it


def test_used_every_day_it_ends_after_thirty(lantern: OpenHouse, marisol: Browser):
    secret = marisol.cookies[COOKIE]
    for day in range(0, 30, 3):
        lantern.is_at(now() + timedelta(days=day))
        assert marisol.get("/community").status == 200

    lantern.is_at(now() + timedelta(days=31))

    assert marisol.get("/community").status == 303
    assert COOKIE not in marisol.cookies
    assert Browser(lantern.client, marisol.origin, {COOKIE: secret}).get("/community").status == 303


def test_a_clock_set_back_lets_nobody_stay_longer(lantern: OpenHouse, marisol: Browser, a_member: Member):
    tomorrow = Browser(lantern.client, marisol.origin, {COOKIE: a_member.signs_in(now() + timedelta(days=2))})

    assert tomorrow.get("/community").status == 303
    assert marisol.get("/community").status == 200


def test_a_house_that_cannot_write_still_lets_its_members_read(lantern: OpenHouse, marisol: Browser, monkeypatch):
    async def full(self, *args, **more):
        raise CannotWrite

    monkeypatch.setattr(type(lantern.house.database), "write", full)
    lantern.is_at(now() + timedelta(days=2))

    assert marisol.get("/community").status == 200
