"""Imports every model, so that the metadata is whole."""

from importlib import import_module

from app.storage.tables import Base

SLICES = (
    "app.accounts",
    "app.allies",
    "app.deciding",
    "app.emoji",
    "app.jobs",
    "app.notifications",
    "app.posts",
    "app.push",
    "app.timelines",
    "federation",
    "moderation.amending",
    "moderation.appeals",
    "moderation.cases",
    "moderation.decided",
    "moderation.jurors",
    "moderation.openness",
    "moderation.policy",
    "moderation.standing_down",
    "moderation.suggestions",
)


def must_be_known() -> None:
    """Import them all: a table can be used only where those that it points at are known."""
    for slice_ in SLICES:
        import_module(f"{slice_}.models")
    import_module("app.storage.deletions")
    import_module("moderation.cases.desk_models")


must_be_known()

__all__ = ["SLICES", "Base", "must_be_known"]
