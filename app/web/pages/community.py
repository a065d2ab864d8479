"""`/community`: what members here wrote for more than a few, newest first."""

from fastapi import Request, Response

from app.accounts.filtering import PUBLIC
from app.doors.access import Access
from app.timelines import encoded_queries
from app.web import encoded, forms, views
from app.web.answering import page
from app.web.pages.listing import asked, cut, here, newest_of, older_than
from app.web.routing import page_door
from app.web.sifting import completed, sieve_for, sifted
from app.web.visiting import member

door = page_door()


@door.get("/community", access=Access.MEMBER)
async def show_community(request: Request) -> Response:
    who, before = await member(request), forms.before(request)
    found = await who.house.database.read(encoded_queries.community_encoded, who.viewer, asked(before))
    shown, older = cut(found)
    sieve = await sieve_for(who, PUBLIC)
    posts = await completed(who, sieve, encoded.post_views(shown, who.me.account_id))
    view = views.TimelinePage(
        sifted(sieve, posts, (one.body for one in shown)),
        older_than("/community", older),
        newest="/community" if before else "",
        after=newest_of(shown, before),
    )
    return await page(who, "timeline/community.html", view, place="community", address=here("/community", before))
