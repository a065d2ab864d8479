"""Posts, as apps write, read and delete them."""

import pytest

from tests.world.cast import post_count


def test_a_post_comes_back_and_can_be_read_by_its_id(marisol):
    written = marisol.says("Good evening, @juno")

    read = marisol.gets(f"/api/v1/statuses/{written['id']}").json()

    assert read == written
    assert read["content"].startswith("<p>Good evening")
    assert read["account"]["username"] == "marisol"


@pytest.mark.parametrize(
    ("word", "audience", "shown"),
    [
        ("public", "allies", "private"),
        ("unlisted", "community", "private"),
        ("private", "followers", "private"),
        ("direct", "mentioned", "direct"),
        ("", "community", "private"),
    ],
)
def test_the_words_of_apps_become_audiences_of_this_house(marisol, juno, word, audience, shown):
    written = marisol.says("For some, @juno", **({"visibility": word} if word else {}))

    assert (written["parasol_audience"], written["visibility"]) == (audience, shown)


def test_our_own_word_for_the_audience_goes_first(marisol):
    assert marisol.says("Hello", visibility="private", audience="allies")["parasol_audience"] == "allies"


def test_an_answer_asked_for_more_people_is_for_those_of_the_post(marisol, juno):
    question = marisol.says("Who has a key?", audience="community")

    answer = juno.says("Me", in_reply_to_id=question["id"], visibility="private")

    assert answer["parasol_audience"] == "community"
    assert answer["in_reply_to_id"] == question["id"]


def test_a_warning_folds_a_post_and_so_does_being_marked_as_sensitive(marisol):
    warned = marisol.says("Long day", spoiler_text="Tired")
    marked = marisol.says("Long day", sensitive="true")

    assert (warned["spoiler_text"], warned["sensitive"]) == ("Tired", True)
    assert (marked["spoiler_text"], marked["sensitive"]) == ("Sensitive", True)


def test_the_same_idempotency_key_gives_back_the_same_post(marisol, house):
    ask = {"data": {"status": "Once"}, "headers": {"Idempotency-Key": "k-1"}}

    first = marisol.asks("POST", "/api/v1/statuses", **ask).json()
    second = marisol.asks("POST", "/api/v1/statuses", **ask).json()

    assert first["id"] == second["id"]
    assert house.database.read_now(post_count) == 1


def test_the_same_post_may_come_as_json(marisol):
    answer = marisol.asks("POST", "/api/v1/statuses", json={"status": "Hello", "media_ids": [], "sensitive": False})

    assert answer.status_code == 200
    assert answer.json()["sensitive"] is False


def test_a_conversation_shows_what_came_before_and_after(marisol, juno):
    first = marisol.says("One")
    second = juno.says("Two", in_reply_to_id=first["id"])
    third = marisol.says("Three", in_reply_to_id=second["id"])
    other = juno.says("Two and a half", in_reply_to_id=first["id"])

    around = marisol.gets(f"/api/v1/statuses/{second['id']}/context").json()
    below = marisol.gets(f"/api/v1/statuses/{first['id']}/context").json()

    assert [post["id"] for post in around["ancestors"]] == [first["id"]]
    assert [post["id"] for post in around["descendants"]] == [third["id"]]
    assert [post["id"] for post in below["descendants"]] == [second["id"], third["id"], other["id"]]


def test_a_deleted_post_comes_back_with_its_text_and_is_gone(marisol):
    written = marisol.says("Draft, <b>really</b>")

    gone = marisol.asks("DELETE", f"/api/v1/statuses/{written['id']}").json()

    assert gone["text"] == "Draft, <b>really</b>"
    assert marisol.gets(f"/api/v1/statuses/{written['id']}").status_code == 404


def test_somebody_elses_post_is_not_deleted(marisol, juno):
    written = marisol.says("Mine")

    refused = juno.asks("DELETE", f"/api/v1/statuses/{written['id']}")

    assert refused.status_code == 403
    assert marisol.gets(f"/api/v1/statuses/{written['id']}").status_code == 200


def test_what_is_for_others_is_not_there(marisol, juno):
    written = marisol.says("For those who follow me", visibility="private")

    for answer in (
        juno.gets(f"/api/v1/statuses/{written['id']}"),
        juno.gets(f"/api/v1/statuses/{written['id']}/context"),
        juno.gets(f"/api/v1/statuses/{written['id']}/source"),
        juno.posts(f"/api/v1/statuses/{written['id']}/favourite"),
        juno.posts(f"/api/v1/statuses/{written['id']}/reblog"),
        juno.posts("/api/v1/statuses", status="And?", in_reply_to_id=written["id"]),
        juno.asks("DELETE", f"/api/v1/statuses/{written['id']}"),
    ):
        assert answer.status_code == 404
        assert "error" in answer.json()
    assert juno.gets("/api/v1/statuses", **{"id[]": [written["id"]]}).json() == []


def test_only_its_author_reads_the_source(marisol, juno):
    written = marisol.says("With **stars**", audience="community")

    assert marisol.gets(f"/api/v1/statuses/{written['id']}/source").json()["text"] == "With **stars**"
    assert juno.gets(f"/api/v1/statuses/{written['id']}/source").status_code == 404


def test_several_posts_come_in_the_order_asked_for(marisol):
    one, two = marisol.says("One"), marisol.says("Two")

    found = marisol.gets("/api/v1/statuses", **{"id[]": [two["id"], one["id"]]}).json()

    assert [post["id"] for post in found] == [two["id"], one["id"]]


@pytest.mark.parametrize(
    "form",
    [
        {"status": ""},
        {"status": "x" * 5001},
        {"status": "x", "visibility": "everybody"},
        {"status": "x", "audience": "everybody"},
        {"status": "x", "media_ids[]": "12345"},
        {"status": "x", "media_ids[]": ["1", "2", "3", "4", "5"]},
        {"status": "x", "poll[options][]": ["a", "b"], "poll[expires_in]": "60"},
        {"status": "x", "scheduled_at": "2030-01-01T00:00:00Z"},
        {"status": "nobody in particular", "visibility": "direct"},
        {"status": "x", "in_reply_to_id": "abc"},
        {"status": "a\x00b", "spoiler_text": "x" * 301},
    ],
)
def test_what_cannot_be_posted_is_refused_with_a_sentence_and_not_kept(marisol, house, form):
    refused = marisol.posts("/api/v1/statuses", **form)

    assert refused.status_code == 422
    assert refused.json()["error"]
    assert house.database.read_now(post_count) == 0


def test_in_a_long_thread_a_late_post_still_has_what_it_answers_and_what_answers_it(marisol, monkeypatch):
    monkeypatch.setattr("app.posts.queries.LONGEST_THREAD", 3)
    first = marisol.says("the first")
    for _ in range(4):
        marisol.says("meanwhile", in_reply_to_id=first["id"])
    late = marisol.says("late", in_reply_to_id=first["id"])
    answer = marisol.says("and yet", in_reply_to_id=late["id"])

    context = marisol.gets(f"/api/v1/statuses/{late['id']}/context").json()

    assert [status["id"] for status in context["ancestors"]] == [first["id"]]
    assert [status["id"] for status in context["descendants"]] == [answer["id"]]
