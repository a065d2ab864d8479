"""`/health`: that this process answers, and nothing else."""

from fastapi import Response

from app.doors.access import Access
from app.web.routing import page_door

door = page_door()


@door.get("/health", access=Access.OPEN)
async def say_well() -> Response:
    return Response(b'{"status":"ok"}', media_type="application/json")
