"""Deciding together: proposals, what people say to them, ballots. Shared by all that people here decide.

Knows accounts and counting. What a proposal would change it carries unread, and what comes of it is for whoever asked.
"""
