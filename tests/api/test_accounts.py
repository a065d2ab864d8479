"""Accounts and following, as apps see them."""


def test_somebody_is_found_by_their_whole_name(marisol, another_member):
    for acct in ("juno", "@juno", "JUNO", "juno@lantern.example"):
        assert marisol.gets("/api/v1/accounts/lookup", acct=acct).json()["id"] == str(another_member.id)
    assert marisol.gets("/api/v1/accounts/lookup", acct="nobody").status_code == 404
    assert marisol.gets(f"/api/v1/accounts/{another_member.id}").json()["acct"] == "juno"


def test_only_the_followed_are_completed(marisol, a_member, another_member):
    a_member.asks_to_follow(another_member)
    before = marisol.gets("/api/v1/accounts/search", q="jun").json()
    a_member.follows(another_member)
    after = marisol.gets("/api/v1/accounts/search", q="jun").json()

    assert before == []
    assert [account["username"] for account in after] == ["juno"]


def test_an_account_shows_its_posts_as_far_as_they_may_be_read(marisol, juno, a_member):
    for_all = marisol.says("Hello all")
    answer = marisol.says("And more", in_reply_to_id=juno.says("What?")["id"])
    marisol.says("Hello few", visibility="private")
    path = f"/api/v1/accounts/{a_member.id}/statuses"

    shown = [post["id"] for post in juno.gets(path).json()]
    without_answers = [post["id"] for post in juno.gets(path, exclude_replies="true").json()]

    assert shown == [answer["id"], for_all["id"]]
    assert without_answers == [for_all["id"]]
    assert juno.gets(path, only_media="1").json() == []
    assert juno.gets(path, pinned="true").json() == []


def test_following_is_asked_accepted_and_ended(marisol, juno, a_member, another_member):
    asked = marisol.posts(f"/api/v1/accounts/{another_member.id}/follow").json()
    waiting = juno.gets("/api/v1/follow_requests").json()
    accepted = juno.posts(f"/api/v1/follow_requests/{a_member.id}/authorize").json()
    (standing,) = marisol.gets("/api/v1/accounts/relationships", **{"id[]": [another_member.id]}).json()
    ended = marisol.posts(f"/api/v1/accounts/{another_member.id}/unfollow").json()

    assert (asked["requested"], asked["following"]) == (True, False)
    assert [account["username"] for account in waiting] == ["marisol"]
    assert accepted["followed_by"] is True
    assert (standing["following"], standing["requested"]) == (True, False)
    assert ended["following"] is False


def test_an_app_shows_whether_somebody_is_asked_before_others_follow(juno, a_member):
    path = f"/api/v1/accounts/{a_member.id}"
    at_first = juno.gets(path).json()["locked"]

    a_member.chooses(asks_before_follow=False)
    at_once = juno.gets(path).json()["locked"]
    a_member.chooses(asks_before_follow=True)

    assert (at_first, at_once, juno.gets(path).json()["locked"]) == (True, False, True)


def test_a_request_is_refused_and_a_follower_let_go(marisol, juno, a_member, another_member):
    marisol.posts(f"/api/v1/accounts/{another_member.id}/follow")
    refused = juno.posts(f"/api/v1/follow_requests/{a_member.id}/reject")
    a_member.follows(another_member)
    gone = juno.posts(f"/api/v1/accounts/{a_member.id}/remove_from_followers").json()
    again = juno.posts(f"/api/v1/accounts/{a_member.id}/remove_from_followers")

    assert refused.status_code == 200
    assert gone["followed_by"] is False
    assert again.status_code == 200
    assert juno.posts(f"/api/v1/follow_requests/{a_member.id}/authorize").status_code == 404


def test_relationships_come_in_either_form_and_only_of_those_who_exist(marisol, a_member, another_member):
    one = marisol.gets("/api/v1/accounts/relationships", id=another_member.id).json()
    two = marisol.gets("/api/v1/accounts/relationships", **{"id[]": [another_member.id, 12345, a_member.id]}).json()

    assert [r["id"] for r in one] == [str(another_member.id)]
    assert [r["id"] for r in two] == [str(another_member.id), str(a_member.id)]


def test_nobody_follows_themselves_or_nobody(marisol, a_member):
    assert marisol.posts(f"/api/v1/accounts/{a_member.id}/follow").status_code == 422
    assert marisol.posts("/api/v1/accounts/12345/follow").status_code == 404


def test_lists_of_followers_are_for_their_owner_alone(marisol, juno, a_member, another_member):
    a_member.follows(another_member)

    own_followed = marisol.gets(f"/api/v1/accounts/{a_member.id}/following").json()
    own_followers = juno.gets(f"/api/v1/accounts/{another_member.id}/followers").json()

    assert [account["username"] for account in own_followed] == ["juno"]
    assert [account["username"] for account in own_followers] == ["marisol"]
    for path in (f"{another_member.id}/followers", f"{another_member.id}/following"):
        assert marisol.gets(f"/api/v1/accounts/{path}").json() == []
    assert juno.gets(f"/api/v1/accounts/{a_member.id}/following").json() == []


def test_the_member_sees_and_changes_their_own_account(marisol):
    before = marisol.gets("/api/v1/accounts/verify_credentials").json()

    changed = marisol.asks("PATCH", "/api/v1/accounts/update_credentials", data={"note": "Soup <3"}).json()
    renamed = marisol.asks("PATCH", "/api/v1/accounts/update_credentials", json={"display_name": "Mari"}).json()

    assert before["source"]["note"] == ""
    assert changed["source"]["note"] == "Soup <3"
    assert changed["note"] == "<p>Soup &lt;3</p>"
    assert (renamed["display_name"], renamed["source"]["note"]) == ("Mari", "Soup <3")
    assert marisol.says("Hi")["account"]["display_name"] == "Mari"


def test_a_name_that_is_too_long_and_a_picture_of_oneself_are_refused(marisol):
    path = "/api/v1/accounts/update_credentials"

    long = marisol.asks("PATCH", path, data={"display_name": "x" * 61})
    picture = marisol.asks("PATCH", path, files={"avatar": ("me.png", b"x" * 100)})

    assert (long.status_code, picture.status_code) == (422, 422)
    assert marisol.gets("/api/v1/accounts/verify_credentials").json()["display_name"] == "marisol"


def test_search_finds_the_named_and_the_followed(marisol, juno, a_member, another_member):
    written = juno.says("Hello")

    by_handle = marisol.gets("/api/v2/search", q="@juno@lantern.example", resolve="true").json()
    by_beginning = marisol.gets("/api/v2/search", q="jun").json()
    by_address = marisol.gets("/api/v2/search", q=written["uri"]).json()
    by_actor = marisol.gets("/api/v1/search", q=another_member.facts.uri, type="accounts").json()

    assert [a["username"] for a in by_handle["accounts"]] == ["juno"]
    assert by_beginning == {"accounts": [], "statuses": [], "hashtags": []}
    assert [s["id"] for s in by_address["statuses"]] == [written["id"]]
    assert [a["username"] for a in by_actor["accounts"]] == ["juno"]


def test_search_does_not_find_what_is_for_others_nor_asks_a_stranger(marisol, juno):
    written = juno.says("For few", visibility="private")

    hidden = marisol.gets("/api/v2/search", q=written["uri"], resolve="true").json()
    foreign = marisol.gets("/api/v2/search", q="@somebody@stranger.example", resolve="true").json()

    assert hidden == foreign == {"accounts": [], "statuses": [], "hashtags": []}


def test_a_bell_is_rung_for_from_an_app_and_known_to_nobody_else(the_door, marisol, juno, a_member, another_member):
    another_member.follows(a_member)
    path = f"/api/v1/accounts/{a_member.id}/follow"

    assert juno.posts(path).json()["notifying"] is False
    assert juno.posts(path, notify="true").json()["notifying"] is True
    assert juno.posts(path, reblogs="true").json()["notifying"] is True
    theirs = marisol.gets("/api/v1/accounts/relationships", **{"id[]": another_member.id}).json()
    assert theirs[0]["notifying"] is False
    marisol.says("Soup is ready")
    the_door.settles()
    assert [one["type"] for one in juno.gets("/api/v1/notifications").json()] == ["status"]

    assert juno.posts(path, notify="false").json()["notifying"] is False
