"""Polls as apps ask them, look at them and vote (docs.joinmastodon.org/methods/polls)."""

from datetime import timedelta

import pytest

from app.accounts.actions import filters
from app.accounts.filtering import HIDE, PUBLIC, Word
from app.basics.clock import now
from app.notifications import ending_polls
from tests.api.test_scheduled import in_
from tests.world.cast import post_count
from tests.world.counting import counted
from tests.world.polling import DAY, an_allys_poll, asked_about, asks

TWO = ["Tuesday", "Wednesday"]
ASKED = {"status": "Which day?", "poll[options][]": TWO, "poll[expires_in]": "86400"}


def asked_by(phone, **more):
    answer = phone.posts("/api/v1/statuses", **{**ASKED, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def votes(phone, poll_id, *choices):
    return phone.posts(f"/api/v1/polls/{poll_id}/votes", **{"choices[]": [str(one) for one in choices]})


def test_a_poll_comes_back_as_mastodon_writes_it(marisol):
    status = asked_by(marisol)

    poll = status["poll"]
    expires_at = poll.pop("expires_at")
    assert poll == {
        "id": status["id"],
        "expired": False,
        "multiple": False,
        "votes_count": 0,
        "voters_count": 0,
        "voted": True,
        "own_votes": [],
        "options": [{"title": "Tuesday", "votes_count": 0}, {"title": "Wednesday", "votes_count": 0}],
        "emojis": [],
    }
    assert in_(hours=23) < expires_at < in_(hours=25)
    assert list(status)[-2:] == ["poll", "filtered"]


@pytest.mark.parametrize(
    "poll",
    [
        {"options": TWO, "expires_in": 86400, "multiple": True, "hide_totals": True},
        {"options": TWO, "expires_in": "86400", "multiple": "true", "hide_totals": "1"},
    ],
)
def test_a_poll_comes_as_json_too_with_words_for_switches_and_numbers(marisol, poll):
    answer = marisol.asks("POST", "/api/v1/statuses", json={"status": "Which day?", "poll": poll})

    found = answer.json()["poll"]
    assert found["multiple"] is True
    assert [one["votes_count"] for one in found["options"]] == [None, None]


def test_null_asks_nothing(marisol):
    answer = marisol.asks("POST", "/api/v1/statuses", json={"status": "No question", "poll": None})

    assert answer.json()["poll"] is None


def test_a_vote_is_counted_and_what_was_chosen_is_not_told_again(marisol, juno):
    poll_id = asked_by(marisol)["poll"]["id"]

    voted = votes(juno, poll_id, 1)

    assert voted.status_code == 200
    poll = voted.json()
    assert ([one["votes_count"] for one in poll["options"]], poll["votes_count"], poll["voters_count"]) == (
        [0, 1],
        1,
        1,
    )
    assert (poll["voted"], poll["own_votes"]) == (True, [])
    assert juno.gets(f"/api/v1/polls/{poll_id}").json() == poll
    assert juno.gets(f"/api/v1/statuses/{poll_id}").json()["poll"] == poll


def test_several_choices_come_as_an_array_of_numbers(marisol, juno):
    poll_id = asked_by(marisol, **{"poll[multiple]": "true"})["poll"]["id"]

    poll = juno.asks("POST", f"/api/v1/polls/{poll_id}/votes", json={"choices": [0, 1]}).json()

    assert ([one["votes_count"] for one in poll["options"]], poll["votes_count"], poll["voters_count"]) == (
        [1, 1],
        2,
        1,
    )


@pytest.mark.parametrize("choices", [[], [2], [0, 1], ["x"], [-1], ["9" * 500], [""]])
def test_what_is_no_vote_is_refused_and_counts_nothing(marisol, juno, choices):
    poll_id = asked_by(marisol)["poll"]["id"]

    refused = votes(juno, poll_id, *choices)

    assert refused.status_code == 422
    assert refused.json()["error"]
    assert juno.gets(f"/api/v1/polls/{poll_id}").json()["voters_count"] == 0


def test_nobody_votes_twice_or_in_their_own(marisol, juno):
    poll_id = asked_by(marisol)["poll"]["id"]
    votes(juno, poll_id, 0)

    refused = votes(juno, poll_id, 1), votes(marisol, poll_id, 1)

    assert [answer.status_code for answer in refused] == [422, 422]
    assert refused[0].json() == {"error": "You have voted in this poll already."}


def test_what_one_may_not_read_has_no_poll(marisol, juno):
    poll_id = asked_by(marisol, visibility="private")["poll"]["id"]
    nowhere = int(poll_id) + 12345

    refused = [juno.gets(f"/api/v1/polls/{number}") for number in (poll_id, nowhere)]
    refused += [votes(juno, number, 0) for number in (poll_id, nowhere)]

    assert {answer.status_code for answer in refused} == {404}
    assert len({answer.content for answer in refused}) == 1


def test_a_token_that_may_only_read_does_not_vote(marisol, an_app_of, another_member):
    poll_id = asked_by(marisol)["poll"]["id"]
    reader = an_app_of(another_member, "read")

    assert reader.gets(f"/api/v1/polls/{poll_id}").status_code == 200
    assert votes(reader, poll_id, 0).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"poll[options][]": ["one"]},
        {"poll[options][]": [str(n) for n in range(9)]},
        {"poll[options][]": ["same", "Same"]},
        {"poll[options][]": ["", " "]},
        {"poll[options][]": ["x" * 101, "y"]},
        {"poll[expires_in]": "60"},
        {"poll[expires_in]": "-86400"},
        {"poll[expires_in]": "2678400"},
        {"poll[expires_in]": "soon"},
        {"poll[expires_in]": ""},
        {"visibility": "direct", "status": "@juno which?"},
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_posted(marisol, juno, house, wrong):
    refused = marisol.posts("/api/v1/statuses", **{**ASKED, **wrong})

    assert refused.status_code == 422
    assert refused.json()["error"]
    assert house.database.read_now(post_count) == 0


def test_ten_thousand_choices_are_refused(marisol, house):
    poll = {"options": [str(n) for n in range(10_000)], "expires_in": 86400}

    refused = marisol.asks("POST", "/api/v1/statuses", json={"status": "Which?", "poll": poll})

    assert refused.status_code == 422
    assert refused.json() == {"error": "A poll has at most eight choices."}
    assert house.database.read_now(post_count) == 0


def test_a_poll_is_wherever_its_post_is(the_door, marisol, juno, a_member, another_member):
    another_member.follows(a_member)
    status = asked_by(marisol, status="Which #day?")
    number = status["id"]
    the_door.settles()
    for act in ("favourite", "bookmark", "reblog"):
        juno.posts(f"/api/v1/statuses/{number}/{act}")
    votes(juno, number, 0)
    the_door.settles()
    account = status["account"]["id"]

    pages = [
        "timelines/home", "timelines/public", "timelines/public?local=true", "timelines/tag/day", "bookmarks",
        "favourites", f"accounts/{account}/statuses", f"statuses?id[]={number}",
    ]  # fmt: skip
    found = [juno.asks("GET", f"/api/v1/{page}").json()[-1] for page in pages]
    found.append(juno.gets("/api/v2/search", q=status["uri"]).json()["statuses"][0])
    found.append(juno.gets(f"/api/v1/statuses/{number}").json())
    boosts = [juno.posts(f"/api/v1/statuses/{number}/reblog").json()]
    boosts.append(marisol.gets("/api/v1/notifications").json()[0]["status"])

    polls = [(one["reblog"] or one)["poll"] for one in [*found, *boosts]]
    assert [one["voters_count"] for one in polls] == [1] * len(polls)
    assert {one["voted"] for one in polls} == {True}


def test_a_poll_shows_to_whoever_has_filters_and_they_find_its_choices(the_door, marisol, juno, another_member, house):
    asked_by(marisol, status="first")
    asked_by(marisol, status="second", **{"poll[options][]": ["raid", "no raid"]})
    draft = filters.FilterDraft("not now", (Word(0, "raid"),), (PUBLIC,), HIDE)
    house.database.write_now(filters.add_filter, another_member.id, draft, key=house.key, now=now())

    second, first = juno.gets("/api/v1/timelines/public", local="true").json()

    assert [one["title"] for one in first["poll"]["options"]] == TWO
    assert first["filtered"] == []
    assert second["filtered"][0]["keyword_matches"] == ["raid"]
    assert second["poll"]["options"][0]["title"] == "raid"


def test_a_filter_is_laid_over_a_post_that_ends(marisol, juno, a_member, another_member, house):
    a_member.posts("a raid", lasts_days=1)
    draft = filters.FilterDraft("not now", (Word(0, "raid"),), (PUBLIC,), HIDE)
    house.database.write_now(filters.add_filter, another_member.id, draft, key=house.key, now=now())

    [status] = juno.gets("/api/v1/timelines/public", local="true").json()

    assert status["filtered"][0]["keyword_matches"] == ["raid"]
    assert status["parasol_ends_at"]


def test_deleting_gives_back_what_was_asked(marisol):
    status = asked_by(marisol)

    gone = marisol.asks("DELETE", f"/api/v1/statuses/{status['id']}").json()

    assert gone["text"] == "Which day?"
    assert [one["title"] for one in gone["poll"]["options"]] == TWO
    assert marisol.gets(f"/api/v1/polls/{status['id']}").status_code == 404


def test_an_edit_keeps_the_poll_sent_along_or_not(marisol, juno):
    number = asked_by(marisol)["id"]
    votes(juno, number, 0)

    for more in ({}, {"poll[options][]": TWO, "poll[expires_in]": "3600"}):
        edited = marisol.asks("PUT", f"/api/v1/statuses/{number}", data={"status": "Which evening?", **more})
        assert edited.status_code == 200
        assert edited.json()["poll"]["voters_count"] == 1


@pytest.mark.parametrize("more", [{"poll[options][]": ["Monday", "Wednesday"]}, {"poll[multiple]": "true"}])
def test_an_edit_asks_nothing_else(marisol, juno, more):
    number = asked_by(marisol)["id"]
    sent = {"status": "Which evening?", "poll[options][]": TWO, "poll[expires_in]": "86400", **more}

    refused = marisol.asks("PUT", f"/api/v1/statuses/{number}", data=sent)

    assert refused.status_code == 422
    assert "stays as it was asked" in refused.json()["error"]
    assert "Which day?" in marisol.gets(f"/api/v1/statuses/{number}").json()["content"]


def test_a_poll_waits_with_what_is_scheduled(the_door, marisol, juno, house):
    made = marisol.posts("/api/v1/statuses", **{**ASKED, "poll[multiple]": "1", "scheduled_at": in_(hours=1)}).json()

    assert made["params"]["poll"] == {"options": TWO, "expires_in": "86400", "multiple": True, "hide_totals": False}
    assert house.database.read_now(post_count) == 0


def test_the_instance_says_what_may_be_asked(stranger):
    limits = {"max_options": 8, "max_characters_per_option": 100, "min_expiration": 300, "max_expiration": 2592000}

    assert stranger.gets("/api/v1/instance").json()["configuration"]["polls"] == limits
    assert stranger.gets("/api/v2/instance").json()["configuration"]["polls"] == limits


def test_at_the_end_its_author_and_whoever_voted_read_so(marisol, juno, house):
    number = asked_by(marisol)["id"]
    votes(juno, number, 0)

    house.database.write_now(ending_polls.end_polls, now() + timedelta(days=2))

    for phone in (marisol, juno):
        [told] = phone.gets("/api/v1/notifications").json()
        assert (told["type"], told["account"]["username"], told["status"]["id"]) == ("poll", "marisol", number)
        assert told["status"]["poll"]["expired"] is True
        assert phone.gets("/api/v1/notifications", **{"types[]": ["poll"]}).json() == [told]
        assert phone.gets("/api/v1/notifications", **{"exclude_types[]": ["poll"]}).json() == []


def test_a_timeline_without_polls_asks_nothing_about_them(the_door, marisol, juno, a_member, another_member, house):
    another_member.follows(a_member)
    marisol.says("no question")
    the_door.settles()
    juno.gets("/api/v1/timelines/home")

    with counted(house) as without:
        juno.gets("/api/v1/timelines/home")
    for number in range(3):
        asks(a_member, text=f"question {number}", lasts=DAY)
    the_door.settles()
    with counted(house) as with_three:
        shown = juno.gets("/api/v1/timelines/home").json()

    assert [one["poll"] is not None for one in shown] == [True, True, True, False]
    assert not [one for one in without.statements if "poll" in one]
    assert len([one for one in with_three.statements if "poll" in one]) == 1


@pytest.mark.parametrize("path", ["/api/v1/timelines/public", "/api/v1/statuses/{}", "/api/v1/polls/{}"])
def test_an_allys_poll_that_is_looked_at_is_asked_about_once(house, marisol, path: str):
    post_id = an_allys_poll(house)

    answers = [marisol.gets(path.format(post_id)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert asked_about(house) == [post_id]
