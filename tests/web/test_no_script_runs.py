"""235 ways of bringing a script into a page, through every field that others or oneself are shown: none runs.

The pages are opened in a real browser without the policy that would stop scripts anyway: cleaning and escaping have to
do it alone.
"""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.accounts.actions import filters, profiles
from app.accounts.actions.filters import FilterDraft
from app.accounts.actions.profiles import ForeignAccount
from app.accounts.filtering import HOME, Word
from app.accounts.viewer import Viewer
from app.allies.actions import ally_by_hand
from app.allies.models import Ally
from app.allies.rules import USUAL
from app.basics.clock import now
from app.posts.actions import drafting, receiving
from app.posts.actions.receiving import ForeignPost
from app.posts.asking import NewPoll
from app.posts.audience import Audience
from app.posts.begun import Begun, Earlier
from app.storage.house import House
from app.timelines import lists
from app.timelines.lists import ListDraft
from moderation.cases import handling, help, outside
from moderation.measures import Measure
from moderation.policy import translating
from moderation.policy.publishing import adopt
from moderation.policy.rules import NewClause
from moderation.policy.translating import Words
from tests.web.browser import Browser as Browsing
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.web.desks import Matter, looks_at, matter_of
from tests.web.vectors import vectors
from tests.world.advising import HEAD, an_ally_at, brings
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE
from tests.world.governing_cases import reports, telling

VECTORS = list(vectors())
HARBOUR = "https://harbour.example"
# Whatever could run something or load anything from elsewhere, and our own scripts do not.
FOUND = """() => [...document.querySelectorAll('*')].filter(one =>
    [...one.attributes].some(a => /^on/i.test(a.name) || a.name == 'style'
        || /^[\\u0000-\\u0020]*(javascript|vbscript|data):/i.test(a.value) && /href|src|action|data|ping/i.test(a.name))
    || /^(iframe|object|embed|base|style|plaintext|template|noscript|math|marquee|audio|video)$/i.test(one.localName)
    || (one.localName == 'script' && !(one.getAttribute('src') || '').startsWith('/static/'))
    || (one.localName == 'meta' && one.httpEquiv)
    || (one.localName == 'link' && !/^\\/(static|manifest|tiles)/.test(one.getAttribute('href')))
).map(one => one.outerHTML.slice(0, 200))"""


@pytest.fixture
def tab(chromium: Browser) -> Page:
    """A tab in which anything may run, and says so."""
    page = chromium.new_page(bypass_csp=True)
    page.add_init_script("window.ran = () => { window.hit = true }; window.alert = window.ran")
    return page


def portions(size: int) -> Iterator[list[str]]:
    return (VECTORS[begin : begin + size] for begin in range(0, len(VECTORS), size))


def harm_in(tab: Page, folder: Path, bodies: Iterator[bytes]) -> list[str]:
    """What runs, or could, in any of these pages."""
    wrong: list[str] = []
    path, opened = folder / "page.html", 0
    for body in bodies:
        path.write_bytes(body)
        opened += 1
        tab.goto(path.as_uri())
        wrong += tab.evaluate(FOUND) + (["it ran"] if tab.evaluate("() => window.hit") else [])
    assert opened
    return wrong


def test_this_would_be_noticed(tab: Page, tmp_path: Path):
    assert "it ran" in harm_in(tab, tmp_path, iter([b"<!doctype html><script>ran()</script>"]))
    assert harm_in(tab, tmp_path, iter([b"<!doctype html><a href='java&#115;cript:ran()'>tea</a>"]))


def test_there_are_enough_of_them():
    assert len(set(VECTORS)) >= 200


def test_posts_with_warnings_polls_and_names(lantern: OpenHouse, a_member: Member, tab: Page, tmp_path: Path):
    origin, write = lantern.house.settings.origin, lantern.house.database.write_now
    browser = lantern.browser_of(a_member)

    def pages() -> Iterator[bytes]:
        quoted: int | None = None
        addresses = ["/", "/settings"]
        for some in portions(5):
            write(profiles.change_profile, a_member.id, some[0][:60], "\n".join(some), origin=origin)
            poll = NewPoll([f"{place} {one}"[:100] for place, one in enumerate(some)]) if len(some) > 1 else None
            post_id = a_member.posts("\n\n".join(some), "community", warning=some[-1], poll=poll, quotes=quoted)
            yield browser.get("/@marisol").body
            addresses += [f"/write?quote={post_id}", f"/posts/{post_id}/quotes"]
            quoted = post_id
            addresses += [f"/posts/{post_id}", f"/posts/{post_id}/editing", f"/write?reply={post_id}"]
        yield from (browser.get(address).body for address in addresses)

    assert harm_in(tab, tmp_path, pages()) == []


def test_what_allies_send(lantern: OpenHouse, a_member: Member, tab: Page, tmp_path: Path):
    ally = lantern.house.database.write_now(ally_by_hand, HARBOUR, frozenset(USUAL), now=now())
    addresses: list[str] = []
    for place, some in enumerate(portions(5)):
        address = f"{HARBOUR}/users/ana{place}"
        author = a_guest(lantern.house, ally.id, address, f"ana{place}", some)
        foreign = ForeignPost(
            f"{address}/1", "".join(f"<p>{one}</p>" for one in some), some[0],
            some[1 % len(some)].replace("\x00", "")[:12],  # the wire lets no NUL into a language
            Audience.OPEN, "", (), now(), tags=[one.replace("#", "") for one in some],
        )  # fmt: skip
        post_id = lantern.house.database.write_now(
            receiving.receive_post, author, foreign, [], origin=lantern.house.settings.origin,
            key=lantern.house.key, now=now(),
        )  # fmt: skip
        addresses += [f"/posts/{post_id}", f"/@ana{place}@harbour.example"]
    browser = lantern.browser_of(a_member)

    assert harm_in(tab, tmp_path, (browser.get(address).body for address in addresses)) == []


def test_what_one_writes_for_oneself(lantern: OpenHouse, a_member: Member, tab: Page, tmp_path: Path):
    browser, write, key = lantern.browser_of(a_member), lantern.house.database.write_now, lantern.house.key

    def pages() -> Iterator[bytes]:
        for place, some in enumerate(portions(10)):
            list_id = write(lists.make_list, a_member.id, ListDraft(some[0][:100]), key=key, now=now())
            words = tuple(Word(0, one[:100]) for one in some)
            filter_id = write(
                filters.add_filter, a_member.id, FilterDraft(some[1 % len(some)][:100], words, (HOME,)), key=key,
                now=now(),
            )  # fmt: skip
            begun = Begun("\n".join(some), warning=some[-1], once=str(place))
            draft_id = write(drafting.keep_draft, a_member.id, begun, Earlier(), key=key, now=now())
            for address in ("/lists", f"/lists/{list_id}", "/settings/filters", f"/settings/filters/{filter_id}"):
                yield browser.get(address).body
            for address in ("/drafts", f"/write?draft={draft_id}", f"/lists/{list_id}/settings"):
                yield browser.get(address).body
            write(lists.delete_list, a_member.id, list_id)
            write(filters.end_filter, a_member.id, filter_id)
            write(drafting.delete_draft, a_member.id, draft_id, key=key, now=now())

    assert harm_in(tab, tmp_path, pages()) == []


def test_the_policy_its_draft_and_its_translations(lantern: OpenHouse, a_steward: Member, tab: Page, tmp_path: Path):
    browser, write = lantern.browser_of(a_steward), lantern.house.database.write_now
    write(translating.trust, "steward", "vera", "es", now=now())
    browser.submit(browser.get("/policy/draft"), "/policy/draft/beginning", text="empty")

    def pages() -> Iterator[bytes]:
        for number, some in enumerate(portions(10), 1):
            words = "\n\n".join(some).replace("\x00", "")[:4_000]
            clause = NewClause(number, "1", some[0].replace("\x00", "")[:200] or "x", words, words, (Measure.WORD,))
            introduction = f"# {words}"
            at = now()
            write(adopt, [clause], introduction, in_force_at=at, now=at)
            title = Words(clause.title, words, words)
            write(translating.translate, a_steward.id, "es", number, title, words_since=number, edition=0, now=now())
            for address in ("/policy", f"/policy/{number}/changes", "/policy/translations/es", "/policy/draft/changes"):
                yield browser.get(address, accept_language="es").body
            yield browser.get(f"/policy/translations/es/{number}").body
            new, sent = browser.get("/policy/draft/clauses/new"), {"asks": words, "why": words, "measures": ["word"]}
            for label in ("1", words):
                yield browser.submit(
                    new, "/policy/draft/clauses/new", **sent, look="1", label=label, title=clause.title
                ).body

    assert harm_in(tab, tmp_path, pages()) == []


def test_what_is_reported_by_members_and_from_outside(
    lantern: OpenHouse, a_member: Member, a_steward: Member, tab: Page, tmp_path: Path
):
    post_id, write, key = a_member.posts(), lantern.house.database.write_now, lantern.house.key
    write(outside.hear_outside, "steward", True)
    browser, stranger = lantern.browser_of(a_steward), lantern.browser()

    def pages() -> Iterator[bytes]:
        for some in portions(15):
            words = "\n".join(some)
            reports(a_steward, post_id, telling(words[:5000]))
            write(help.keep_address, "steward", some[0][:100], words[:1000], some[-1][:200], "", now=now())
            code = write(outside.write_letter, some[0][:400], words[:5000], 0, key=key, now=now())
            yield stranger.submit(stranger.get("/outside/case"), "/outside/case", code=code).body
        lantern.settles()
        for address in ("/reports", "/help", "/house/help", "/house/outside"):
            yield browser.get(address).body

    assert harm_in(tab, tmp_path, pages()) == []


def test_what_others_advise(lantern: OpenHouse, a_steward: Member, a_moderator: Member, tab: Page, tmp_path: Path):
    browser, harbour = lantern.browser_of(a_moderator), an_ally_at(lantern.house)
    lantern.house.database.write_now(lambda session: setattr(session.get(Ally, harbour), "state", "knocked"))
    vera = lantern.browser_of(a_steward)

    def pages() -> Iterator[bytes]:
        for place, some in enumerate(portions(15)):
            words = " ".join(some).replace("\x00", "").replace('"', '""')
            an_ally_at(lantern.house, f"h{place}.example")
            hosts = ("harbour.example", f"h{place}.example", "far.example")
            text = "\n".join([HEAD, *(f'{host},"{words}",,,"{words}",' for host in hosts)])
            brings(a_moderator, text, some[0].replace("\x00", "")[:100])
            listed = "\n".join(some).replace("\x00", "")
            yield browser.submit(
                browser.get("/desk/suggestions/new"), "/desk/suggestions", {}, by=words, list=listed
            ).body
            typed = {"origin": "https://far.example", "by_hand": "1"}
            yield vera.submit(vera.get("/allies"), "/allies", **typed).body
        for address in ("/desk/suggestions", "/desk/suggestions?which=far"):
            yield browser.get(address).body
        yield vera.get("/allies").body

    assert harm_in(tab, tmp_path, pages()) == []


def test_what_is_typed_wrongly_and_comes_back(lantern: OpenHouse, tab: Page, tmp_path: Path, a_member: Member):
    browser, stranger = lantern.browser_of(a_member), lantern.browser()
    write, search = browser.get("/write"), browser.get("/search")
    sign_in = stranger.get("/sign-in")

    def pages() -> Iterator[bytes]:
        for some in portions(5):
            words = " ".join(some)
            yield browser.submit(write, "/posts", text=words + "x" * 5001, warning=words).body
            yield stranger.submit(sign_in, "/sign-in", name=words, passphrase=words).body
            found = browser.submit(search, "/search", q=words)
            yield browser.follow(found).body if found.status == 303 else found.body

    assert harm_in(tab, tmp_path, pages()) == []


def test_what_stands_on_the_desk(matter: Matter, lantern: OpenHouse, robin: Browsing, tab: Page, tmp_path: Path):
    write, key, lupe = lantern.house.database.write_now, lantern.house.key, join(lantern.house, "lupe")

    def pages() -> Iterator[bytes]:
        for place, some in enumerate(portions(60)):
            words = "\n\n".join(some).replace("\x00", "")
            post_id = lupe.posts("\n\n".join(some)[:4_900], "community", warning=some[-1])
            reporter = join(lantern.house, f"reporter{place}")
            other = matter_of(lantern.house, post_id, reports(reporter, post_id, telling(words[:4_900], BY_ONE)))
            note = handling.add_note, Viewer.member(lupe.id, "moderator"), matter.case_id, words[:4_900]
            write(*note, key=key, now=now())
            yield looks_at(robin, other, measure="add_warning", warning=some[0].replace("\x00", ""), reason=words).body
            yield looks_at(robin, other, measure="", warning=words, reason=words, lasts=words, described=words).body
            yield robin.get(other.address).body
        yield robin.get(matter.address).body

    assert harm_in(tab, tmp_path, pages()) == []


def a_guest(house: House, ally_id: int, uri: str, name: str, some: list[str]):  # type: ignore[no-untyped-def]
    foreign = ForeignAccount(
        uri=uri, name=name, host="harbour.example", ally_id=ally_id, display_name=some[0],
        about="".join(f"<p>{one}</p>" for one in some), inbox=f"{uri}/inbox", shared_inbox=f"{HARBOUR}/inbox",
        key_id=f"{uri}#main-key", public_key="",
    )  # fmt: skip
    account_id = house.database.write_now(profiles.remember_foreign, foreign, origin=house.settings.origin, now=now())
    return Member(house, account_id, name).facts
