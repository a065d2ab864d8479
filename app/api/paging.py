"""Where the next and the previous part of a list are: the `Link` header with `max_id` and `min_id`."""

from urllib.parse import quote, urlencode

from fastapi import Request

from app.api.holding import house_of
from app.doors.bodies import query_pairs

_PLACES = frozenset(["max_id", "min_id", "since_id"])


def links(request: Request, newest: int | None, oldest: int | None) -> dict[str, str]:
    """The header for a page from `newest` to `oldest`; nothing for an empty one, which ends the paging.

    A tag in the path may be in any script, and a header holds none of most.
    """
    if newest is None or oldest is None:
        return {}
    base = f"{house_of(request).settings.origin}{quote(request.scope['path'])}?{_kept(request)}"
    return {"Link": f'<{base}max_id={oldest}>; rel="next", <{base}min_id={newest}>; rel="prev"'}


def _kept(request: Request) -> str:
    """The other parameters, so that the next page is of the same list."""
    if not request.scope["query_string"]:
        return ""
    kept = [(name, value) for name, value in query_pairs(request) if name not in _PLACES]
    return urlencode(kept) + "&" if kept else ""
