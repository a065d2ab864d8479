"""Saying "something new" to a browser or an app that is not looking, and nothing else.

Knows which push services this house has switched on, and who asked to be told where. Refuses to know what is new: of
what rang it keeps nothing, and what is sent is the same for everybody. Speaks with nobody itself: `federation.pushing`
does.
"""
