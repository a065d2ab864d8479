"""Tags of posts: which a post carries, that a message carries none, that a word goes with the last that needs it."""

import json
from urllib.parse import quote

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Invalid, NotFound
from app.posts.actions import deleting, tagging
from app.posts.actions.narrowing import keep_for_those_named
from app.posts.models import Post, PostTag, Tag, TagFollow
from tests.posts.test_who_may_read import befriend
from tests.world.cast import Member


def carried(member: Member, post_id: int) -> set[str]:
    query = select(Tag.name).join(PostTag, PostTag.tag_id == Tag.id).where(PostTag.post_id == post_id)
    return set(member.house.database.read_now(lambda session: session.scalars(query).all()))


def known(member: Member) -> set[str]:
    return set(member.house.database.read_now(lambda session: session.scalars(select(Tag.name)).all()))


def the_post(member: Member, post_id: int) -> Post:
    return member.house.database.read_now(lambda session: session.get_one(Post, post_id))


def follows(member: Member, word: str) -> None:
    member.house.database.write_now(tagging.follow_tag, member.id, word, now=now())


def deletes(member: Member, post_id: int) -> None:
    member.house.database.write_now(deleting.delete_post, member.id, post_id, key=member.house.key, now=now())


def sweeps(member: Member) -> None:
    member.house.database.write_now(tagging.forget_old, now())


def test_a_post_carries_its_tags_links_them_and_says_so_to_apps(a_member: Member):
    written = a_member.posts("#SexWork is work. #Привет #sexwork")

    post = the_post(a_member, written)
    assert carried(a_member, written) == {"sexwork", "привет"}
    assert (
        '<a href="https://lantern.example/tags/sexwork" class="mention hashtag" rel="tag">#SexWork</a>' in post.content
    )
    assert json.loads(b"{" + post.body)["tags"] == [
        {"name": "sexwork", "url": "https://lantern.example/tags/sexwork"},
        {"name": "привет", "url": f"https://lantern.example/tags/{quote('привет')}"},
    ]


def test_two_ways_of_writing_a_tag_are_one(a_member: Member, another_member: Member):
    one, other = a_member.posts("#Rights"), another_member.posts("#RIGHTS")

    assert carried(a_member, one) == carried(a_member, other) == {"rights"}
    assert known(a_member) == {"rights"}


@pytest.mark.parametrize("audience", ["open", "allies", "community", "followers"])
def test_a_post_carries_tags_whatever_its_audience(a_member: Member, audience: str):
    assert carried(a_member, a_member.posts("#rights", audience)) == {"rights"}


def test_a_message_carries_none_and_its_words_are_in_no_table(a_member: Member, another_member: Member):
    written = a_member.posts("@juno #secretplace", "mentioned")

    assert (carried(a_member, written), known(a_member)) == (set(), set())
    post = the_post(a_member, written)
    assert json.loads(b"{" + post.body)["tags"] == []
    assert "secretplace" not in post.content + post.source + post.body.decode(errors="replace")


def test_an_answer_that_becomes_a_message_carries_its_tags_no_longer(a_member: Member):
    ally_id = befriend(a_member.house)
    written = a_member.posts("#rights", "followers")
    a_member.house.database.write_now(bound_to, written, ally_id)

    a_member.house.database.write_now(keep_for_those_named, ally_id, key=a_member.house.key)

    assert (carried(a_member, written), known(a_member)) == (set(), set())


def test_thirty_tags_are_carried_and_the_rest_are_words(a_member: Member):
    written = a_member.posts(" ".join(f"#tag{number}" for number in range(40)))

    assert carried(a_member, written) == {f"tag{number}" for number in range(30)}
    assert "tags/tag30" not in the_post(a_member, written).content


def test_a_word_goes_with_the_last_post_that_carries_it(a_member: Member, another_member: Member):
    one, other = a_member.posts("#rights #home"), another_member.posts("#rights")

    deletes(a_member, one)
    assert known(a_member) == {"rights"}

    deletes(another_member, other)
    assert known(a_member) == set()


def test_a_word_that_somebody_follows_stays_until_they_stop(a_member: Member, another_member: Member):
    written = a_member.posts("#rights")
    follows(another_member, "#Rights")

    deletes(a_member, written)
    assert known(a_member) == {"rights"}

    another_member.house.database.write_now(tagging.stop_following, another_member.id, "rights")
    assert known(a_member) == set()


def test_the_sweep_forgets_what_went_in_another_way(a_member: Member, another_member: Member):
    written, kept = a_member.posts("#rights"), another_member.posts("#home")
    a_member.house.database.write_now(lambda session: session.execute(delete(Post).where(Post.id == written)))
    assert known(a_member) == {"rights", "home"}

    sweeps(a_member)

    assert known(a_member) == {"home"}
    assert carried(a_member, kept) == {"home"}


def test_changed_words_change_the_tags(a_member: Member):
    written = a_member.posts("#rights #home")

    def change(session: Session) -> None:
        post = session.get_one(Post, written)
        post.content = post.content.replace("/tags/home", "/tags/house").replace("#home", "#house")
        tagging.tag_anew(session, post)

    a_member.house.database.write_now(change)

    assert carried(a_member, written) == known(a_member) == {"rights", "house"}


def test_following_twice_is_following_once_and_what_is_no_tag_cannot_be_followed(a_member: Member):
    follows(a_member, "rights")
    follows(a_member, "#Rights")

    followed = a_member.house.database.read_now(lambda session: session.scalars(select(TagFollow.tag_id)).all())
    assert len(followed) == 1
    for word in ("", "#", "2026", "two words", "a" * 101):
        with pytest.raises(NotFound):
            follows(a_member, word)


def test_more_tags_than_a_member_can_follow_are_refused(a_member: Member, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tagging, "MOST_FOLLOWED", 2)
    follows(a_member, "one")
    follows(a_member, "two")
    follows(a_member, "two")

    with pytest.raises(Invalid, match="as many tags"):
        follows(a_member, "three")


def bound_to(session: Session, post_id: int, ally_id: int) -> None:
    session.get_one(Post, post_id).bound_ally_id = ally_id
