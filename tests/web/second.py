"""What tests of the second factor share: setting one-time codes up, and what an app would show."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from pyotp.totp import TOTP

from app.accounts.actions.codes import renew_recovery_codes
from app.basics.clock import now
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import PASSPHRASE, Member

CODES = "/settings/second-factor/codes"
# A full minute after the cast has signed in.
NOON = now().replace(second=0, microsecond=0) + timedelta(hours=1)
SECRET = re.compile(r'<code class="secret" dir="ltr">([A-Z2-7 ]+)</code>')


@dataclass
class Device:
    """An app for one-time codes."""

    secret: str

    def shows(self, at: datetime) -> str:
        return TOTP(self.secret).at(at)


def begins(browser: Browser, passphrase: str = PASSPHRASE, label: str = "Notes") -> Page:
    return browser.submit(browser.get(CODES), CODES, old=passphrase, label=label)


def secret_on(page: Page) -> str:
    found = SECRET.search(page.text)
    assert found, page.text
    return found[1].replace(" ", "")


def sets_up(lantern: OpenHouse, browser: Browser, at: datetime = NOON) -> Device:
    """One-time codes are on; the code of this moment was used for that."""
    lantern.is_at(at)
    page = begins(browser)
    device = Device(secret_on(page))
    done = browser.submit(page, f"{CODES}/confirmation", code=device.shows(at))
    assert done.location == "/settings/second-factor?done=second-on", done.text
    return device


def first_step(browser: Browser, name: str = "marisol", passphrase: str = PASSPHRASE, path: str = "/sign-in") -> Page:
    return browser.submit(browser.get(path), "/sign-in", name=name, passphrase=passphrase)


def codes_on_paper(member: Member) -> list[str]:
    return member.house.database.write_now(renew_recovery_codes, member.id, member.key, key=member.house.key)
