"""Quotes as apps write them, look at them, allow them and take them back (docs.joinmastodon.org/client/quotes)."""

import pytest

from app.accounts.actions import blocking, filters
from app.accounts.filtering import HIDE, THREAD, Word
from app.basics.clock import now
from tests.world.cast import join
from tests.world.counting import counted
from tests.world.quoting import SECRET, lets_quote, quotes_it

ALLOWED = {"automatic": ["public"], "manual": [], "current_user": "automatic"}


def quoted_by(phone, post_id, **more):
    answer = phone.posts("/api/v1/statuses", **{"status": "Look at this", "quoted_status_id": str(post_id), **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_who_may_quote_is_said_with_the_post_and_is_nobody_otherwise(marisol, juno):
    nobody = marisol.says("mine")
    readers = marisol.says(SECRET, quote_approval_policy="public")

    assert nobody["quote_approval"] == {"automatic": [], "manual": [], "current_user": "denied"}
    assert readers["quote_approval"] == ALLOWED
    seen = juno.gets(f"/api/v1/statuses/{readers['id']}").json()
    assert (seen["quote_approval"], seen["quote"], seen["quotes_count"]) == (ALLOWED, None, 0)


def test_followers_are_told_that_they_may_and_others_that_they_may_not(marisol, juno, a_member, another_member):
    post = marisol.says(SECRET, quote_approval_policy="followers")
    path = f"/api/v1/statuses/{post['id']}"

    assert post["quote_approval"]["current_user"] == "automatic"
    assert juno.gets(path).json()["quote_approval"]["current_user"] == "denied"
    another_member.follows(a_member)
    assert juno.gets(path).json()["quote_approval"] == {**ALLOWED, "automatic": ["followers"]}


def test_a_quote_comes_with_what_it_quotes(marisol, juno):
    post = marisol.says(SECRET, quote_approval_policy="public")

    quote = quoted_by(juno, post["id"])

    assert quote["quote"]["state"] == "accepted"
    assert quote["quote"]["quoted_status"]["id"] == post["id"]
    assert SECRET in quote["quote"]["quoted_status"]["content"]
    assert quote["quote"]["quoted_status"]["account"]["acct"] == "marisol"
    assert list(quote)[-2:] == ["poll", "filtered"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/public?local=true",
        "/api/v1/accounts/{juno}/statuses", "/api/v1/bookmarks", "/api/v1/favourites", "/api/v1/statuses?id[]={quote}",
        "/api/v1/timelines/tag/this", "/api/v1/statuses/{post}/quotes",
    ],
)  # fmt: skip
def test_it_is_shown_wherever_the_post_is(the_door, marisol, juno, another_member, a_member, path):
    a_member.follows(another_member)
    post = marisol.says(SECRET, quote_approval_policy="public")
    quote = quoted_by(juno, post["id"], status="Look at #this")
    the_door.settles()
    for act in ("bookmark", "favourite"):
        marisol.posts(f"/api/v1/statuses/{quote['id']}/{act}")

    found = marisol.asks("GET", path.format(juno=another_member.id, quote=quote["id"], post=post["id"])).json()

    [one] = [status for status in found if status["id"] == quote["id"]]
    assert SECRET in one["quote"]["quoted_status"]["content"]


def test_it_is_shown_in_boosts_notifications_search_and_threads(the_door, marisol, juno, a_member, another_member):
    a_member.follows(another_member)
    another_member.chooses(findable=True)
    post = marisol.says(SECRET, quote_approval_policy="public")
    quote = quoted_by(juno, post["id"])
    answer = juno.says("and this", in_reply_to_id=quote["id"])
    the_door.settles()

    [told] = [one for one in marisol.gets("/api/v1/notifications").json() if one["type"] == "quote"]
    boost = juno.posts(f"/api/v1/statuses/{quote['id']}/reblog").json()
    [above] = marisol.gets(f"/api/v1/statuses/{answer['id']}/context").json()["ancestors"]
    found = juno.gets("/api/v2/search", q="look", type="statuses").json()["statuses"]

    assert told["account"]["acct"] == "juno"
    assert [one["id"] for one in found] == [quote["id"]]
    for one in (told["status"], boost["reblog"], above, *found):
        assert one["quote"]["quoted_status"]["id"] == post["id"]


def test_whoever_may_not_read_it_is_told_that_it_is_not_for_them(house, an_app_of, marisol, juno, a_member):
    oda = join(house, "oda")
    quote = quoted_by(juno, marisol.says(SECRET, quote_approval_policy="public")["id"])
    house.database.write_now(blocking.block, oda.id, a_member.id, now=now())

    answer = an_app_of(oda).gets(f"/api/v1/statuses/{quote['id']}")

    assert answer.json()["quote"] == {"state": "unauthorized", "quoted_status": None}
    assert SECRET not in answer.text
    assert "marisol" not in answer.text


def test_a_quote_in_a_quote_says_which_it_is_and_no_more(marisol, juno):
    post = marisol.says(SECRET, quote_approval_policy="public")
    inner = quoted_by(juno, post["id"], quote_approval_policy="public")

    outer = quoted_by(marisol, inner["id"], status="Look at her look")

    found = outer["quote"]["quoted_status"]
    assert found["id"] == inner["id"]
    assert found["quote"] == {"state": "accepted", "quoted_status_id": post["id"]}


def test_a_poll_in_what_is_quoted_is_complete(marisol, juno):
    poll = {"poll[options][]": ["a", "b"], "poll[expires_in]": "86400"}
    post = marisol.says("Which?", quote_approval_policy="public", **poll)

    quote = quoted_by(juno, post["id"], **poll)

    assert [one["votes_count"] for one in quote["quote"]["quoted_status"]["poll"]["options"]] == [0, 0]
    assert quote["poll"]["voted"] is True
    assert quote["quote"]["quoted_status"]["poll"]["voted"] is False


def test_filters_hold_for_quoted_words(house, marisol, juno, another_member):
    quote = quoted_by(juno, marisol.says(SECRET, quote_approval_policy="public")["id"])
    draft = filters.FilterDraft("not that", (Word(0, "quoted"),), (THREAD,), HIDE)
    house.database.write_now(filters.add_filter, another_member.id, draft, key=house.key, now=now())

    seen = juno.gets(f"/api/v1/statuses/{quote['id']}").json()

    assert seen["filtered"] == []
    assert [one["filter"]["title"] for one in seen["quote"]["quoted_status"]["filtered"]] == ["not that"]


@pytest.mark.parametrize("policy", [None, "nobody", "followers"])
def test_what_may_not_be_quoted_is_refused_and_nothing_is_posted(marisol, juno, policy):
    post = marisol.says(SECRET, **({"quote_approval_policy": policy} if policy else {}))

    answer = juno.posts("/api/v1/statuses", status="Look", quoted_status_id=post["id"])

    assert answer.status_code == 422
    assert "may not be quoted by you" in answer.json()["error"]


def test_what_is_not_there_cannot_be_quoted(marisol, juno):
    private = marisol.says(SECRET, visibility="private", quote_approval_policy="public")

    assert juno.posts("/api/v1/statuses", status="Look", quoted_status_id=private["id"]).status_code == 404
    assert juno.posts("/api/v1/statuses", status="Look", quoted_status_id="soon").status_code == 422
    assert marisol.posts("/api/v1/statuses", status="x", quote_approval_policy="all").status_code == 422


def test_an_apps_word_for_more_people_means_those_of_the_post(marisol, juno):
    post = marisol.says(SECRET, quote_approval_policy="public")

    assert quoted_by(juno, post["id"], visibility="public")["parasol_audience"] == "community"


def test_its_author_takes_it_out_and_nobody_else(marisol, juno):
    post = marisol.says(SECRET, quote_approval_policy="public")
    quote = quoted_by(juno, post["id"])
    path = f"/api/v1/statuses/{post['id']}/quotes/{quote['id']}/revoke"

    assert juno.posts(path).status_code == 403
    answer = marisol.posts(path)

    assert answer.json()["quote"] == {"state": "revoked", "quoted_status": None}
    assert juno.gets(f"/api/v1/statuses/{quote['id']}").json()["quote"] == answer.json()["quote"]
    assert marisol.posts(path).status_code == 404
    assert marisol.gets(f"/api/v1/statuses/{post['id']}/quotes").json() == []


def test_who_quoted_is_for_its_author_alone(marisol, juno):
    post = marisol.says(SECRET, quote_approval_policy="public")
    quoted_by(juno, post["id"])

    assert juno.gets(f"/api/v1/statuses/{post['id']}/quotes").status_code == 403
    hidden = marisol.says("mine", visibility="private")
    assert juno.gets(f"/api/v1/statuses/{hidden['id']}/quotes").status_code == 404


def test_who_may_quote_is_changed_afterwards(marisol, juno):
    post = marisol.says(SECRET)
    path = f"/api/v1/statuses/{post['id']}/interaction_policy"

    answer = marisol.asks("PUT", path, data={"quote_approval_policy": "public"})

    assert answer.json()["quote_approval"] == ALLOWED
    quoted_by(juno, post["id"])
    assert juno.asks("PUT", path, data={"quote_approval_policy": "nobody"}).status_code == 403
    assert marisol.asks("PUT", path, data={}).status_code == 422
    assert marisol.asks("PUT", path, data={"quote_approval_policy": "some"}).status_code == 422


def test_reading_needs_reading_and_changing_needs_writing(an_app_of, a_member, another_member):
    post_id = lets_quote(a_member)
    quote = quotes_it(another_member, post_id)
    reads, writes = an_app_of(a_member, "read"), an_app_of(a_member, "write")

    assert writes.gets(f"/api/v1/statuses/{post_id}/quotes").status_code == 403
    assert reads.posts(f"/api/v1/statuses/{post_id}/quotes/{quote}/revoke").status_code == 403
    changed = reads.asks("PUT", f"/api/v1/statuses/{post_id}/interaction_policy", data={})
    assert changed.status_code == 403


def test_an_edit_says_the_same_quote_or_none_and_never_another(marisol, juno):
    post, other = (marisol.says(SECRET, quote_approval_policy="public") for _ in range(2))
    quote = quoted_by(juno, post["id"])
    path = f"/api/v1/statuses/{quote['id']}"

    same = juno.asks("PUT", path, data={"status": "Look there", "quoted_status_id": post["id"]})
    assert same.json()["quote"]["quoted_status"]["id"] == post["id"]
    without = juno.asks("PUT", path, data={"status": "Look again"})
    assert without.json()["quote"]["quoted_status"]["id"] == post["id"]

    another = juno.asks("PUT", path, data={"status": "Look", "quoted_status_id": other["id"]})
    assert another.status_code == 422
    assert "cannot be added afterwards" in another.json()["error"]


def test_whoever_quoted_is_told_of_an_edit(the_door, marisol, juno):
    post = marisol.says(SECRET, quote_approval_policy="public")
    quote = quoted_by(juno, post["id"])
    the_door.settles()

    marisol.asks("PUT", f"/api/v1/statuses/{post['id']}", data={"status": "something else"})
    the_door.settles()

    [told] = juno.gets("/api/v1/notifications").json()
    assert (told["type"], told["account"]["acct"], told["status"]["id"]) == ("quoted_update", "marisol", quote["id"])


def test_what_is_scheduled_is_asked_again_at_its_moment(house, marisol, juno):
    post = marisol.says(SECRET, quote_approval_policy="public")
    later = {"scheduled_at": "2026-11-30T12:00:00Z", "status": "Look", "quoted_status_id": post["id"]}

    params = juno.posts("/api/v1/statuses", quote_approval_policy="followers", **later).json()["params"]

    assert (params["quoted_status_id"], params["quote_approval_policy"]) == (post["id"], "followers")
    marisol.asks("PUT", f"/api/v1/statuses/{post['id']}/interaction_policy", data={"quote_approval_policy": "nobody"})
    assert juno.posts("/api/v1/statuses", **later).status_code == 422


def test_apps_learn_that_there_are_quotes(marisol):
    assert marisol.gets("/api/v2/instance").json()["api_versions"]["mastodon"] >= 7
    assert marisol.gets("/api/v1/preferences").json()["posting:default:quote_policy"] == "nobody"
    assert marisol.gets("/api/v1/accounts/verify_credentials").json()["source"]["quote_policy"] == "nobody"


def test_a_page_without_quotes_costs_nothing_and_one_with_many_as_much_as_with_one(
    house, juno, a_member, another_member
):
    def cost() -> int:
        with counted(house) as spent:
            juno.gets("/api/v1/timelines/public", local="true")
        return len(spent.statements)

    a_member.posts("nothing")
    without = cost()
    quoted = lets_quote(a_member)
    assert cost() == without

    quotes_it(another_member, quoted)
    with_one = cost()
    for _ in range(5):
        quotes_it(another_member, lets_quote(a_member))

    assert without < with_one == cost() <= without + 4
