"""One table for P23: what each route shows of posts, and which act on one.

Every route of the house that is read stands here under one heading, or `test_p23_every_route.py` fails: whoever adds
one says first what of a post it shows, and to whom.
"""

# The post in its address (or in `?reply=`), to whoever may read it.
SHOWS_IT = {
    "/posts/{post}", "/@{handle}/{post}/history", "/write",
    "/api/v1/statuses/{status_id}", "/api/v1/statuses/{status_id}/history", "/ap/posts/{token}",
}  # fmt: skip

# The same, to its author alone.
SHOWS_IT_TO_ITS_AUTHOR = {
    "/posts/{post}/editing", "/posts/{post}/deletion", "/posts/{post}/quotes", "/api/v1/statuses/{status_id}/source",
}  # fmt: skip

# The same, to whoever may read it but its author.
SHOWS_IT_TO_OTHERS = {"/report/posts/{post}"}

# The same, to whoever has no name here, as far as it is for the open web; members are led to their own page of it.
SHOWS_IT_TO_STRANGERS = {"/@{handle}/{post}"}

# Some of those that its reader may read.
SHOWS_SOME = {
    "/", "/community", "/@{handle}", "/bookmarks", "/favourites", "/messages", "/tags/{word}", "/lists/{number}",
    "/notifications", "/notifications/held/{sender}", "/messages/{talk}",
    "/api/v1/accounts/{account_id}/statuses", "/api/v1/conversations", "/api/v1/search", "/api/v2/search",
    "/api/v1/bookmarks", "/api/v1/favourites", "/api/v1/notifications",
    "/api/v1/notifications/requests", "/api/v1/notifications/requests/{request_id}",
    "/api/v1/statuses", "/api/v1/timelines/home", "/api/v1/timelines/list/{list_id}", "/api/v1/timelines/public",
    "/api/v1/timelines/tag/{word}", "/api/v2/notifications",
}  # fmt: skip

# What some of these can be asked for beside.
IN_PARTS = {
    "/@{handle}": ("", "?show=answers", "?show=pictures", "?boosts=1", "?show=answers&boosts=1"),
    "/api/v1/accounts/{account_id}/statuses": (
        "", "?pinned=1", "?only_media=1", "?exclude_replies=1", "?exclude_reblogs=1", "?tagged=harbour",
        "?tagged=harbour&pinned=1&exclude_replies=1",
    ),
}  # fmt: skip

# The same as long as somebody listens: `tests/live` and `test_p23_streams.py`.
STREAMS = {
    "/live/{place:path}", "/api/v1/streaming/direct", "/api/v1/streaming/hashtag", "/api/v1/streaming/hashtag/local",
    "/api/v1/streaming/list", "/api/v1/streaming/public", "/api/v1/streaming/public/local",
    "/api/v1/streaming/public/remote", "/api/v1/streaming/user", "/api/v1/streaming/user/notification",
}  # fmt: skip

# No post of anybody's, or only what its reader wrote and did not post yet. (What quotes a post: `test_p23_quotes.py`.)
SHOWS_NONE = {
    "/.well-known/host-meta", "/.well-known/nodeinfo", "/.well-known/oauth-authorization-server",
    "/.well-known/webfinger", "/about", "/accounts", "/allies", "/allies/{ally}/parting", "/ap/actors/{token}",
    "/ap/actors/{token}/{collection}", "/ap/instance", "/ap/instance/head",
    "/ap/instance/kept-heads", "/ap/quotes/{token}", "/api/v1/accounts",
    "/api/v1/accounts/familiar_followers", "/api/v1/statuses/{status_id}/quotes",
    "/api/v1/accounts/lookup", "/api/v1/accounts/relationships", "/api/v1/accounts/search",
    "/api/v1/accounts/verify_credentials", "/api/v1/accounts/{account_id}",
    "/api/v1/accounts/{account_id}/endorsements", "/api/v1/accounts/{account_id}/featured_tags",
    "/api/v1/accounts/{account_id}/followers", "/api/v1/accounts/{account_id}/following",
    "/api/v1/accounts/{account_id}/identity_proofs", "/api/v1/accounts/{account_id}/lists", "/api/v1/announcements",
    "/api/v1/apps/verify_credentials", "/api/v1/blocks", "/api/v1/custom_emojis",
    "/api/v1/directory", "/api/v1/domain_blocks", "/api/v1/endorsements", "/api/v1/featured_tags",
    "/api/v1/featured_tags/suggestions", "/api/v1/filters", "/api/v1/filters/{word_id}", "/api/v1/follow_requests",
    "/api/v1/followed_tags", "/api/v1/instance", "/api/v1/instance/activity", "/api/v1/instance/domain_blocks",
    "/api/v1/instance/extended_description", "/api/v1/instance/peers", "/api/v1/instance/privacy_policy",
    "/api/v1/instance/rules", "/api/v1/instance/terms_of_service", "/api/v1/instance/translation_languages",
    "/api/v1/lists", "/api/v1/lists/{list_id}", "/api/v1/lists/{list_id}/accounts", "/api/v1/markers",
    "/api/v1/media/{picture_id}", "/api/v1/mutes", "/api/v1/notifications/policy",
    "/api/v1/notifications/requests/merged", "/api/v2/notifications/policy", "/notifications/held",
    "/settings/news", "/api/v1/polls/{poll_id}",
    "/api/v1/notifications/unread_count", "/api/v1/notifications/{notification_id}", "/api/v1/preferences",
    "/api/v1/reports", "/api/v1/scheduled_statuses", "/api/v1/scheduled_statuses/{scheduled_id}",
    "/api/v1/statuses/{status_id}/context", "/api/v1/statuses/{status_id}/favourited_by",
    "/api/v1/statuses/{status_id}/reblogged_by", "/api/v1/streaming/health", "/api/v1/suggestions",
    "/api/v1/tags/{word}", "/api/v1/trends", "/api/v1/trends/links", "/api/v1/trends/statuses", "/api/v1/trends/tags",
    "/api/v2/filters", "/api/v2/filters/keywords/{word_id}", "/api/v2/filters/{filter_id}",
    "/api/v2/filters/{filter_id}/keywords", "/api/v2/filters/{filter_id}/statuses", "/api/v2/instance",
    "/api/v2/suggestions", "/api/{rest:path}", "/drafts", "/drafts/{draft}/deletion",
    "/follow-requests", "/followers", "/following", "/health", "/house/admission", "/house/calm", "/house/lasting",
    "/house/newcomers",
    "/house/moderators", "/house/moderators/{account}/standing-down", "/settings/drawn", "/appeals",
    "/appeals/{appeal}", "/decisions/{decision}/appeal", "/drawn/{decision}",
    "/invitations", "/join/{token}", "/left", "/lists", "/lists/{number}/deletion", "/lists/{number}/people",
    "/lists/{number}/settings", "/lock", "/locked", "/media/open/{capability}/{blob}/{size}",
    "/media/{capability}/{picture_id}/{size}", "/media/{picture}/{size}", "/messages/requests",
    "/messages/requests/{sender}", "/more", "/newcomers/{link}", "/nodeinfo/2.0", "/oauth/authorize", "/policy",
    "/charter", "/charter/first", "/proposals", "/proposals/new", "/proposals/new/charter", "/proposals/new/clause",
    "/proposals/new/introduction", "/proposals/new/removal", "/proposals/new/role", "/proposals/{proposal}",
    "/proposals/{proposal}/editing", "/terms",
    "/policy/draft", "/policy/draft/changes", "/policy/draft/clauses/new", "/policy/draft/clauses/{key}",
    "/policy/draft/introduction", "/policy/{number}", "/policy/{number}/changes",
    "/policy/translations", "/policy/translations/{language}", "/policy/translations/{language}/{key}",
    "/privacy", "/recover", "/recover/friends", "/recover/friends/return",
    "/log", "/log/summaries", "/law",
    "/scheduled", "/scheduled/{post}/deletion", "/search", "/settings", "/settings/codes", "/settings/devices",
    "/settings/export", "/settings/filters", "/settings/filters/new", "/settings/filters/{number}",
    "/settings/friends", "/settings/held", "/settings/import", "/settings/lasting", "/settings/leaving",
    "/settings/passphrase", "/settings/pause", "/settings/people", "/settings/reach", "/settings/second-factor",
    "/settings/second-factor/codes", "/settings/second-factor/passkeys/new",
    "/settings/second-factor/passkeys/{passkey}", "/setup/{token}", "/sign-in", "/sign-in/second", "/static/{name}",
    "/api/v2/notifications/unread_count", "/api/v2/notifications/{group_key}",
    "/api/v2/notifications/{group_key}/accounts", "/emoji/{word}", "/house/emoji", "/house/emoji/{number}/deletion",
    "/api/v1/push/subscription", "/house/push", "/settings/push",
    "/decisions", "/decisions/{decision_id}", "/desk/reviews", "/suspended",
    "/report/@{handle}", "/report/allies/{ally}", "/reports", "/help", "/house/help", "/outside",
    "/outside/case", "/house/outside",
    "/desk/suggestions", "/desk/suggestions/new", "/desk/suggestions/{suggestion}/report",
    "/desk", "/desk/load", "/desk/{number}", "/desk/{number}/pictures/{picture}/{size}",
    "/manifest.webmanifest", "/offline", "/phone", "/tags", "/tiles/{name}", "/waiting", "/worker.js",
}  # fmt: skip

# What does something with the post in its address: to whoever may not read it there is none.
ACTS_ON_IT = {
    ("POST", "/posts/{post}/deletion"), ("POST", "/posts/{post}/editing"), ("POST", "/posts/{post}/marks"),
    ("POST", "/posts/{post}/pin"), ("POST", "/posts/{post}/quiet"), ("POST", "/posts/{post}/votes"),
    ("POST", "/posts/{post}/quotes"), ("POST", "/posts/{post}/quotes/taken-out"), ("POST", "/report/posts/{post}"),
    ("POST", "/api/v1/statuses/{status_id}/quotes/{quoting_id}/revoke"),
    ("PUT", "/api/v1/statuses/{status_id}/interaction_policy"),
    ("DELETE", "/api/v1/statuses/{status_id}"), ("PUT", "/api/v1/statuses/{status_id}"),
    ("POST", "/api/v1/statuses/{status_id}/bookmark"), ("POST", "/api/v1/statuses/{status_id}/favourite"),
    ("POST", "/api/v1/statuses/{status_id}/mute"), ("POST", "/api/v1/statuses/{status_id}/unmute"),
    ("POST", "/api/v1/statuses/{status_id}/pin"), ("POST", "/api/v1/statuses/{status_id}/reblog"),
    ("POST", "/api/v1/statuses/{status_id}/unbookmark"), ("POST", "/api/v1/statuses/{status_id}/unfavourite"),
    ("POST", "/api/v1/statuses/{status_id}/unpin"), ("POST", "/api/v1/statuses/{status_id}/unreblog"),
}  # fmt: skip
