"""Coming in, coming back, going away. Nothing here says to a stranger what this house is."""

from dataclasses import dataclass

from app.web.views.frame import EMPTY, Field
from app.web.views.policy import PolicyText

NOTES = Field("Notes")  # a dull word to begin with


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """`GET /` signed out, `welcome/page.html`: neutral, with the way to sign in."""


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`GET /sign-in`, `session/new.html`. Posts `name passphrase next` there.

    `error` is one sentence, the same whether or not the name exists (P6). `hears_outside`: strangers can write.
    """

    name: str = ""
    error: str = ""
    next: str = ""
    hears_outside: bool = False


@dataclass(frozen=True, slots=True)
class RecoverPage:
    """`GET /recover`, `recovery/new.html`. Posts `name code passphrase again` there."""

    name: str = ""
    code: str = ""
    error: str = ""
    passphrase_error: str = ""


@dataclass(frozen=True, slots=True)
class RecoveryCodesPage:
    """`recovery/codes.html`, the answer to joining, setting up or asking for new ones: shown this once."""

    codes: tuple[str, ...]
    lock_code: str = ""
    onward: str = "/"


@dataclass(frozen=True, slots=True)
class JoinPage:
    """`GET /join/{token}`, `invitation/join.html`. Posts `name passphrase again suggestion adult policy agreed`.

    They go to `action`. `suggestion` is a fresh passphrase to take or leave; keep none of it here. `policy` is shown in
    full and agreed to by its number. `admission` is the house's word for what lets somebody in.
    """

    action: str
    suggestion: str
    name: Field = EMPTY
    passphrase_error: str = ""
    adult: Field = EMPTY
    agreed: Field = EMPTY
    policy: PolicyText = PolicyText()  # noqa: RUF009 - frozen
    admission: str = "invitation"
    needed: int = 2
    error: str = ""


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """An invitation that is still good, while people here take nobody in, `invitation/closed.html`."""


@dataclass(frozen=True, slots=True)
class ExpiredPage:
    """An invitation or setup link that is over, unknown or used (all look the same), `invitation/expired.html`."""


@dataclass(frozen=True, slots=True)
class SetupPage:
    """`GET /setup/{token}`, `setup/new.html`.

    Posts `community title exit name passphrase again suggestion` to `action`.
    """

    action: str
    suggestion: str
    community: Field = EMPTY
    title: Field = NOTES
    exit: Field = EMPTY
    name: Field = EMPTY
    passphrase_error: str = ""


@dataclass(frozen=True, slots=True)
class LeftPage:
    """`GET /left`, `session/left.html`: where *Leave quickly* lands. Says nothing of where one has been.

    `onward` is the house's own exit address, if it chose one elsewhere: browsers refuse a redirect there from a form
    (form-action), so this page goes on by itself.
    """

    onward: str = ""


@dataclass(frozen=True, slots=True)
class AuthoriseAppPage:
    """`GET /oauth/authorize`, `app/authorise.html`. Posts `answer=allow|refuse` and all of `hidden` there.

    `scopes` are the words Mastodon's API uses (`read`, `write:statuses`…); `returns_to` is the host or scheme that
    gets the code, empty when it is shown here.
    """

    app: str
    scopes: tuple[str, ...]
    hidden: tuple[tuple[str, str], ...]
    returns_to: str = ""


@dataclass(frozen=True, slots=True)
class OutOfBandCodePage:
    """`app/code.html`: the code to copy into the app."""

    app: str
    code: str


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """`error/page.html`: one sentence (a gettext message id, an error's `safe`) and the status."""

    sentence: str
    status: int
