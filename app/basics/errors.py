"""The one tree of errors. Each carries a `safe` sentence for people; its `args` are for the log, ids only.

ParasolError
├── Refused            422  a rule says no, and the sentence says which
│   └── Invalid        422  a field is wrong; `field` names it
├── NotFound           404  not there, or not for this viewer: both look the same
├── Forbidden          403  the viewer may know of it but may not do this
├── NotSignedIn        401  no session or token
├── Unverified         401  a signature that does not hold
├── TooLarge           413
├── WrongType          415
├── Conflict           409
├── TooMany            429  `retry_after` in seconds
└── Unavailable        503  `retry_after` in seconds
"""


class ParasolError(Exception):
    """An expected refusal. `safe` is an English sentence, a gettext message id, shown to whoever asked."""

    status = 500
    safe = "Something went wrong here. Nothing was lost."

    def __init__(self, safe: str | None = None, *detail: object) -> None:
        super().__init__(safe or self.safe, *detail)
        if safe is not None:
            self.safe = safe


class Refused(ParasolError):
    """A rule says no."""

    status = 422
    safe = "That is not possible."


class Invalid(Refused):
    """A field holds something that cannot be used; `field` is its name in the form."""

    def __init__(self, field: str, safe: str, *detail: object) -> None:
        super().__init__(safe, *detail)
        self.field = field


class NotFound(ParasolError):
    """Not there, or not for this viewer. The two must look the same (P6, P21)."""

    status = 404
    safe = "There is nothing here."


class Forbidden(ParasolError):
    """The viewer may know of the thing but may not do this to it."""

    status = 403
    safe = "You may not do that."


class NotSignedIn(ParasolError):
    """No session, no token, or one that has ended."""

    status = 401
    safe = "Please sign in first."


class Unverified(ParasolError):
    """A signature that is missing, wrong, expired, replayed or by somebody else."""

    status = 401
    safe = "The signature does not hold."


class TooLarge(ParasolError):
    """More bytes, characters or items than are taken here."""

    status = 413
    safe = "That is too large."


class WrongType(ParasolError):
    """A kind of content that is not taken here."""

    status = 415
    safe = "That kind of file is not taken here."


class Conflict(ParasolError):
    """It was done before, or something else stands in its place."""

    status = 409
    safe = "That was done already."


class TooMany(ParasolError):
    """Too often. `retry_after` is in seconds."""

    status = 429
    safe = "Too many tries. Please wait a little."

    def __init__(self, safe: str | None = None, *detail: object, retry_after: int = 60) -> None:
        super().__init__(safe, *detail)
        self.retry_after = retry_after


class Unavailable(ParasolError):
    """We cannot keep up or cannot write. `retry_after` is in seconds."""

    status = 503
    safe = "This house cannot do that just now. Nothing was lost; please try again."

    def __init__(self, safe: str | None = None, *detail: object, retry_after: int = 10) -> None:
        super().__init__(safe, *detail)
        self.retry_after = retry_after
