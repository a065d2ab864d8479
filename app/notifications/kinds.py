"""The kinds of which a member may be told, in Mastodon's words. Pure."""

KINDS = (
    "mention", "follow", "follow_request", "favourite", "reblog", "poll", "update", "status", "quote",
    "quoted_update", "moderation_warning",
)  # fmt: skip
