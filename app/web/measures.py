"""What measures, deciders and outcomes are called on every page: gettext message ids by the words of moderation."""

from typing import Final

from app.web.words import N_

MEASURES: Final = {
    "no_breach": N_("No breach"),
    "word": N_("A word in private"),
    "ask_change": N_("Ask to change it"),
    "add_warning": N_("Add a warning"),
    "hide_picture": N_("Hide a picture"),
    "hold": N_("Hold it until it is decided, 72 hours at most"),
    "remove": N_("Remove the post"),
    "pause_posting": N_("Pause posting"),
    "limit": N_("Limit to own followers"),
    "suspend": N_("Suspend the account"),
    "end_account": N_("End the account"),
    "ally_limit": N_("Limit an ally's people to their followers"),
    "ally_pause": N_("Pause an alliance"),
    "ally_part": N_("Propose to part from an ally"),
}
DECIDERS: Final = {
    "one": N_("one moderator decides"),
    "two": N_("two people decide"),
    "panel": N_("three people decide"),
}
OUTCOMES: Final = {
    "decided": N_("decided"),
    "upheld": N_("appealed, upheld"),
    "overturned": N_("appealed, overturned"),
    "ran_out": N_("ran out"),
}
# What each does, for whoever chooses what a clause allows.
MEANINGS: Final = {
    "no_breach": N_("Nothing goes against the policy, and nothing changes."),
    "word": N_("A moderator tells them what is wrong. Nothing else changes."),
    "ask_change": N_("They are asked to change the post. Nothing else changes."),
    "add_warning": N_("The post is shown behind a warning."),
    "hide_picture": N_("The picture is not shown. The words stay."),
    "hold": N_("Until then only its author sees it."),
    "remove": N_("It is gone for everybody."),
    "pause_posting": N_("They can read as before, and post nothing."),
    "limit": N_("Only people who follow them already see what they post."),
    "suspend": N_("They can appeal, take their things along, or leave. It needs two people."),
    "end_account": N_("It is suspended, and ends when nobody overturns that. It needs two people."),
    "ally_limit": N_("What they post reaches only those who follow them."),
    "ally_pause": N_("Nothing passes between that house and ours."),
    "ally_part": N_("Stewards are asked to end the alliance. It needs two people."),
}
