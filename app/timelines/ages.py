"""How long what stands in somebody's home is kept (P9)."""

from app.posts.models import Post
from app.storage.ages import N_, Age, AsLongAs, Kept, Together
from app.timelines.models import FeedEntry, Listed, Marker, PeopleList

AGES: tuple[Age, ...] = (
    Kept(FeedEntry, N_("Which posts stand in your home"), N_("So that it opens at once."),
         Together(Post, N_("as long as the posts")), whose=FeedEntry.owner_id, since=FeedEntry.entry_id),
    Kept(Marker, N_("How far you have read in your home and notifications, and when you last said so"),
         N_("So that you find your place again, on each of your devices."),
         AsLongAs(N_("until you say so again, or your account ends")), whose=Marker.account_id, since=Marker.moved_at),
    Kept(PeopleList, N_("Your lists: their titles are sealed"), N_("So that you read some people apart."),
         AsLongAs(N_("until you delete the list, or your account ends")),
         whose=PeopleList.owner_id, since=PeopleList.id),
    Kept(Listed, N_("Whom you put in your lists"), N_("So that their posts stand there. Nobody else can find out."),
         Together(PeopleList, N_("until you take them out, or the list goes"))),
)  # fmt: skip
