"""One row of every kind that has an age: by the acts that make it where that is quick, otherwise as the row itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.actions import admitting, joining, notes, profiles
from app.accounts.models import (
    Account,
    App,
    AppToken,
    AuthorisationCode,
    Departed,
    FriendsReturn,
    Mute,
    Newcomer,
    WordFilter,
)
from app.allies.models import Ally
from app.basics.clock import day_of
from app.basics.ids import new_id, new_token
from app.deciding import talking as deciding_talk
from app.deciding.models import Ballot, BallotMark, Proposal
from app.deciding.rules import State
from app.emoji.actions import of_allies
from app.jobs import queue
from app.jobs.models import Announcement
from app.notifications import telling
from app.posts.actions import deleting, drafting, receiving, scheduling
from app.posts.actions.receiving import ForeignPost, receive_post
from app.posts.audience import Audience
from app.posts.begun import Begun, Earlier
from app.posts.models import Picture, PollMark
from app.push.actions import switch_on, tell_app
from app.push.sealed import Where
from federation import sightings
from moderation.amending.models import Charter, Term
from moderation.cases.models import Case, OutsideLetter
from moderation.openness import kept_heads
from moderation.standing_down.models import StoodDown
from moderation.suggestions.models import Suggestion
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.governing_cases import reports
from tests.world.planting_decisions import (
    a_decision_that_is_over,
    a_decision_that_nobody_agreed_to,
    a_reading,
    a_summary_that_waits,
    a_word_in_private,
)
from tests.world.polling import asks, poll_of, votes


@dataclass
class Ground:
    """A house with a member, where things are planted."""

    near: Neighbour
    member: Member

    @property
    def now(self) -> datetime:
        return self.near.envoy.clock()

    def writes(self, work: Callable[..., object], *given: object, **named: object) -> None:
        self.near.house.database.write_now(work, *given, **named)

    def adds(self, *rows: object) -> None:
        self.writes(lambda session: [(session.add(row), session.flush()) for row in rows])

    def token(self) -> bytes:
        return new_token(32).encode()


def a_session(ground: Ground) -> None:
    ground.member.signs_in(ground.now)


def an_invitation(ground: Ground) -> None:
    ground.writes(joining.invite, ground.member.id, now=ground.now)


def a_note_with_an_end(ground: Ground) -> None:
    ground.writes(profiles.change_profile, ground.member.id, "Marisol", "Canal Street", origin=ground.near.origin)
    ground.writes(notes.let_my_note_last, ground.member.id, 30, now=ground.now)


def a_post_with_an_end(ground: Ground) -> None:
    ground.member.posts("for a week", lasts_days=7)


def a_post_of_an_ally(ground: Ground) -> None:
    ground.writes(_receive, ground, None)


def a_post_of_an_ally_with_an_end(ground: Ground) -> None:
    ground.writes(_receive, ground, ground.now + timedelta(days=3))


def an_emoji_of_an_ally(ground: Ground) -> None:
    told = [of_allies.ForeignEmoji("blobcat", "https://harbour.example/blobcat.png")]
    ground.writes(of_allies.note, an_ally(ground, "allied"), told, now=ground.now)


def a_picture_that_was_not_posted(ground: Ground) -> None:
    picture = Picture(id=new_id(ground.now), owner_id=ground.member.id, blob=new_token(), made_at=ground.now)
    ground.adds(picture)


def a_draft(ground: Ground) -> None:
    key = ground.near.house.key
    ground.writes(drafting.keep_draft, ground.member.id, Begun("begun"), Earlier(), key=key, now=ground.now)


def a_scheduled_post(ground: Ground) -> None:
    later, house = ground.now + timedelta(days=200), ground.near.house
    ground.writes(
        scheduling.schedule, ground.member.id, Begun("in summer"), later, Earlier(), origin=ground.near.origin,
        key=house.key, now=ground.now,
    )  # fmt: skip


def a_double_tap(ground: Ground) -> None:
    ground.member.posts("once", idempotency_key="tap")


def a_vote(ground: Ground) -> None:
    votes(ground.member, asks(join(ground.near.house, "juno")), 0, at=ground.now)


def a_ballot_of_somebodys(ground: Ground) -> None:
    proposal, ends_at = _proposal(ground, State.BALLOT), ground.now + timedelta(days=5)
    mark = BallotMark(mark=ground.token(), proposal_id=proposal.id, until=ends_at)
    ground.adds(proposal, Ballot(proposal_id=proposal.id, ends_at=ends_at), mark)


def something_said_to_a_proposal(ground: Ground) -> None:
    proposal = _proposal(ground, State.TALK)
    ground.adds(proposal)
    ground.writes(deciding_talk.remark, ground.member.id, proposal.id, "Which colour?", edition=1, now=ground.now)


def a_term(ground: Ground) -> None:
    ends_at = ground.now + timedelta(days=30)
    ground.writes(lambda session: setattr(session.get_one(Account, ground.member.id), "role", "moderator"))
    ground.adds(
        Charter(number=1, method="consent", quorum=0, talk_days=7, ballot_days=7, term_days=30, since=ground.now),
        Term(account_id=ground.member.id, role="moderator", since=ground.now, ends_at=ends_at),
    )


def _proposal(ground: Ground, state: State) -> Proposal:
    until = ground.now + timedelta(days=5)
    return Proposal(
        id=new_id(ground.now), kind="charter", subject="charter", title="", change="{}", why="We are many.",
        proposed_by=ground.member.id, method="majority", quorum=0, talk_days=5, ballot_days=5, force_days=0,
        state=state, proposed_at=ground.now, talk_until=until, due_at=until,
    )  # fmt: skip


def a_choice_of_an_ally(ground: Ground) -> None:
    post_id = asks(ground.member, multiple=True)
    ground.adds(PollMark(marked=ground.token(), post_id=post_id, until=poll_of(ground.member, post_id).ends_at))


def a_deletion(ground: Ground) -> None:
    post = ground.member.posts("soon gone")
    ground.writes(deleting.delete_post, ground.member.id, post, key=ground.near.house.key, now=ground.now)


def a_tombstone(ground: Ground) -> None:
    uri, key = "https://harbour.example/1", ground.near.house.key
    ground.writes(receiving.receive_deletion, uri, 1, key=key, now=ground.now)


def a_notification(ground: Ground) -> None:
    other = join(ground.near.house, "juno")
    ground.writes(telling.tell, ground.member.id, "follow", other.id, None, now=ground.now)


def a_signature(ground: Ground) -> None:
    ground.writes(sightings.note, ground.token(), now=ground.now)


def a_fact_to_which_nobody_can_react(ground: Ground) -> None:
    ground.adds(Announcement(event="NothingWeKnow", payload=b"{}", announced_at=ground.now))


def a_last_word_through_a_pause(ground: Ground) -> None:
    ally = an_ally(ground, "paused")
    ground.writes(queue.enqueue, "deliver", ally, "Delete", b"sealed", now=ground.now)


def a_knock(ground: Ground) -> None:
    an_ally(ground, "knocked")


def a_parting(ground: Ground) -> None:
    an_ally(ground, "parting")


def somebody_new(ground: Ground) -> None:
    until = ground.now + timedelta(days=90)
    ground.adds(
        Newcomer(account_id=ground.member.id, asked_at=ground.now, admitted_at=ground.now, probation_until=until)
    )


def somebody_who_waits(ground: Ground) -> None:
    ground.writes(admitting.choose_admission, "steward", "stewards", 2, 90, now=ground.now)
    waiting = join(ground.near.house, "ines")
    ground.writes(admitting.receive, waiting.id, ground.member.id, now=ground.now)


def somebody_who_left(ground: Ground) -> None:
    ground.adds(
        Departed(id=new_id(ground.now), uri="u", key_id="k", public_key="", private_key_sealed=b"", left_at=ground.now)
    )


def a_return(ground: Ground) -> None:
    ends = ground.now + timedelta(days=14)
    ground.adds(FriendsReturn(id=1, account_id=None, code_hash=b"c", public_key=b"p", ends_at=ends))


def a_mute_for_a_time(ground: Ground) -> None:
    other = join(ground.near.house, "juno")
    until = ground.now + timedelta(days=7)
    ground.adds(Mute(account_id=ground.member.id, target_id=other.id, until=until, made_at=ground.now))


def a_filter_for_a_time(ground: Ground) -> None:
    ends = ground.now + timedelta(days=7)
    ground.adds(
        WordFilter(id=1, account_id=ground.member.id, title_sealed=b"", words_sealed=b"", contexts="home",
                   action="warn", until=ends)
    )  # fmt: skip


def an_app_nobody_lets_in(ground: Ground) -> None:
    ground.adds(_app(ground))


def an_apps_own_token(ground: Ground) -> None:
    token = AppToken(id=1, token_hash=b"t", app_id=1, account_id=None, scopes="read", made_at=ground.now)
    ground.adds(_app(ground), token)


def a_code_for_an_app(ground: Ground) -> None:
    code = AuthorisationCode(
        code_hash=b"c", app_id=1, account_id=ground.member.id, redirect="x", scopes="read", challenge="",
        ends_at=ground.now + timedelta(minutes=10),
    )  # fmt: skip
    ground.adds(_app(ground), code)


def an_app_that_is_told(ground: Ground) -> None:
    token = AppToken(id=1, token_hash=b"t", app_id=1, account_id=ground.member.id, scopes="push", made_at=ground.now)
    ground.adds(_app(ground), token)
    where, key = Where("https://push.example.org/up/1"), ground.near.house.key
    ground.writes(switch_on, "steward", "push.example.org", key=key)
    ground.writes(tell_app, ground.member.id, 1, where, key=key, now=ground.now)


def an_ally(ground: Ground, state: str) -> int:
    own_id = new_id(ground.now)
    host = f"{state}.example"
    ground.adds(Ally(id=own_id, origin=f"https://{host}", host=host, state=state, scopes="", changed_at=ground.now))
    return own_id


def a_head_of_an_ally(ground: Ground) -> None:
    shown = kept_heads.DayHead(day_of(ground.now), bytes(range(32)))
    ground.writes(kept_heads.keep, an_ally(ground, "allied"), shown)


def a_person_of(session: Session, ally_id: int, now: datetime) -> int:
    account = Account(
        id=new_id(now), name="leila", folded="leila", host="paused.example", ally_id=ally_id, role="guest",
        joined_on="2026-11-01", uri=f"https://paused.example/{new_token()}", card=b"{}", key_seen_at=now,
    )  # fmt: skip
    session.add(account)
    session.flush()
    return account.id


def somebody_who_was_stood_down(ground: Ground) -> None:
    ground.adds(StoodDown(id=new_id(ground.now), account_id=ground.member.id, role="moderator", at=ground.now))


def _receive(session: Session, ground: Ground, ends_at: datetime | None) -> None:
    from app.accounts import queries as accounts

    ally = new_id(ground.now)
    session.add(
        Ally(id=ally, origin="https://paused.example", host="paused.example", state="paused", scopes="posts",
             changed_at=ground.now)
    )  # fmt: skip
    session.flush()
    author = accounts.by_id(session, a_person_of(session, ally, ground.now))
    assert author is not None
    foreign = ForeignPost(
        f"https://paused.example/{new_token()}", "<p>from afar</p>", "", "en", Audience.ALLIES, "", (), ground.now,
        ends_at=ends_at,
    )  # fmt: skip
    receive_post(session, author, foreign, [], origin=ground.near.origin, key=ground.near.house.key, now=ground.now)


def _app(ground: Ground) -> App:
    month = ground.now.strftime("%Y-%m-01")
    return App(id=1, client_id="c", name="Tusk", redirects="", scopes="read", last_used_on=month)


def a_report(ground: Ground) -> int:
    """Of a post of the member's, whose copy is kept as evidence."""
    return reports(join(ground.near.house, "kofi"), ground.member.posts("on the blue door"), at=ground.now)


def a_closed_case(ground: Ground) -> None:
    closed = update(Case).where(Case.id == a_report(ground)).values(closed_at=ground.now, state="closed")
    ground.writes(lambda session: session.execute(closed))


def a_letter_from_outside(ground: Ground) -> None:
    ground.adds(OutsideLetter(id=new_id(ground.now), code_hash=b"c", body_sealed=b"", made_at=ground.now))


# The first words of what is declared -> how one comes to be.
def a_suggestion(ground: Ground) -> None:
    """A house that others advise against."""
    marked, sealed = ground.near.house.key.keyed_hash(b"far.example", "suggested"), b"sealed"
    ground.adds(
        Suggestion(
            id=new_id(ground.now), kind="house", mark=marked, house_mark=marked, body_sealed=sealed, settled=False,
            said_at=ground.now,
        )
    )  # fmt: skip


PLANTS: dict[str, Callable[[Ground], object]] = {
    "Sealed copies of what was reported": a_report,
    "What was reported and looked at": a_closed_case,
    "What somebody without an account here": a_letter_from_outside,
    "A few words about yourself": a_note_with_an_end,
    "The signing key of an account": somebody_who_left,
    "Invitation links": an_invitation,
    "That somebody is new here": somebody_new,
    "That somebody waits to be let in": somebody_who_waits,
    "Where you are signed in": a_session,
    "Apps that have come without": an_apps_own_token,
    "What lets an app in": a_code_for_an_app,
    "The same of apps that nobody": an_app_nobody_lets_in,
    "Whom you mute for a time": a_mute_for_a_time,
    "Words that you do not want to read for a time": a_filter_for_a_time,
    "That somebody asked two friends": a_return,
    "Your posts and messages that go": a_post_with_an_end,
    "Posts of allies' members that nobody": a_post_of_an_ally,
    "Posts of allies' members to which": a_post_of_an_ally_with_an_end,
    "Pictures that were not posted": a_picture_that_was_not_posted,
    "Small pictures that allies' members": an_emoji_of_an_ally,
    "What you have begun and kept": a_draft,
    "What you have written to be posted later": a_scheduled_post,
    "Keyed hashes of posts that allies": a_tombstone,
    "A hash that stands for one": a_double_tap,
    "That you have voted": a_vote,
    "Keyed hashes of choices": a_choice_of_an_ally,
    "That somebody has voted": a_ballot_of_somebodys,
    "What you said to a proposal": something_said_to_a_proposal,
    "Until when somebody looks after": a_term,
    "What you were told": a_notification,
    "Where a browser or an app of yours is told": an_app_that_is_told,
    "Houses that knocked": a_knock,
    "What has just happened": a_fact_to_which_nobody_can_react,
    "What waits to be sent": a_last_word_through_a_pause,
    "Fingerprints": a_signature,
    "Houses from which we part": a_parting,
    "Keyed hashes of what was deleted": a_deletion,
    "Who of the moderators read what": a_reading,
    "Which end each ally's log": a_head_of_an_ally,
    "Summaries for the public log": a_summary_that_waits,
    "Which houses and accounts others advise": a_suggestion,
    "That somebody was stood down": somebody_who_was_stood_down,
    "Decisions that are over": a_decision_that_is_over,
    "Decisions that took nothing": a_word_in_private,
    "Decisions to which nobody": a_decision_that_nobody_agreed_to,
}
