"""`/policy/translations`: the policy in other languages, by members whom stewards trust with it."""

from fastapi import Request, Response

from app.basics.errors import Conflict, Forbidden, Invalid, NotFound, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.posts import languages
from app.web import forms
from app.web.answering import onward, page
from app.web.choosing_language import choices
from app.web.forms import StaleForm
from app.web.routing import page_door
from app.web.tongues import own_name
from app.web.views import Field
from app.web.views.frame import EMPTY
from app.web.views.translating import PartView, TranslatePage, TranslationPage, TranslationsPage, TranslatorView
from app.web.visiting import Visit, member
from moderation.policy import translated, translating
from moderation.policy.translated import Part
from moderation.policy.translating import Words

door = page_door()

ADDRESS, ONE, PART = "/policy/translations", "/policy/translations/{language}", "/policy/translations/{language}/{key}"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_translations(request: Request) -> Response:
    """Into which languages, by whom; stewards name translators here."""
    return await _list(await member(request))


@door.post(ADDRESS, access=Access.MEMBER)
async def trust(request: Request) -> Response:
    """`name` and `language`; or `end=account-language`."""
    who = await member(request)
    form = await forms.sent(who)
    database, role = who.house.database, who.me.role
    try:
        if form.text("end"):
            account, _, language = form.text("end").partition("-")
            await database.write(translating.trust_no_more, role, forms.the_id(account), language)
        else:
            language = languages.checked(form.text("language"))
            await database.write(translating.trust, role, form.text("name"), language, now=who.now)
    except Invalid as error:
        return await _list(who, form, error)
    return onward(f"{ADDRESS}?done=kept-policy")


@door.get(ONE, access=Access.MEMBER)
async def show_translation(request: Request, language: str) -> Response:
    """All of it, the original beside what it became."""
    who = await member(request)
    return await _one(who, _language(language))


@door.get(PART, access=Access.MEMBER)
async def show_part(request: Request, language: str, key: str) -> Response:
    who = await member(request)
    code, number = _language(language), forms.the_id(key)
    await who.house.database.read(translating.must_be_trusted, who.me.account_id, code)
    part = await who.house.database.read(translated.part, code, number)
    words = part.words or part.was or Words("", "", "")
    return await _form(who, code, part, (Field(words.title), Field(words.asks), Field(words.why)))


@door.post(PART, access=Access.MEMBER)
async def translate(request: Request, language: str, key: str) -> Response:
    """It is shown from now on, and says that nobody vouches for it until somebody does."""
    who = await member(request)
    code, number = _language(language), forms.the_id(key)
    try:
        form = await forms.sent(who, forms.LONG_FORM)
    except StaleForm as stale:
        return await _again(who, stale.form, code, number, stale)
    try:
        await who.house.database.write(
            translating.translate,
            who.me.account_id,
            code,
            number,
            Words(form.text("title"), form.text("asks"), form.text("why")),
            words_since=forms.the_id(form.text("words_since")),
            edition=forms.the_id(form.text("edition")),
            now=who.now,
        )
    except (Invalid, Conflict) as error:
        return await _again(who, form, code, number, error)
    return onward(f"{ADDRESS}/{code}?done=translated")


@door.post(f"{PART}/vouch", access=Access.MEMBER)
async def vouch(request: Request, language: str, key: str) -> Response:
    """Another translator has read both. Nobody vouches for what they wrote themselves."""
    who = await member(request)
    code, number = _language(language), forms.the_id(key)
    edition = forms.the_id((await forms.sent(who)).text("edition"))
    try:
        await who.house.database.write(translating.vouch, who.me.account_id, code, number, edition=edition, now=who.now)
    except (Conflict, Forbidden) as error:
        return await _one(who, code, error)
    return onward(f"{ADDRESS}/{code}?done=translation-vouched")


async def _list(who: Visit, form: Form | None = None, error: Invalid | None = None) -> Response:
    trusted = await who.house.database.read(translated.trusted)
    wrong = error.field if error else ""
    view = TranslationsPage(
        tuple(TranslatorView(one.account_id, one.name, one.language, own_name(one.language)) for one in trusted),
        is_steward=who.viewer.is_steward,
        name=forms.typed(form, "name", error.safe if error and wrong == "name" else "") if form else EMPTY,
        language=forms.typed(form, "language", error.safe if error and wrong == "language" else "") if form else EMPTY,
        languages=choices(languages.known(form.text("language")) if form else ""),
    )
    status = error.status if error else 200
    return await page(who, "policy/translations.html", view, status=status, place="more", address=ADDRESS)


async def _one(who: Visit, code: str, error: ParasolError | None = None) -> Response:
    parts = await who.house.database.read(translated.parts, code)
    trusted = await who.house.database.read(translated.trusted)
    mine = any(one.account_id == who.me.account_id and one.language == code for one in trusted)
    view = TranslationPage(
        code,
        own_name(code),
        tuple(_part(one, code, who.me.account_id, mine) for one in parts),
        error.safe if error else "",
    )
    status = error.status if error else 200
    return await page(who, "policy/translation.html", view, status=status, place="more", address=f"{ADDRESS}/{code}")


async def _again(who: Visit, form: Form, code: str, key: int, error: ParasolError) -> Response:
    """The form with what was typed, from now on measured against what stands there."""
    wrong = error.field if isinstance(error, Invalid) else ""
    part = await who.house.database.read(translated.part, code, key)
    title, asks, why = (
        forms.typed(form, name, error.safe if name == wrong else "") for name in ("title", "asks", "why")
    )
    return await _form(who, code, part, (title, asks, why), error)


async def _form(
    who: Visit, code: str, part: Part, fields: tuple[Field, Field, Field], error: ParasolError | None = None
) -> Response:
    view = TranslatePage(
        f"{ADDRESS}/{code}/{part.original.key}",
        own_name(code),
        _part(part, code, who.me.account_id, mine=False),
        *fields,
        part.original.words_since,
        part.edition,
        theirs=error is not None and isinstance(error, Conflict),
        error=error.safe if error and not isinstance(error, Invalid) else "",
    )
    status = error.status if error else 200
    return await page(who, "policy/translate.html", view, status=status, place="more", address=view.address)


def _part(part: Part, code: str, me: int, mine: bool) -> PartView:
    return PartView(
        key=part.original.key,
        label=part.original.label,
        original=part.original.words,
        words=part.words,
        address=f"{ADDRESS}/{code}/{part.original.key}" if mine else "",
        outdated=part.words is None and part.was is not None,
        writer=part.writer,
        voucher=part.voucher,
        vouched=part.vouched,
        may_vouch=mine and part.words is not None and not part.vouched and part.written_by != me,
        edition=part.edition,
    )


def _language(word: str) -> str:
    """A language in an address; raises NotFound for what is none."""
    code = languages.known(word)
    if not code or code != word:
        raise NotFound
    return code
