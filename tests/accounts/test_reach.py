"""Who may reach a member, as a rule: three ways, three words, two ways to stand to the writer."""

import pytest

from app.accounts.reach import Reach, Reception, Standing, Way, WhoMay, reception, who_may
from app.basics.errors import Invalid

UNKNOWN, FOLLOWED, WRITTEN_TO = Standing(), Standing(follows=True), Standing(corresponds=True)
YES, ASK, NO = Reception.TAKEN, Reception.REQUESTED, Reception.REFUSED


@pytest.mark.parametrize("way", [Way.REPLY, Way.MENTION])
@pytest.mark.parametrize(
    ("word", "unknown", "followed", "written_to"),
    [("everybody", YES, YES, YES), ("followed", NO, YES, NO), ("nobody", NO, NO, NO)],
)
def test_answers_and_mentions_go_by_whom_one_follows(way, word, unknown, followed, written_to):
    reach = Reach(replies=WhoMay(word), mentions=WhoMay(word))

    assert [reception(reach, way, standing) for standing in (UNKNOWN, FOLLOWED, WRITTEN_TO)] == [
        unknown, followed, written_to,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "unknown", "followed", "written_to"),
    [("everybody", ASK, YES, YES), ("followed", NO, YES, YES), ("nobody", NO, NO, NO)],
)
def test_a_message_of_somebody_unknown_is_a_request_and_whoever_was_written_to_may_answer(
    word, unknown, followed, written_to
):
    reach = Reach(messages=WhoMay(word))

    assert [reception(reach, Way.MESSAGE, standing) for standing in (UNKNOWN, FOLLOWED, WRITTEN_TO)] == [
        unknown, followed, written_to,
    ]  # fmt: skip


def test_each_way_has_its_own_word():
    reach = Reach(replies=WhoMay.NOBODY, mentions=WhoMay.EVERYBODY, messages=WhoMay.NOBODY)

    assert [reception(reach, way, FOLLOWED) for way in (Way.REPLY, Way.MENTION, Way.MESSAGE)] == [NO, YES, NO]


def test_another_word_is_refused_beside_its_field():
    with pytest.raises(Invalid) as refused:
        who_may("messages", "friends")

    assert refused.value.field == "messages"
