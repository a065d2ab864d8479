"""The only way out. Knows allies by their origin alone, and reaches nobody else (promise P20)."""

from federation.fetch.answers import Answer, FetchFailed, FetchProblem, FetchRefused
from federation.fetch.door import Resolver, may_connect_to
from federation.fetch.fetcher import DOCUMENT, PICTURE, Fetcher, Patience

__all__ = [
    "DOCUMENT",
    "PICTURE",
    "Answer",
    "FetchFailed",
    "FetchProblem",
    "FetchRefused",
    "Fetcher",
    "Patience",
    "Resolver",
    "may_connect_to",
]
