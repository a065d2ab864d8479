"""Feeds and pages of posts, in time order. Ranks nothing (P5)."""
