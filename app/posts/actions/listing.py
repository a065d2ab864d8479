"""Whether somebody's posts stand in the community's list: not while people decided that they are away or limited."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.posts.audience import FOR_MEMBERS
from app.posts.models import Post


def list_as_decided(session: Session, account: Account) -> None:
    """Left there they would make its pages short: each is cut first, and sifted by who may read it after."""
    is_listed = not (account.suspended or account.limited)
    theirs = Post.author_id == account.id, Post.is_ours, Post.audience.in_(FOR_MEMBERS), Post.reply_to_id.is_(None)
    session.execute(update(Post).where(*theirs, Post.in_community.is_(not is_listed)).values(in_community=is_listed))
