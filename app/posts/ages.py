"""How long posts and what belongs to them are kept (P9)."""

from datetime import timedelta
from typing import Final

from app.accounts.lasting import CHOICES
from app.posts.actions.drafting import KEPT_FOR as DRAFTS_LAST
from app.posts.actions.expiring import ALLIES_POSTS_LAST, is_kept_here
from app.posts.actions.idempotency import KEYS_LAST
from app.posts.actions.picturing import IS_UNUSED, UNUSED_LAST
from app.posts.actions.receiving import TOMBSTONES_LAST
from app.posts.actions.receiving_polls import LONGEST as POLLS_LAST
from app.posts.actions.scheduling import LATEST as SCHEDULED_AHEAD
from app.posts.models import (
    Bookmark,
    Boost,
    Favourite,
    IdempotencyKey,
    KeptDraft,
    Mention,
    Picture,
    Poll,
    PollChoice,
    PollMark,
    PollVote,
    Post,
    PostKey,
    PostTag,
    PostVersion,
    Reach,
    ScheduledPost,
    Tag,
    TagFollow,
    Tombstone,
)
from app.storage.ages import N_, Age, AsLongAs, AtMost, Ender, Kept, NobodyIn, Together, Until

LONGEST: Final = timedelta(days=max(CHOICES))
WITH_THE_POST: Final = N_("as long as the post")
TAKEN_BACK: Final = N_("until you take it back, or the post or your account goes")

AGES: tuple[Age, ...] = (
    Kept(Post, N_("Your posts and messages that have no end; messages are sealed"), N_("So that others can read them."),
         AsLongAs(N_("until you delete them, or your account ends")),
         whose=Post.author_id, since=Post.id, only=Post.is_ours & Post.ends_at.is_(None)),
    Kept(Post, N_("Your posts and messages that go by themselves"), N_("So that others can read them until then."),
         Until(Post.ends_at, LONGEST), whose=Post.author_id, since=Post.id,
         only=Post.is_ours & Post.ends_at.is_not(None)),
    Kept(Post, N_("Posts of allies' members that nobody here keeps"), N_("So that members here can read them."),
         AtMost(ALLIES_POSTS_LAST, Post.id), since=Post.id,
         only=~Post.is_ours & Post.ends_at.is_(None) & ~is_kept_here()),
    Kept(Post, N_("Posts of allies' members that somebody here favoured, bookmarked, boosted or answered"),
         N_("So that it can still be found and understood."),
         AsLongAs(N_("until that is taken back, the ally deletes it, or the alliance ends"), Ender.HOUSE),
         since=Post.id, only=~Post.is_ours & Post.ends_at.is_(None) & is_kept_here()),
    Kept(Post, N_("Posts of allies' members to which they gave an end"), N_("So that members here can read them."),
         Until(Post.ends_at), since=Post.id, only=~Post.is_ours & Post.ends_at.is_not(None)),
    Kept(PostVersion, N_("What posts said before they were edited; messages are sealed"),
         N_("So that answers to them can still be understood."),
         Together(Post, WITH_THE_POST), since=PostVersion.id),
    Kept(Mention, N_("To whom a post is addressed"), N_("So that it reaches them."), Together(Post, WITH_THE_POST),
         whose=Mention.account_id, since=Mention.post_id),
    Kept(PostKey, N_("What opens a message for you, locked with your own key"), N_("So that you can read it."),
         Together(Post, WITH_THE_POST), whose=PostKey.account_id, since=PostKey.post_id),
    Kept(Picture, N_("Pictures in posts, and their descriptions; what a camera wrote into them is taken out"),
         N_("So that others can see them."), Together(Post, WITH_THE_POST), whose=Picture.owner_id,
         since=Picture.made_at, only=Picture.post_id.is_not(None)),
    Kept(Picture, N_("Pictures that were not posted"), N_("So that a mistake in the text does not lose them."),
         AtMost(UNUSED_LAST, Picture.made_at), whose=Picture.owner_id, since=Picture.made_at, only=IS_UNUSED),
    Kept(KeptDraft, N_("What you have begun and kept as a draft, locked with your own key"),
         N_("So that you can go on writing later."), AtMost(DRAFTS_LAST, KeptDraft.saved_at),
         whose=KeptDraft.account_id, since=KeptDraft.saved_at),
    Kept(Picture, N_("Pictures in your drafts"), N_("So that you can go on writing later."),
         Together(KeptDraft, N_("as long as the draft")), whose=Picture.owner_id, since=Picture.made_at,
         only=Picture.draft_id.is_not(None) & Picture.post_id.is_(None)),
    Kept(ScheduledPost, N_("What you have written to be posted later, locked with the house's key"),
         N_("So that it is posted at the moment you chose."), Until(ScheduledPost.goes_at, SCHEDULED_AHEAD),
         whose=ScheduledPost.account_id, since=ScheduledPost.id),
    Kept(Picture, N_("Pictures in what is to be posted later"), N_("So that they are posted with it."),
         Together(ScheduledPost, N_("until it is posted")), whose=Picture.owner_id, since=Picture.made_at,
         only=Picture.scheduled_id.is_not(None) & Picture.post_id.is_(None)),
    Kept(Boost, N_("What you boosted"), N_("So that your followers see it."), AsLongAs(TAKEN_BACK),
         whose=Boost.account_id, since=Boost.boosted_at),
    NobodyIn(Poll, N_("It says what is asked in a post, until when, and how many have voted.")),
    NobodyIn(PollChoice, N_("It says what can be chosen in a poll, and how often it was.")),
    Kept(PollVote, N_("That you have voted in a poll; what you chose is kept nowhere"),
         N_("So that nobody votes twice, and you are told when it ends."), Until(PollVote.until, POLLS_LAST),
         whose=PollVote.account_id),
    Kept(PollMark, N_("Keyed hashes of choices that allies' members made in polls with several answers"),
         N_("So that each counts once."), Until(PollMark.until, POLLS_LAST)),
    Kept(Favourite, N_("What you favoured"), N_("So that its author knows; nobody else does."), AsLongAs(TAKEN_BACK),
         whose=Favourite.account_id, since=Favourite.favoured_at),
    Kept(Bookmark, N_("What you bookmarked"), N_("So that you find it again; nobody else knows, its author included."),
         AsLongAs(TAKEN_BACK), whose=Bookmark.account_id, since=Bookmark.id),
    Kept(PostTag, N_("Which tags a post carries; messages carry none"), N_("So that it is found under them."),
         Together(Post, WITH_THE_POST), since=PostTag.post_id),
    Kept(TagFollow, N_("Tags you follow"), N_("So that posts with them come into your home; nobody else knows."),
         AsLongAs(N_("until you stop following them, or your account ends")),
         whose=TagFollow.account_id, since=TagFollow.followed_at),
    Kept(Tag, N_("Words after a number sign that posts carry or somebody follows"),
         N_("So that each word is kept once."),
         AsLongAs(N_("until no post carries it and nobody follows it"), Ender.HOUSE)),
    Kept(Reach, N_("Which allies had a post"), N_("So that each of them is asked to delete it."),
         Together(Post, WITH_THE_POST), since=Reach.post_id),
    Kept(Tombstone, N_("Keyed hashes of posts that allies deleted"),
         N_("So that a late copy does not bring them back."),
         Until(Tombstone.until, TOMBSTONES_LAST)),
    Kept(IdempotencyKey, N_("A hash that stands for one sending of a form"),
         N_("So that a double tap posts once."), Until(IdempotencyKey.until, KEYS_LAST),
         whose=IdempotencyKey.account_id),
)  # fmt: skip
