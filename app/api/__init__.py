"""Mastodon's client API, for apps: one file a noun. Knows no SQL and never the pages."""
