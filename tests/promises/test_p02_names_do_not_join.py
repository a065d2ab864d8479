"""P2: two names of one browser have no more in common, in everything that is kept, than two names of two browsers."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import MetaData, Table, select, text
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.actions import apps
from app.accounts.models import SignIn
from app.basics.clock import now
from app.basics.ids import new_token
from app.push import actions as push
from app.push.models import PushSubscription
from app.storage.database import Database
from app.storage.house import House
from tests.promises.test_p01_nothing_to_hand_over import assert_nothing_of, everything_kept
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, lantern, open_house  # noqa: F401 — a fixture
from tests.web.test_accounts import adds, both, held, switches  # noqa: F401 — a fixture
from tests.web.test_authorising import address, an_app
from tests.web.test_passphrase_and_codes import changes, renews
from tests.web.test_writing import writes
from tests.world.cast import PASSPHRASE, Member, join
from tests.world.pictures import phone_picture
from tests.world.tables import tables_of

OF_THE_BROWSER = {"user-agent": "OneOfAKind/47.11", "accept-language": "zu-ZA,zu", "sec-ch-ua-model": "Cracked-7"}
NAMES = ("oda", "lupe")
PUSH_SERVICE = "push.example.org"
LONG_ENOUGH = 16  # characters: a shorter piece may stand anywhere by chance
Pairs = set[tuple[str, str]]


class Telling(Browser):
    """A browser that can be told from all others."""

    def _asks(self, method, path, headers, **sent):
        return super()._asks(method, path, {**OF_THE_BROWSER, **headers}, **sent)


class Life:
    """Two people's weeks at Lantern House, or one person's under two names: the same deeds in the same order."""

    def __init__(self, opened: OpenHouse, *, in_one_browser: bool) -> None:
        self.opened, self.house = opened, opened.house
        self.hosts = [join(self.house, name, "steward") for name in ("vera", "ada")]
        self.post, self.app = self.hosts[0].posts("Welcome"), an_app(opened)
        one = self._browser()
        self.browsers = dict.fromkeys(NAMES, one) if in_one_browser else {name: self._browser() for name in NAMES}
        self.in_common: Pairs = set()
        self._moments = (now() - timedelta(days=2) + timedelta(seconds=97 * n) for n in count())

    def each(self, deed: Callable[[Browser, str], object]) -> None:
        """Both do it, one after the other, each at a moment of their own."""
        for name in NAMES:
            self.opened.is_at(next(self._moments))
            browser = self.browsers[name]
            if len(held(browser)) > 1 and f'href="/@{name}"' not in browser.get("/more").text:
                assert switches(browser, name).status == 303
            deed(browser, name)
            self.opened.settles()

    def lived(self) -> "Life":
        for deed in (
            self.joins,
            self.looks_around,
            self.chooses,
            self.writes,
            self.whispers,
            self.follows,
            self.marks,
            self.lets_an_app_in,
            self.calls_this_place_something,
            self.takes_new_secrets,
            self.finds_and_filters,
            self.is_told_elsewhere,
            self.looks_around,
        ):
            self.each(deed)
            # After each deed: a dump may be taken at any time, and what is written over later was there then.
            self.in_common |= in_common(self.house, *map(self.id_of, NAMES))
        return self

    def id_of(self, name: str) -> int:
        found = self.house.database.read_now(accounts.by_name, name)
        assert found is not None
        return found.id

    def joins(self, browser: Browser, name: str) -> None:
        path = self.opened.invitation_by(self.hosts[NAMES.index(name)])
        joined = {"name": name, "passphrase": PASSPHRASE, "again": PASSPHRASE, "adult": "1"}
        assert browser.submit(browser.get(path), path, **joined).status == 200

    def looks_around(self, browser: Browser, name: str) -> None:
        for path in ("/", "/community", "/messages", "/notifications", "/more", "/accounts", "/settings/devices"):
            assert browser.get(path).status == 200

    def chooses(self, browser: Browser, name: str) -> None:
        page = browser.get("/settings")
        assert (
            browser.submit(page, "/settings", display_name=name.title(), about=f"I am {name}", theme="dark").status
            == 303
        )

    def writes(self, browser: Browser, name: str) -> None:
        photo = {"picture_1": ("a.jpg", phone_picture(640 + 16 * NAMES.index(name)), "image/jpeg")}
        assert writes(browser, f"{name} was here", files=photo, once=f"once-{name}").status == 303

    def whispers(self, browser: Browser, name: str) -> None:
        assert writes(browser, f"@vera {name} says hello", audience="mentioned").status == 303

    def follows(self, browser: Browser, name: str) -> None:
        assert browser.submit(browser.get("/@vera"), "/@vera/follow", follow="1").status == 303

    def marks(self, browser: Browser, name: str) -> None:
        page = browser.get(f"/posts/{self.post}")
        assert browser.submit(page, f"/posts/{self.post}/marks", favourite="1").status == 303

    def lets_an_app_in(self, browser: Browser, name: str) -> None:
        asked = address(self.app, redirect_uri=apps.OUT_OF_BAND, code_challenge="", code_challenge_method="")
        page = browser.submit(browser.get(asked), "/oauth/authorize", answer="allow")
        code = page.text.partition('<code class="secret" dir="ltr">')[2].partition("<")[0]
        given = self.house.database.write_now(
            apps.exchange, self.app, code, apps.OUT_OF_BAND, "", now=self.opened.app.state.envoy.clock()
        )
        assert given is not None

    def calls_this_place_something(self, browser: Browser, name: str) -> None:
        page = browser.get("/settings/devices")
        action = next(form.action for form in page.forms if form.action.endswith("/label"))
        assert browser.submit(page, action, label=f"where {name} is").status == 303

    def takes_new_secrets(self, browser: Browser, name: str) -> None:
        new = f"nine quiet herons above {name} river"
        assert changes(browser, new=new, again=new).status == 303
        assert renews(browser, old=new).status == 200

    def finds_and_filters(self, browser: Browser, name: str) -> None:
        assert browser.submit(browser.get("/more"), "/lookups", who="@vera").status == 303
        page = browser.get("/settings/filters/new")
        action = page.forms[-1].action
        assert browser.submit(page, action, title=f"not for {name}", words=f"nothing {name} reads").status == 303

    def is_told_elsewhere(self, browser: Browser, name: str) -> None:
        """A browser has one address at a time. The page's script gives it up and gets another one for each name."""
        self.house.database.write_now(push.switch_on, "steward", PUSH_SERVICE, key=self.house.key)
        endpoint = f"https://{PUSH_SERVICE}/{new_token()}"
        assert browser.submit(browser.get("/settings/push"), "/settings/push", endpoint=endpoint).status == 303

    def _browser(self) -> Browser:
        return Telling(self.opened.client, self.house.settings.origin)


def in_common(house: House, one: int, other: int) -> Pairs:
    """(column, column) wherever a value of the one's rows is also in the other's rows, whole or a good piece of it."""
    values = [house.database.read_now(values_of, account_id) for account_id in (one, other)]
    texts = [{column: written_out(held) for column, held in each.items()} for each in values]
    return {
        (mine, theirs)
        for mine, here in values[0].items()
        for theirs, there in values[1].items()
        if any(tells_something(value) for value in here & there) or is_a_piece_of(texts[0][mine], texts[1][theirs])
    }


def is_a_piece_of(one: set[str], other: set[str]) -> bool:
    """Whether a long value stands inside a longer one: a session's hash in another's label, say."""
    return any(a != b and (a in b or b in a) for a in one for b in other)


def written_out(values: set[object]) -> set[str]:
    """The long ones as text, bytes in hexadecimal."""
    texts = {value.hex() if isinstance(value, bytes) else str(value) for value in values}
    return {text for text in texts if len(text) >= LONG_ENOUGH}


def values_of(session: Session, account_id: int) -> dict[str, set[object]]:
    """Every value in every row that belongs to an account: its own, and those that point at one of these.

    On PostgreSQL also the number of the transaction that wrote the row, which stands on the disk beside it.
    """
    tables = tables_of(session.connection())
    on_postgres = session.get_bind().dialect.name == "postgresql"
    found: dict[str, set[object]] = defaultdict(set)
    for table, row in rows_of(session, tables, account_id, on_postgres):
        for column, value in row.items():
            found[f"{table}.{column}"].add(bytes(value) if isinstance(value, memoryview) else value)
    return found


def rows_of(session: Session, tables: MetaData, account_id: int, on_postgres: bool) -> Iterator[tuple[str, dict]]:
    owned: dict[str, set[object]] = {"accounts.id": {account_id}}
    for table in tables.sorted_tables:
        columns = [*table.columns, *([text(f'"{table.name}".xmin::text')] if on_postgres else [])]
        for row in session.execute(select(*columns)):
            named = dict(zip([column.name for column in table.columns] + ["xmin"], row, strict=False))
            if (table.name == "accounts" and named["id"] == account_id) or _points_at(owned, table, named):
                for column in table.columns:
                    owned.setdefault(f"{table.name}.{column.name}", set()).add(named[column.name])
                yield table.name, named


def _points_at(owned: dict[str, set[object]], table: Table, row: dict) -> bool:
    return any(
        row[column.name] is not None and row[column.name] in owned.get(key.target_fullname, ())
        for column in table.columns
        for key in column.foreign_keys
    )


def tells_something(value: object) -> bool:
    """Nothing, yes and no, and small numbers are everybody's."""
    return not (
        value is None or isinstance(value, bool) or value in {"", b""} or (isinstance(value, int) and value < 1000)
    )


def test_two_names_of_one_browser_share_what_two_of_two_browsers_share_and_nothing_more(
    make_house: Callable[[str], House],
):
    shared: list[Pairs] = []
    for label, in_one_browser in (("lantern", True), ("harbour", False)):
        with open_house(make_house(label)) as opened:
            life = Life(opened, in_one_browser=in_one_browser).lived()
            assert len(held(life.browsers["oda"])) == (2 if in_one_browser else 1)
            shared.append(life.in_common)
            kept = everything_kept(opened)
            for told in (*OF_THE_BROWSER.values(), *held(life.browsers["oda"])):
                assert_nothing_of(told, kept)

    one_browser, two_browsers = shared
    assert ("accounts.theme", "accounts.theme") in two_browsers
    assert one_browser - two_browsers == set()


def test_an_address_that_another_program_sends_under_two_names_is_kept_under_one_and_answered_alike(
    lantern: OpenHouse, both: Browser, a_member: Member, another_member: Member
):
    lantern.house.database.write_now(push.switch_on, "steward", PUSH_SERVICE, key=lantern.house.key)
    before = in_common(lantern.house, a_member.id, another_member.id)
    answers = []
    for name in ("marisol", "juno"):
        if f'href="/@{name}"' not in both.get("/more").text:
            switches(both, name)
        sent = both.submit(both.get("/settings/push"), "/settings/push", endpoint=f"https://{PUSH_SERVICE}/the-one")
        answers.append((sent.status, sent.location, sent.body, sorted(sent.headers)))

    in_the_end = in_common(lantern.house, a_member.id, another_member.id)

    assert answers[0] == answers[1]
    assert lantern.house.database.read_now(told_elsewhere) == [another_member.id]
    assert in_the_end - before == set()


def told_elsewhere(session: Session) -> list[int]:
    return list(session.scalars(select(PushSubscription.account_id)))


def test_the_comparison_finds_a_value_that_two_names_share(lantern: OpenHouse, both: Browser):
    """What it would say if a browser were known by so much as a word."""
    ids = [lantern.house.database.read_now(accounts.by_name, name).id for name in ("marisol", "juno")]
    before = in_common(lantern.house, *ids)

    lantern.house.database.write_now(_mark, "browser 4711")

    found = in_common(lantern.house, *ids) - before
    on_postgres = {("sessions.xmin", "sessions.xmin")}  # one transaction wrote both
    assert found - on_postgres == {("sessions.label", "sessions.label")}


def test_the_comparison_finds_a_row_that_holds_a_piece_of_the_others(lantern: OpenHouse, both: Browser):
    ids = [lantern.house.database.read_now(accounts.by_name, name).id for name in ("marisol", "juno")]
    before = in_common(lantern.house, *ids)

    lantern.house.database.write_now(_mark_with_the_other)

    found = {column for pair in in_common(lantern.house, *ids) - before for column in pair}
    assert found == {"sessions.label", "sessions.secret_hash"}


def test_a_visit_notes_the_use_of_the_name_in_use_alone(
    lantern: OpenHouse, both: Browser, a_member: Member, another_member: Member
):
    before = idle_until(lantern, a_member)

    lantern.is_at(now() + timedelta(days=3))
    for path in ("/", "/more", "/accounts", "/community"):
        assert both.get(path).status == 200

    assert idle_until(lantern, another_member) > before
    assert idle_until(lantern, a_member) == before


@pytest.mark.parametrize("leaving", ["/leave", "/sign-out"])
def test_nothing_is_done_to_two_names_in_one_transaction(
    lantern: OpenHouse, both: Browser, a_member: Member, another_member: Member, leaving: str,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    """Rows that one transaction wrote or took away can be told by it, on the disk and in every log of the database."""
    touched = watched(lantern, monkeypatch, {a_member.id, another_member.id})

    adds(both, "marisol")
    adds(both, "juno")
    lantern.is_at(now() + timedelta(days=2))
    both.get("/accounts")
    switches(both, "marisol")
    both.submit(both.get("/more"), leaving)

    assert {1} == {len(accounts) for accounts in touched if accounts}
    assert len([accounts for accounts in touched if accounts]) >= 5


def watched(lantern: OpenHouse, monkeypatch: pytest.MonkeyPatch, ids: set[int]) -> list[set[int]]:
    """Of which of these accounts each write changed the sessions."""
    touched: list[set[int]] = []
    write = Database.write

    async def noting(self, work, *args, **more):
        def noted(session: Session, *args, **more):
            before = set(session.execute(select(SignIn.account_id, SignIn.secret_hash, SignIn.idle_until)).all())
            done = work(session, *args, **more)
            session.flush()
            after = set(session.execute(select(SignIn.account_id, SignIn.secret_hash, SignIn.idle_until)).all())
            touched.append({row[0] for row in before ^ after} & ids)
            return done

        return await write(self, noted, *args, **more)

    monkeypatch.setattr(Database, "write", noting)
    return touched


def idle_until(lantern: OpenHouse, member: Member):
    return lantern.house.database.read_now(
        lambda session: session.scalar(select(SignIn.idle_until).where(SignIn.account_id == member.id))
    )


def _mark_with_the_other(session: Session) -> None:
    one, other = session.scalars(select(SignIn).order_by(SignIn.id))
    one.label = other.secret_hash.hex()[:40]


def _mark(session: Session, word: str) -> None:
    for signed_in in session.scalars(select(SignIn)):
        signed_in.label = word
