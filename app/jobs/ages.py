"""How long what waits is kept (P9)."""

from app.jobs import outbox, queue
from app.jobs.models import Announcement, Job, Lane
from app.storage.ages import N_, Age, AtMost, Kept, NobodyIn

AGES: tuple[Age, ...] = (
    Kept(Announcement, N_("What has just happened here: numbers of posts and accounts"),
         N_("So that whatever follows from it is done, also after a power cut. Usually gone within a second."),
         AtMost(outbox.KEPT_FOR, Announcement.announced_at), since=Announcement.announced_at),
    Kept(Job, N_("What waits to be sent to allies or was just received, sealed"),
         N_("Given up after five days. What asks an ally to delete waits for as long as a pause between two houses."),
         AtMost(queue.KEPT_FOR, Job.queued_at), since=Job.queued_at),
    NobodyIn(Lane, N_("How often an ally did not answer, while something waits for it.")),
)  # fmt: skip
