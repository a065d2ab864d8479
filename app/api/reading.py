"""What a request asks for: ids, switches, lists, parts of a timeline. Whatever cannot be read is a clean 4xx."""

from collections.abc import Mapping, Sequence

from fastapi import Request

from app.basics.errors import Invalid, NotFound
from app.basics.ids import FOREVER
from app.doors.bodies import MOST_BYTES, Form, query_form, read_form
from app.timelines.queries import MOST, Page

MOST_IDS = 40

_NOTHING = Form()


async def sent(request: Request, most: int = MOST_BYTES) -> Form:
    """The fields of the body and of the query together, as Rails reads them; the body wins."""
    body = await read_form(request, most)
    fields = {**query_form(request).fields, **body.fields}
    return Form(_without_nul(fields), body.files)


def asked(request: Request) -> Form:
    """The fields of the query alone."""
    if not request.scope["query_string"]:
        return _NOTHING
    form = query_form(request)
    return Form(_without_nul(form.fields))


def the_id(word: str) -> int:
    """An id in an address; raises NotFound for what can be none."""
    found = number_of(word)
    if found is None:
        raise NotFound
    return found


def some_id(form: Form, name: str) -> int | None:
    """An id in a field, None when it isn't there or empty; raises Invalid."""
    word = form.text(name).strip()
    if not word:
        return None
    found = number_of(word)
    if found is None:
        raise Invalid(name, f"{name} is not an id.")
    return found


def ids(form: Form, name: str) -> list[int]:
    """Every id of a field, `id=1` or `id[]=1&id[]=2`, each once; raises Invalid."""
    words = [word.strip() for word in form.texts(name) if word.strip()]
    found = [number_of(word) for word in words]
    if None in found or len(found) > MOST_IDS:
        raise Invalid(name, f"{name} holds ids, at most {MOST_IDS}.")
    return list(dict.fromkeys(number for number in found if number is not None))


def limit(form: Form, usual: int = 20, most: int = MOST) -> int:
    """How many are asked for, at most `most`; raises Invalid for less than one."""
    word = form.text("limit").strip()
    if not word:
        return usual
    found = number_of(word)
    if not found:
        raise Invalid("limit", "limit is a number from 1.")
    return min(found, most)


def page(form: Form, usual: int = 20, most: int = MOST) -> Page:
    """Which part of a list: `min_id` takes what follows it directly, `since_id` the newest."""
    if not form.fields:
        return Page(limit=usual)
    upwards = some_id(form, "min_id")
    return Page(
        before=some_id(form, "max_id"),
        after=some_id(form, "since_id") if upwards is None else upwards,
        upwards=upwards is not None,
        limit=limit(form, usual, most),
    )


def number_of(word: str) -> int | None:
    """The id that a word says; None for what can be none."""
    if not (word.isascii() and word.isdigit() and len(word) <= 19):
        return None
    number = int(word)
    return number if number < FOREVER else None


def _without_nul(fields: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """PostgreSQL keeps no NUL in a text, so nothing with one gets as far as a query."""
    for name, values in fields.items():
        if any("\x00" in value for value in values):
            raise Invalid(name, "There is a character here that cannot be kept.")
    return fields
