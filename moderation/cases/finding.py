"""What a letter from outside is about: looked for by a job, so that whoever wrote it learns nothing from it (P6)."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.basics.ids import FOREVER, id_at, new_id
from app.posts import queries as posts
from app.posts.models import Post
from app.posts.readable import for_every_member, stands
from app.storage.inserting import insert_missing
from app.storage.sealing import HouseKey
from moderation.cases import evidence, joining
from moderation.cases.joining import About
from moderation.cases.models import Case, OutsideLetter, Report
from moderation.cases.outside import letter_of
from moderation.cases.reporting import sealed
from moderation.cases.rules import MOST_A_DAY, Body, Wish
from moderation.measures import Subject

_POST = re.compile(r"/(?:@[^/\s]+|posts)/([0-9]{1,19})\b")
_NAME = re.compile(r"@?([A-Za-z0-9_.-]{1,64}(?:@[A-Za-z0-9.:\[\]-]{1,280})?)", re.ASCII)
_PAGE = re.compile(r"/@([^/\s]+)")


def find_what_is_meant(session: Session, letter_id: int, *, host: str, key: HouseKey, now: datetime) -> None:
    """Join the letter to the case of the post or account that it names; without one a steward reads it as it is."""
    row = session.get(OutsideLetter, letter_id)
    if row is None or row.looked_for_at is not None:
        return
    row.looked_for_at = now
    letter = letter_of(row, key)
    about = _a_post(session, letter.about) or _somebody(session, letter.about, host)
    if about is None:
        return
    of = _whole_account(about) if _is_one_more(session, about, now) else about
    case_id = row.case_id = joining.join(session, of, urgency=row.urgency, asks_hold=False, now=now)
    body = Body(0, 0, 0, letter.words, Wish.LOOK.value, row.urgency)
    report = {
        "id": new_id(now), "case_id": case_id, "code_hash": row.code_hash, "urgency": row.urgency,
        "body_sealed": sealed(body, key), "made_at": now,
    }  # fmt: skip
    insert_missing(session, Report, report)
    joining.count_one_more(session, case_id)
    _keep(session, case_id, about, key=key, now=now)


def _is_one_more(session: Session, about: About, now: datetime) -> bool:
    """Whether it would open a case, after as many of letters about one account in a day as a member may report."""
    if joining.open_case(session, about) is not None:
        return False
    lately = Report.code_hash.is_not(None), Report.id >= id_at(now - timedelta(days=1))
    opened = select(func.count(Case.id.distinct())).join(Report, Report.case_id == Case.id)
    open_ones = opened.where(*lately, Case.account_id == about.account_id, Case.closed_at.is_(None))
    return (session.scalar(open_ones) or 0) >= MOST_A_DAY


def _whole_account(about: About) -> About:
    """All the rest of them is one case, about whose it is: no letter is read less, and whoever wrote learns nothing."""
    return replace(about, subject=Subject.ACCOUNT, id=about.account_id or 0, post_id=None)


def _keep(session: Session, case_id: int, about: About, *, key: HouseKey, now: datetime) -> None:
    """As its author sees it: nobody else's eyes are borrowed for the copy."""
    if about.account_id is None:
        return
    if about.post_id is not None:
        with suppress(NotFound):  # past its end by now
            post = posts.one(session, Viewer.member(about.account_id), about.post_id)
            evidence.keep_posts(session, case_id, [post], key=key, now=now)
        return
    account = accounts.by_id(session, about.account_id)
    if account is not None:
        evidence.keep_profile(session, case_id, account, key=key, now=now)


def _a_post(session: Session, words: str) -> About | None:
    """By its address here or at its house; only what every member here may read anyway, or a letter would open it."""
    query = select(Post).where(_is_called(words), for_every_member(), stands())
    found = session.scalars(query.limit(1)).first()
    return None if found is None else About(Subject.POST, found.id, account_id=found.author_id, post_id=found.id)


def _is_called(words: str) -> ColumnElement[bool]:
    number = _POST.search(words)
    own_id = int(number[1]) if number else 0
    return or_(Post.uri == words, Post.id == own_id) if 0 < own_id < FOREVER else Post.uri == words


def _somebody(session: Session, words: str, host: str) -> About | None:
    page, name = _PAGE.search(words), _NAME.fullmatch(words)
    handle = page[1] if page else name[1] if name else ""
    found = accounts.by_handle(session, handle, host) if handle else None
    return None if found is None else About(Subject.ACCOUNT, found.id, account_id=found.id)
