"""The client API as Mastodon documents it."""
