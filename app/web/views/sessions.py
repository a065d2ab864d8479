"""What is signed in: the accounts of this browser, an account's sessions and apps, its passphrase and codes."""

from dataclasses import dataclass
from datetime import datetime

from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView


@dataclass(frozen=True, slots=True)
class HeldAccountView:
    """An account of this browser. Its forms send its own `csrf`, and nothing else: that says which is meant."""

    account: AccountView
    csrf: str
    in_use: bool = False


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """`GET /accounts`, `account/list.html`. A form posts to `/accounts/in-use` or `/sign-out`.

    `full`: the browser holds as many as it can.
    """

    accounts: tuple[HeldAccountView, ...]
    full: bool = False


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session. `label` is what the member calls it, with what is wrong with that; `today`: last used today."""

    id: int
    label: Field
    began: datetime
    today: bool = False
    is_this_one: bool = False


@dataclass(frozen=True, slots=True)
class AppView:
    """An app that was let in. `opens_messages`: it can read the text of messages."""

    id: int
    name: str
    scopes: tuple[str, ...]
    since: datetime
    opens_messages: bool = False


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """`GET /settings/devices`, `settings/devices.html`.

    Posts `label` to `/settings/devices/{id}/label`; `/settings/devices/{id}/end` ends one, `/settings/devices/end` all
    but this one, `/settings/apps/{id}/end` an app.
    """

    sessions: tuple[SessionView, ...] = ()
    apps: tuple[AppView, ...] = ()

    @property
    def has_others(self) -> bool:
        return any(not one.is_this_one for one in self.sessions)


@dataclass(frozen=True, slots=True)
class LockPage:
    """`GET /lock`, `lock/new.html`. Posts `code` there."""

    code: Field = EMPTY


@dataclass(frozen=True, slots=True)
class LockedPage:
    """`GET /locked`, `lock/done.html`: the same whether or not there was such a code (P6)."""


@dataclass(frozen=True, slots=True)
class PassphrasePage:
    """`GET /settings/passphrase`, `settings/passphrase.html`. Posts `old passphrase again suggestion` there."""

    suggestion: str
    old_error: str = ""
    passphrase_error: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class NewCodesPage:
    """`GET /settings/codes`, `settings/codes.html`. Posts `old` (the passphrase) there."""

    error: str = ""
