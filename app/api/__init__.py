"""Mastodon's client API, for apps. Knows no SQL and never the pages."""
