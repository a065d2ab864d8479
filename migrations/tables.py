"""Imports every model, so that the metadata is whole."""

import app.accounts.models
import app.allies.models
import app.jobs.models
import app.notifications.models
import app.posts.models
import app.timelines.models
import federation.models
from app.storage.tables import Base

__all__ = ["Base", "app", "federation"]
