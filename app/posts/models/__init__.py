"""The tables of posts, by what they are about."""

from app.posts.models.begun import KeptDraft, ScheduledPost
from app.posts.models.marks import Bookmark, Boost, Favourite
from app.posts.models.pictures import Picture
from app.posts.models.polls import Poll, PollChoice, PollMark, PollVote
from app.posts.models.posts import IdempotencyKey, Mention, Post, PostKey, PostVersion, Reach, Tombstone
from app.posts.models.quotes import Quote
from app.posts.models.standing import FormerAddress, PostRestriction
from app.posts.models.tags import PostTag, Tag, TagFollow
from app.posts.models.talking import MutedThread, Said, Talk, Talker
from app.posts.models.words import PostWords

__all__ = [
    "Bookmark",
    "Boost",
    "Favourite",
    "FormerAddress",
    "IdempotencyKey",
    "KeptDraft",
    "Mention",
    "MutedThread",
    "Picture",
    "Poll",
    "PollChoice",
    "PollMark",
    "PollVote",
    "Post",
    "PostKey",
    "PostRestriction",
    "PostTag",
    "PostVersion",
    "PostWords",
    "Quote",
    "Reach",
    "Said",
    "ScheduledPost",
    "Tag",
    "TagFollow",
    "Talk",
    "Talker",
    "Tombstone",
]
