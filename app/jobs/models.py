"""What waits: facts not yet reacted to, and jobs in lanes."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.basics import clock
from app.storage.tables import Base


class Announcement(Base):
    """An event, written in the same transaction as the act. `payload` is its fields as JSON: ids and words."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    event: Mapped[str] = mapped_column(String(60))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    announced_at: Mapped[datetime] = mapped_column(default=clock.now)


class Job(Base):
    """Work that must happen in order within its lane. `payload` is sealed with the house key (P10)."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_lane", "queue", "lane", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    queue: Mapped[str] = mapped_column(String(20))
    lane: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    queued_at: Mapped[datetime]


class Lane(Base):
    """How a lane fares: after a failure nothing in it is tried before `next_at`, so that order holds."""

    __tablename__ = "lanes"

    queue: Mapped[str] = mapped_column(String(20), primary_key=True)
    lane: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    failures: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
