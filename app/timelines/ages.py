"""How long what stands in somebody's home is kept (P9)."""

from app.posts.models import Post
from app.storage.ages import N_, Age, Kept, Together
from app.timelines.models import FeedEntry

AGES: tuple[Age, ...] = (
    Kept(FeedEntry, N_("Which posts stand in your home"), N_("So that it opens at once."),
         Together(Post, N_("as long as the posts")), whose=FeedEntry.owner_id, since=FeedEntry.entry_id),
)  # fmt: skip
