"""Muting a thread from an app, and the mark of it on every status that is shown to its member."""

from tests.world.cast import Member


def test_a_thread_is_muted_and_marked_wherever_it_is_shown(
    the_door, marisol, juno, an_app_of, a_member: Member, a_steward: Member
):
    a_member.follows(a_steward)
    first = juno.says("who cooks?")
    answer = juno.says('not me, I said "muted":false', in_reply_to_id=first["id"])
    an_app_of(a_steward).posts(f"/api/v1/statuses/{first['id']}/reblog")
    other = marisol.says("soup")
    the_door.settles()

    assert marisol.posts(f"/api/v1/statuses/{answer['id']}/mute").json()["muted"] is True

    home = {status["id"]: status for status in marisol.gets("/api/v1/timelines/home").json()}
    [boost] = [status for status in home.values() if status["reblog"]]
    assert boost["reblog"]["muted"] is True
    assert home[other["id"]]["muted"] is False
    local = {s["id"]: s["muted"] for s in marisol.gets("/api/v1/timelines/public", local="true").json()}
    assert local == {first["id"]: True, other["id"]: False}
    context = marisol.gets(f"/api/v1/statuses/{first['id']}/context").json()
    assert [status["muted"] for status in context["descendants"]] == [True]
    assert "&quot;muted&quot;:false" in context["descendants"][0]["content"].replace('"', "&quot;")


def test_the_author_learns_nothing_of_it(marisol, juno):
    post = juno.says("who cooks?")
    marisol.posts(f"/api/v1/statuses/{post['id']}/mute")

    assert juno.gets(f"/api/v1/statuses/{post['id']}").json()["muted"] is False


def test_the_mute_ends(marisol, juno):
    post = juno.says("who cooks?")
    marisol.posts(f"/api/v1/statuses/{post['id']}/mute")

    assert marisol.posts(f"/api/v1/statuses/{post['id']}/unmute").json()["muted"] is False
    assert marisol.gets(f"/api/v1/statuses/{post['id']}").json()["muted"] is False


def test_what_one_may_not_read_cannot_be_muted(marisol, juno, an_app_of, a_steward: Member, a_member: Member):
    message = marisol.says("@juno hello", visibility="direct")
    vera, reads = an_app_of(a_steward), an_app_of(a_member, "read")

    for act in ("mute", "unmute"):
        assert vera.posts(f"/api/v1/statuses/{message['id']}/{act}").status_code == 404
        assert reads.posts(f"/api/v1/statuses/{message['id']}/{act}").status_code == 403


def test_whoever_mutes_nothing_asks_the_database_nothing_more(marisol, juno, house, monkeypatch):
    juno.says("who cooks?")
    asked = []
    monkeypatch.setattr("app.api.muted.muted_among", lambda *given: asked.append(given))

    for path in ("/api/v1/timelines/home", "/api/v1/timelines/public?local=true"):
        assert marisol.gets(path).status_code == 200

    assert asked == []
