"""A member's own word filters: the newer form in full, the older one to read. They change nobody else's view (P13)."""

from collections.abc import Sequence

from fastapi import Request, Response

from app.accounts import filter_queries
from app.accounts.actions import filters
from app.accounts.actions.filters import FilterDraft
from app.accounts.filtering import FOLD, HIDE, Word, WordFilter
from app.api.answering import answer
from app.api.filter_forms import draft_of
from app.api.filtered import described
from app.api.holding import Caller, house_of, signed_in
from app.api.reading import sent, the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.basics.errors import NotFound
from app.doors.access import Access, Door

door = Door(route_class=ApiRoute)

READ, WRITE = "read:filters", "write:filters"


@door.get("/api/v2/filters", access=Access.MEMBER)
async def every_filter(request: Request) -> Response:
    me = await signed_in(request, READ)
    return answer([_entity(one) for one in await _all(request, me)])


@door.post("/api/v2/filters", access=Access.MEMBER)
async def add(request: Request) -> Response:
    me = await signed_in(request, WRITE)
    form, house = await sent(request), house_of(request)
    blank = WordFilter(0, "", (), (), FOLD)
    kept = await house.database.write(
        filters.add_filter, me.account_id, draft_of(form, blank), key=house.key, now=now()
    )
    return answer(_entity(await _one(request, me, kept)))


@door.get("/api/v2/filters/{filter_id}", access=Access.MEMBER)
async def one(request: Request, filter_id: str) -> Response:
    me = await signed_in(request, READ)
    return answer(_entity(await _one(request, me, the_id(filter_id))))


@door.put("/api/v2/filters/{filter_id}", access=Access.MEMBER)
async def change(request: Request, filter_id: str) -> Response:
    """What isn't sent stays."""
    me = await signed_in(request, WRITE)
    form, kept = await sent(request), await _one(request, me, the_id(filter_id))
    return await _change(request, me, kept, draft_of(form, kept))


@door.delete("/api/v2/filters/{filter_id}", access=Access.MEMBER)
async def end(request: Request, filter_id: str) -> Response:
    me = await signed_in(request, WRITE)
    await house_of(request).database.write(filters.end_filter, me.account_id, the_id(filter_id))
    return answer({})


@door.get("/api/v2/filters/{filter_id}/statuses", access=Access.MEMBER)
async def single_posts(request: Request, filter_id: str) -> Response:
    """Filters are for words here, not for single posts."""
    me = await signed_in(request, READ)
    await _one(request, me, the_id(filter_id))
    return answer([])


@door.get("/api/v2/filters/{filter_id}/keywords", access=Access.MEMBER)
async def words(request: Request, filter_id: str) -> Response:
    me = await signed_in(request, READ)
    return answer([_word(word) for word in (await _one(request, me, the_id(filter_id))).words])


@door.post("/api/v2/filters/{filter_id}/keywords", access=Access.MEMBER)
async def add_word(request: Request, filter_id: str) -> Response:
    me = await signed_in(request, WRITE)
    form, kept = await sent(request), await _one(request, me, the_id(filter_id))
    new = Word(0, form.text("keyword"), form.truth("whole_word", default=True))
    await _change(request, me, kept, _same(kept, [*kept.words, new]))
    return answer(_word((await _one(request, me, kept.id)).words[-1]))


@door.get("/api/v2/filters/keywords/{word_id}", access=Access.MEMBER)
async def one_word(request: Request, word_id: str) -> Response:
    me = await signed_in(request, READ)
    _, word = await _with_word(request, me, the_id(word_id))
    return answer(_word(word))


@door.put("/api/v2/filters/keywords/{word_id}", access=Access.MEMBER)
async def change_word(request: Request, word_id: str) -> Response:
    me = await signed_in(request, WRITE)
    form, (kept, word) = await sent(request), await _with_word(request, me, the_id(word_id))
    other = Word(word.id, form.text("keyword", word.text), form.truth("whole_word", default=word.whole))
    await _change(request, me, kept, _same(kept, [other if one.id == word.id else one for one in kept.words]))
    return answer(_word(other))


@door.delete("/api/v2/filters/keywords/{word_id}", access=Access.MEMBER)
async def end_word(request: Request, word_id: str) -> Response:
    me = await signed_in(request, WRITE)
    kept, word = await _with_word(request, me, the_id(word_id))
    await _change(request, me, kept, _same(kept, [one for one in kept.words if one.id != word.id]))
    return answer({})


@door.get("/api/v1/filters", access=Access.MEMBER)
async def older_form(request: Request) -> Response:
    """Each word as a filter of its own, to read; to change them an app uses the newer form, or the member the page."""
    me = await signed_in(request, READ)
    return answer([_older(kept, word) for kept in await _all(request, me) for word in kept.words])


@door.get("/api/v1/filters/{word_id}", access=Access.MEMBER)
async def one_in_older_form(request: Request, word_id: str) -> Response:
    me = await signed_in(request, READ)
    return answer(_older(*await _with_word(request, me, the_id(word_id))))


async def _all(request: Request, me: Caller) -> list[WordFilter]:
    house = house_of(request)
    return await house.database.read(filter_queries.filters_of, me.account_id, key=house.key, now=now())


async def _one(request: Request, me: Caller, filter_id: int) -> WordFilter:
    house = house_of(request)
    return await house.database.read(filter_queries.one_filter, me.account_id, filter_id, key=house.key)


async def _with_word(request: Request, me: Caller, word_id: int) -> tuple[WordFilter, Word]:
    """The member's own filter that holds the word; raises NotFound."""
    for kept in await _all(request, me):
        for word in kept.words:
            if word.id == word_id:
                return kept, word
    raise NotFound


async def _change(request: Request, me: Caller, kept: WordFilter, draft: FilterDraft) -> Response:
    house = house_of(request)
    await house.database.write(filters.change_filter, me.account_id, kept.id, draft, key=house.key, now=now())
    return answer(_entity(await _one(request, me, kept.id)))


def _same(kept: WordFilter, words: Sequence[Word]) -> FilterDraft:
    return FilterDraft(kept.title, words, kept.contexts, kept.action, kept.until)


def _entity(kept: WordFilter) -> dict[str, object]:
    return {**described(kept), "keywords": [_word(word) for word in kept.words], "statuses": []}


def _word(word: Word) -> dict[str, object]:
    return {"id": str(word.id), "keyword": word.text, "whole_word": word.whole}


def _older(kept: WordFilter, word: Word) -> dict[str, object]:
    of_filter = described(kept)
    return {
        "id": str(word.id),
        "phrase": word.text,
        "context": of_filter["context"],
        "expires_at": of_filter["expires_at"],
        "irreversible": kept.action == HIDE,
        "whole_word": word.whole,
    }
