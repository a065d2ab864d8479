"""Reporting from an app (docs.joinmastodon.org/methods/reports). Whatever it is called there, nobody else learns who.

`rule_ids[]` are the keys of the policy's clauses. `forward` is passed over: another house is told of no report.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from fastapi import Request, Response

from app.api import entities
from app.api.answering import answer
from app.api.holding import Caller, house_of, signed_in
from app.api.opening import opened_posts
from app.api.reading import ids, sent, the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.basics.errors import NotFound
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.posts import body
from app.posts.queries import PostFacts
from app.storage import Session
from app.storage.sealing import HouseKey
from moderation.cases import reported
from moderation.cases.reporting import own_report, report_account, report_post
from moderation.cases.rules import NO_CLAUSE, Told, Wish
from moderation.policy import clauses
from moderation.policy.clauses import ClauseText

door = Door(route_class=ApiRoute)

MOST_POSTS: Final = 20
# What apps let people choose where they name no rule, and write nothing.
_CATEGORIES: Final[Mapping[str, str]] = {
    "spam": "Reported in an app as spam.",
    "legal": "Reported in an app as against the law.",
    "violation": "Reported in an app as against the rules.",
    "other": "Reported in an app, without words.",
}


@door.post("/api/v1/reports", access=Access.MEMBER)
async def report(request: Request) -> Response:
    """`account_id`, and perhaps `status_ids[]`, `comment`, `category` and `rule_ids[]`; Mastodon's Report."""
    me, form = await signed_in(request, "write:reports"), await sent(request)
    database, key = house_of(request).database, house_of(request).key
    account_id, post_ids = the_id(form.text("account_id")), ids(form, "status_ids")[:MOST_POSTS]
    around = await database.read(_around, me, account_id, post_ids)
    opened = await opened_posts(request, me, around)
    told = _told(form, await database.read(clauses.in_force, now=now()))
    report_id = await database.write(_report, me, account_id, post_ids, told, opened, key)
    return answer(await database.read(_entity, me, account_id, post_ids, told, form.text("category"), report_id))


def _told(form: Form, in_force: Sequence[ClauseText]) -> Told:
    """Apps know neither wishes nor danger: what somebody writes says it. One clause is enough, the first.

    A policy without clauses is one rule to apps, which is none of its clauses.
    """
    named, words = ids(form, "rule_ids") if in_force else [], form.text("comment")
    if not words.strip() and not named:
        words = _CATEGORIES.get(form.text("category"), _CATEGORIES["other"])
    return Told(named[0] if named else NO_CLAUSE, words, Wish.LOOK.value)


def _around(session: Session, me: Caller, account_id: int, post_ids: Sequence[int]) -> list[PostFacts]:
    """The posts, each of that account; raises NotFound."""
    found = [reported.post(session, me.viewer, post_id) for post_id in post_ids]
    if any(post.author_id != account_id for post in found):
        raise NotFound
    return found


def _report(
    session: Session,
    me: Caller,
    account_id: int,
    post_ids: Sequence[int],
    told: Told,
    opened: Sequence[PostFacts],
    key: HouseKey,
) -> int:
    """All of it or nothing; the id of their own first report, never of a case that others may have opened (P17)."""
    if post_ids:
        cases = [report_post(session, me.viewer, one, told, key=key, now=now(), opened=opened) for one in post_ids]
    else:
        cases = [report_account(session, me.viewer, account_id, told, key=key, now=now())]
    return own_report(session, cases[0], me.account_id, key=key) or 0


def _entity(
    session: Session, me: Caller, account_id: int, post_ids: Sequence[int], told: Told, category: str, report_id: int
) -> dict[str, object]:
    [account] = entities.accounts([reported.account(session, me.viewer, account_id)])
    return {
        "id": str(report_id),
        "action_taken": False,
        "action_taken_at": None,
        "category": category if category in _CATEGORIES else "other",
        "comment": told.words,
        "forwarded": False,
        "created_at": body.moment(now()),
        "status_ids": [str(post_id) for post_id in post_ids],
        "rule_ids": [str(told.clause_key)] if told.clause_key else [],
        "target_account": msgspec.Raw(account),
    }
