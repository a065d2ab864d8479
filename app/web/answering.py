"""Answers for people: a page, or the way to one."""

import gzip
from collections.abc import Awaitable

from fastapi import Request, Response

from app.basics.errors import NotFound, ParasolError, TooMany, Unavailable
from app.web import framing, views
from app.web.beginning import begun_at_what_is_wrong
from app.web.render import content_security_policy, render
from app.web.views.frame import Place
from app.web.visiting import Visit

REFUSED = 400  # and above: a form that comes back
_WORTH_PACKING = 800


async def page(
    visit: Visit,
    template: str,
    view: object,
    *,
    status: int = 200,
    place: Place = "",
    address: str = "",
    notice: str = "",
    form_targets: tuple[str, ...] = (),
) -> Response:
    """A whole page for this visit; one that refuses what was sent is begun at what is wrong."""
    frame = await framing.around(visit, place=place, address=address, notice=notice)
    body = render(template, view, frame)
    return html(visit.request, begun_at_what_is_wrong(body) if status >= REFUSED else body, status, form_targets)


def html(request: Request, body: bytes, status: int = 200, form_targets: tuple[str, ...] = ()) -> Response:
    """Bytes of a page, packed where the browser can unpack them."""
    headers = {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": content_security_policy(*form_targets),
        "vary": "Accept-Encoding, Accept-Language, Cookie",
    }
    if len(body) >= _WORTH_PACKING and takes_gzip(request):
        body = gzip.compress(body, 5, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, status, headers=headers)


async def refusal(visit: Visit, error: ParasolError) -> Response:
    """A page that says what the matter is, and nothing more."""
    view = views.ErrorPage(error.safe, error.status)
    try:
        frame = await framing.around(visit)
    except ParasolError:
        frame = framing.bare(visit)
    answer = html(visit.request, render("error/page.html", view, frame), error.status)
    if isinstance(error, TooMany | Unavailable):
        answer.headers["retry-after"] = str(error.retry_after)
    return answer


def onward(address: str) -> Response:
    """To another page, as the answer to a form; `address` is a path here (or an app's, where an app was let in)."""
    return Response(status_code=303, headers={"location": address})


async def onward_after(answer: Awaitable[object], address: str, *, done: str) -> Response:
    """To a page that says what was done. A second tap finds nothing waiting: the same page, which then says nothing.

    It is no different for what never waited, or waits for somebody else: nobody learns of that.
    """
    try:
        await answer
    except NotFound:
        return onward(address)
    return onward(f"{address}?done={done}")


def takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
