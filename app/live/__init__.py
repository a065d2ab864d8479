"""Who is listening, and how they are told. Knows ids, never contents: whoever is told reads for themselves."""

from app.live.telling import is_heard, tell

__all__ = ["is_heard", "tell"]
