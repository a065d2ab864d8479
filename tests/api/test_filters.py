"""Word filters in apps: the newer form in full, the older one to read, and what they find laid into each status."""

from collections.abc import Callable

import pytest

from tests.api.conftest import Door, Phone
from tests.world.cast import Member

WORDS = "the visitor fee again"
FILTERS = "/api/v2/filters"


def adds(phone: Phone, **form: object) -> dict[str, object]:
    wanted: dict[str, object] = {
        "title": "Landlords",
        "context[]": ["home", "public", "thread", "account", "notifications"],
        "keywords_attributes[][keyword]": ["visitor fee", "Miete"],
        "keywords_attributes[][whole_word]": ["true", "false"],
    }
    answer = phone.asks("POST", FILTERS, data=wanted | form)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def juno_writes(the_door: Door, a_member: Member, another_member: Member) -> str:
    """Something that Marisol sees at home; the id of the post."""
    a_member.follows(another_member)
    post = another_member.posts(WORDS)
    the_door.settles()
    return str(post)


def test_a_filter_comes_back_as_it_was_made(marisol: Phone):
    made = adds(marisol, filter_action="hide", expires_in="3600")

    assert (made["title"], made["filter_action"], made["statuses"]) == ("Landlords", "hide", [])
    assert made["context"] == ["home", "notifications", "public", "thread", "account"]
    assert [(word["keyword"], word["whole_word"]) for word in made["keywords"]] == [
        ("visitor fee", True), ("Miete", False),
    ]  # fmt: skip
    assert made["expires_at"].endswith("Z")
    assert marisol.gets(FILTERS).json() == [made]
    assert marisol.gets(f"{FILTERS}/{made['id']}").json() == made


def test_it_may_come_as_json_or_numbered(marisol: Phone):
    json = {"title": "a", "context": ["home"], "keywords_attributes": [{"keyword": "x"}, {"keyword": "y"}]}
    as_json = marisol.asks("POST", FILTERS, json=json).json()
    numbered = marisol.posts(
        FILTERS, title="b", **{
            "context[]": "home", "keywords_attributes[0][keyword]": "x", "keywords_attributes[0][whole_word]": "0",
            "keywords_attributes[1][keyword]": "y",
        }
    ).json()  # fmt: skip

    assert [(word["keyword"], word["whole_word"]) for word in as_json["keywords"]] == [("x", True), ("y", True)]
    assert [(word["keyword"], word["whole_word"]) for word in numbered["keywords"]] == [("x", False), ("y", True)]


def test_what_isnt_sent_stays_and_words_are_changed_ended_and_added(marisol: Phone):
    made = adds(marisol, expires_in="3600")
    fee, rent = made["keywords"]

    changed = marisol.asks(
        "PUT", f"{FILTERS}/{made['id']}", json={
            "title": "Rent", "expires_in": "",
            "keywords_attributes": [
                {"id": fee["id"], "keyword": "fee", "whole_word": True, "_destroy": False},
                {"id": rent["id"], "keyword": "Miete", "whole_word": True, "_destroy": True},
            ],
        },
    ).json()  # fmt: skip

    assert (changed["title"], changed["context"], changed["expires_at"]) == ("Rent", made["context"], None)
    assert changed["keywords"] == [{"id": fee["id"], "keyword": "fee", "whole_word": True}]


def test_words_are_things_of_their_own(marisol: Phone):
    made = adds(marisol)
    where = f"{FILTERS}/{made['id']}/keywords"

    added = marisol.posts(where, keyword="deposit", whole_word="false").json()
    one = f"{FILTERS}/keywords/{added['id']}"
    changed = marisol.asks("PUT", one, data={"keyword": "deposits"}).json()

    assert marisol.gets(one).json() == changed == {"id": added["id"], "keyword": "deposits", "whole_word": False}
    assert marisol.asks("DELETE", one).json() == {}
    assert [word["keyword"] for word in marisol.gets(where).json()] == ["visitor fee", "Miete"]
    assert marisol.gets(f"{FILTERS}/{made['id']}/statuses").json() == []


def test_the_older_form_shows_each_word_and_changes_none(marisol: Phone):
    made = adds(marisol, filter_action="hide")

    older = marisol.gets("/api/v1/filters").json()

    assert [(one["phrase"], one["whole_word"], one["irreversible"]) for one in older] == [
        ("visitor fee", True, True), ("Miete", False, True),
    ]  # fmt: skip
    assert marisol.gets(f"/api/v1/filters/{older[0]['id']}").json() == older[0]
    assert marisol.posts("/api/v1/filters", phrase="x", **{"context[]": "home"}).status_code == 404
    assert marisol.gets(f"{FILTERS}/{made['id']}").json() == made


@pytest.mark.parametrize(
    "path", ["/api/v1/timelines/home", "/api/v1/timelines/public?local=true", "/api/v1/timelines/public",
             "/api/v1/accounts/{juno}/statuses"],
)  # fmt: skip
def test_a_status_says_what_is_found_in_it(marisol: Phone, another_member: Member, juno_writes: str, path: str):
    made = adds(marisol)

    [status] = marisol.gets(path.format(juno=another_member.id)).json()

    result = {name: value for name, value in made.items() if name not in {"keywords", "statuses"}}
    assert status["id"] == juno_writes
    assert status["filtered"] == [{"filter": result, "keyword_matches": ["visitor fee"], "status_matches": None}]


def test_so_does_one_that_is_asked_for_an_answer_and_what_one_is_told(
    marisol: Phone, the_door: Door, a_member: Member, another_member: Member
):
    adds(marisol)
    post = a_member.posts("Who has written?")
    reply = another_member.posts(WORDS, reply_to=post)
    the_door.settles()

    shown = [
        marisol.gets(f"/api/v1/statuses/{reply}").json(),
        marisol.gets(f"/api/v1/statuses/{post}/context").json()["descendants"][0],
        marisol.gets("/api/v1/notifications").json()[0]["status"],
        marisol.gets("/api/v2/notifications").json()["statuses"][0],
    ]

    assert [len(status["filtered"]) for status in shown] == [1, 1, 1, 1]


def test_in_a_boost_it_is_found_inside(marisol: Phone, the_door: Door, a_member: Member, another_member: Member,
                                       a_steward: Member, an_app_of: Callable[..., Phone]):  # fmt: skip
    adds(marisol)
    a_member.follows(another_member)
    post = a_steward.posts(WORDS)
    an_app_of(another_member).posts(f"/api/v1/statuses/{post}/reblog")
    the_door.settles()

    [boost] = marisol.gets("/api/v1/timelines/home").json()

    assert boost["filtered"] == []
    assert len(boost["reblog"]["filtered"]) == 1


def test_only_where_it_holds_and_for_nobody_else_and_not_in_ones_own(
    marisol: Phone, juno: Phone, the_door: Door, a_member: Member, juno_writes: str
):
    adds(marisol, **{"context[]": ["thread"]})
    own = a_member.posts(WORDS)
    the_door.settles()

    assert all(status["filtered"] == [] for status in marisol.gets("/api/v1/timelines/home").json())
    assert marisol.gets(f"/api/v1/statuses/{own}").json()["filtered"] == []
    assert juno.gets(f"/api/v1/statuses/{juno_writes}").json()["filtered"] == []


def test_whoever_has_none_causes_no_query_for_them(marisol: Phone, juno_writes: str, monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: object, **more: object) -> None:
        raise AssertionError("asked for filters")

    monkeypatch.setattr("app.api.filtered.sieve_of", refuse)

    assert marisol.gets("/api/v1/timelines/home").status_code == 200


def test_somebody_elses_filter_is_not_there(marisol: Phone, juno: Phone):
    made = adds(marisol)
    word = made["keywords"][0]["id"]

    for path in (f"{FILTERS}/{made['id']}", f"{FILTERS}/{made['id']}/keywords", f"{FILTERS}/keywords/{word}",
                 f"/api/v1/filters/{word}", f"{FILTERS}/{made['id']}/statuses"):  # fmt: skip
        assert juno.gets(path).status_code == 404, path
    for method, path in (("PUT", f"{FILTERS}/{made['id']}"), ("DELETE", f"{FILTERS}/{made['id']}"),
                         ("PUT", f"{FILTERS}/keywords/{word}"), ("DELETE", f"{FILTERS}/keywords/{word}"),
                         ("POST", f"{FILTERS}/{made['id']}/keywords")):  # fmt: skip
        assert juno.asks(method, path, data={"title": "x", "keyword": "x"}).status_code == 404, path
    assert marisol.gets(FILTERS).json() == [made]


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"context[]": ["everywhere"]}, {"keywords_attributes[][keyword]": []}, {"expires_in": "soon"},
     {"expires_in": "9" * 30}],
)  # fmt: skip
def test_what_cannot_be_a_filter_is_refused_with_a_sentence(marisol: Phone, wrong: dict[str, object]):
    form = {"title": "a", "context[]": ["home"], "keywords_attributes[][keyword]": ["x"], **wrong}

    answer = marisol.asks("POST", FILTERS, data=form)

    assert answer.status_code == 422
    assert answer.json()["error"]
    assert marisol.gets(FILTERS).json() == []


def test_it_needs_the_scope(an_app_of: Callable[..., Phone], a_member: Member):
    phone = an_app_of(a_member, "read:statuses")

    assert phone.gets(FILTERS).status_code == 403
    assert phone.posts(FILTERS, title="x").status_code == 403


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "x"])
def test_a_word_with_a_number_that_can_be_none_is_a_new_word(marisol: Phone, number: str):
    form = {"title": "Weather", "context[]": "home", "keywords_attributes[0][id]": number}

    made = marisol.posts("/api/v2/filters", **form, **{"keywords_attributes[0][keyword]": "rain"})

    assert made.status_code == 200
    assert [word["keyword"] for word in made.json()["keywords"]] == ["rain"]


@pytest.mark.parametrize("path", ["/api/v1/bookmarks", "/api/v1/favourites"])
def test_what_one_kept_is_folded_away_and_never_left_out(marisol: Phone, juno_writes: str, path: str):
    for mark in ("bookmark", "favourite"):
        marisol.posts(f"/api/v1/statuses/{juno_writes}/{mark}")
    made = adds(marisol, filter_action="hide")

    [status] = marisol.gets(path).json()

    assert [(one["filter"]["id"], one["filter"]["filter_action"]) for one in status["filtered"]] == [
        (made["id"], "warn")
    ]
    assert marisol.gets("/api/v1/timelines/home").json()[0]["filtered"][0]["filter"]["filter_action"] == "hide"


def test_a_message_is_folded_away_and_never_left_out(
    marisol: Phone, a_member: Member, another_member: Member, an_app_of: Callable[..., Phone]
):
    another_member.posts(f"@marisol {WORDS}", "mentioned", warning="visitor fee")
    adds(marisol, filter_action="hide")

    [talk] = marisol.gets("/api/v1/conversations").json()

    assert all(one["filter"]["filter_action"] == "warn" for one in talk["last_status"]["filtered"])
