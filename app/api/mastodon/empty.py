"""What apps ask for and this house does not have: well-formed and empty.

Some of it may come. Suggestions, trends, the directory, endorsements and featured tags never will: nobody is proposed
to anybody here (P5).
"""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from app.api.answering import answer
from app.api.holding import signed_in
from app.api.refusing import ApiRoute
from app.doors.access import Access, Door

door = Door(route_class=ApiRoute)

NEVER = {
    "/api/v1/trends": "read:statuses",
    "/api/v1/trends/statuses": "read:statuses",
    "/api/v1/trends/tags": "read:statuses",
    "/api/v1/trends/links": "read:statuses",
    "/api/v1/suggestions": "read:accounts",
    "/api/v2/suggestions": "read:accounts",
    "/api/v1/directory": "read:accounts",
    "/api/v1/endorsements": "read:accounts",
    "/api/v1/featured_tags": "read:accounts",
    "/api/v1/featured_tags/suggestions": "read:accounts",
    "/api/v1/accounts/{account_id}/featured_tags": "read:accounts",
    "/api/v1/accounts/{account_id}/endorsements": "read:accounts",
    "/api/v1/accounts/familiar_followers": "read:follows",
}

NOT_YET = {
    "/api/v1/accounts/{account_id}/identity_proofs": "read:accounts",
    "/api/v1/announcements": "read:accounts",
    "/api/v1/reports": "read:reports",
}


def _nothing(scope: str, value: object) -> Callable[[Request], Awaitable[Response]]:
    async def nothing_of_this(request: Request) -> Response:
        await signed_in(request, scope, also="follow" if scope.endswith((":follows", ":mutes", ":blocks")) else "")
        return answer(value)

    return nothing_of_this


for path, scope in {**NEVER, **NOT_YET}.items():
    door.get(path, access=Access.MEMBER)(_nothing(scope, []))
