"""Samples of the pages about two friends who let somebody back in."""

from collections.abc import Iterator
from dataclasses import replace

from app.web.views import Field
from app.web.views.friends import AskFriendsPage, ComeBackPage, FriendAsksPage, FriendsPage, ReturnView
from tests.web.cast import ago

Changes = dict[str, object]
SUGGESTION = "bavo pelu tizo neha rovi suda"
CODE = "k7fm-29qx-wt3p"


def coming_back() -> Iterator[tuple[str, str, object]]:
    """(name, template, view) of what somebody sees who can no longer sign in."""
    yield "ask-friends", "friends/ask.html", AskFriendsPage()
    yield "ask-friends-refused", "friends/ask.html", AskFriendsPage("juno", "Too many tries. Please wait a little.")
    yield "ask-friends-codes", "friends/ask.html", AskFriendsPage(for_friends=CODE, own="hd4c-8vnr-2ybj")
    yield "come-back", "friends/return.html", ComeBackPage(SUGGESTION)
    refused = ComeBackPage(SUGGESTION, CODE, "That code opens nothing yet.", "This passphrase is too easy to guess.")
    yield "come-back-refused", "friends/return.html", refused


def with_friends() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame) of the pages behind sign-in."""
    more: Changes = {"place": "more"}
    two = FriendsPage(("juno", "oda_by_the_river"), ("leila",), set_up=True, whole=True)
    coming = (ReturnView(1, None), ReturnView(2, ago(days=-3)))
    yield "friends", "friends/page.html", FriendsPage(), more
    yield "friends-two", "friends/page.html", two, more
    yield "friends-one-left", "friends/page.html", replace(two, friends=("juno",), whole=False), more
    yield "friends-returning", "friends/page.html", replace(two, returns=coming), {**more, "coming_back": True}
    refused = replace(
        two, friend_1=Field("nobody", "No member of this house has that name."), friend_2=Field("juno"),
        passphrase_error="That is not your passphrase.", code=Field("k7fm", "Nobody asks with that code."),
    )  # fmt: skip
    yield "friends-refused", "friends/page.html", refused, more
    yield "friend-asks", "friends/asks.html", FriendAsksPage("leila", CODE), more
