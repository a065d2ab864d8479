"""A browser without script: it follows links, fills in forms as they stand on the page, and keeps cookies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any

from starlette.testclient import TestClient

from tests.web.pages_read import Read, read

HTML = "text/html,application/xhtml+xml"
Upload = tuple[str, bytes, str]


@dataclass
class FilledForm:
    """A form with what it would send as it stands."""

    action: str
    multipart: bool
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def sends(self, **filled: str | list[str]) -> list[tuple[str, str]]:
        """The values with these in place of those that stood there."""
        kept = [(name, value) for name, value in self.values if name not in filled]
        for name, value in filled.items():
            kept += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return kept


@dataclass
class Page:
    """An answer, read when somebody looks: parsing is what takes longest of a visit."""

    status: int
    headers: Mapping[str, str]
    cookies: SimpleCookie
    body: bytes

    @cached_property
    def read(self) -> Read:
        return read(self.body) if self.body.startswith(b"<!doctype html>") else Read()

    @cached_property
    def forms(self) -> list[FilledForm]:
        return forms_in(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    def form(self, action: str) -> FilledForm:
        """The form that posts there."""
        return next(form for form in self.forms if form.action == action)

    def values_of(self, action: str) -> dict[str, str]:
        return dict(self.form(action).values)

    def links(self) -> set[str]:
        return {attrs["href"] for tag, attrs in self.read.tags if tag == "a"}


@dataclass
class Browser:
    """One person's browser. `client` reaches the house; cookies are kept here, not in it."""

    client: TestClient
    origin: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Page:
        return self._asks("GET", path, headers)

    def follow(self, page: Page) -> Page:
        """Go where a redirect leads."""
        assert page.status == 303, (page.status, page.text[:2000])
        return self.get(page.location)

    def submit(
        self,
        page: Page,
        action: str,
        files: Mapping[str, Upload] | None = None,
        headers: Mapping[str, str] | None = None,
        **filled: str | list[str],
    ) -> Page:
        """Send the form of this page that goes there, with what it holds and what was filled in."""
        form = page.form(action)
        return self.post(action, form.sends(**filled), files if form.multipart else None, headers, form.multipart)

    def post(
        self,
        path: str,
        values: list[tuple[str, str]],
        files: Mapping[str, Upload] | None = None,
        headers: Mapping[str, str] | None = None,
        multipart: bool = False,
    ) -> Page:
        sent: dict[str, Any] = {}
        if multipart:
            parts = [(name, (None, value.encode())) for name, value in values]
            sent["files"] = parts + [(name, upload) for name, upload in (files or {}).items()]
        else:
            sent["data"] = _by_name(values)
        return self._asks("POST", path, {"origin": self.origin, **(headers or {})}, **sent)

    def _asks(self, method: str, path: str, headers: Mapping[str, str], **sent: Any) -> Page:
        self.client.cookies.clear()
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        shown = {"accept": HTML, **({"cookie": kept} if kept else {}), **headers}
        shown = {name.replace("_", "-"): value for name, value in shown.items() if value}
        answer = self.client.request(method, path, headers=shown, follow_redirects=False, **sent)
        cookies: SimpleCookie = SimpleCookie()
        for header in answer.headers.get_list("set-cookie"):
            cookies.load(header)
        self._keep(cookies)
        return Page(answer.status_code, answer.headers, cookies, answer.content)

    def _keep(self, cookies: SimpleCookie) -> None:
        for name, morsel in cookies.items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


def _by_name(values: list[tuple[str, str]]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for name, value in values:
        named.setdefault(name, []).append(value)
    return named


def forms_in(body: bytes) -> list[FilledForm]:
    """Those of a page that are posted, as it stands."""
    reader = _FormReader()
    if body.startswith(b"<!doctype html>"):
        reader.feed(body.decode())
    return reader.forms


class _FormReader(HTMLParser):
    """Reads what a browser would send: hidden fields, typed text, chosen radios, boxes and options."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FilledForm] = []
        self._textarea: str | None = None
        self._text = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self.forms.append(FilledForm(given["action"], "multipart" in given.get("enctype", "")))
        elif tag == "input" and self.forms:
            self._input(given)
        elif tag == "textarea":
            self._textarea, self._text = given["name"], ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in given:
            self.forms[-1].values.append((self._select, given["value"]))
        elif tag == "button" and self.forms and "name" in given:
            self.forms[-1].buttons.append((given["name"], given["value"]))

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file" or (kind in {"radio", "checkbox"} and "checked" not in given):
            return
        self.forms[-1].values.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            self.forms[-1].values.append((self._textarea, self._text.removeprefix("\n")))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._text += data
