"""Imports every model, so that the metadata is whole."""

from importlib import import_module

from app.storage.tables import Base

SLICES = ("app.accounts", "app.allies", "app.jobs", "app.notifications", "app.posts", "app.timelines", "federation")

for slice_ in SLICES:
    import_module(f"{slice_}.models")

__all__ = ["SLICES", "Base"]
