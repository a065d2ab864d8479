"""The policy in other languages: by people whom stewards trust, each vouched for by another, never instead of it."""

from dataclasses import replace

import pytest

from app.basics.clock import now
from app.basics.errors import Forbidden
from moderation.policy import translating
from moderation.policy.clauses import clause, in_force
from moderation.policy.starting import TEXTS
from moderation.policy.translating import Words
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_policy import publishes
from tests.world.cast import Member
from tests.world.governing import CLAUSES, INTRODUCTION, NO_PICTURES, a_policy

ADDRESS = "/policy/translations"
SPANISH = f"{ADDRESS}/es"
OUTING = f"{SPANISH}/{NO_PICTURES}"
WORDS = {"title": "Nadie delata", "asks": "Nadie es nombrado sin su sí.", "why": "Puede costar una casa."}


@pytest.fixture
def juno(lantern: OpenHouse, another_member: Member) -> Browser:
    return lantern.browser_of(another_member)


@pytest.fixture
def trusted(lantern: OpenHouse, a_member: Member, another_member: Member, a_steward: Member) -> None:
    """Marisol and Juno put a policy into Spanish."""
    a_policy(lantern.house, a_steward.id)
    for name in ("marisol", "juno"):
        lantern.house.database.write_now(translating.trust, "steward", name, "es", now=now())


def translates(browser: Browser, **otherwise: str) -> Page:
    return browser.submit(browser.get(OUTING), OUTING, **{**WORDS, **otherwise})


@pytest.mark.usefixtures("trusted")
def test_a_translation_is_read_by_whoever_speaks_it_and_says_what_it_is(lantern: OpenHouse, marisol: Browser):
    translates(marisol)

    [outing] = [one for one in lantern.house.database.read_now(in_force, now=now(), language="es") if one.translated]

    assert (outing.title, outing.asks, outing.why) == (WORDS["title"], WORDS["asks"], WORDS["why"])
    assert (outing.language, outing.label, outing.vouched) == ("es", "4.1", False)
    original = lantern.house.database.read_now(clause, 1, NO_PICTURES, language="fr")
    assert (original.title, original.language, original.translated) == ("No outing", "en", False)


def test_pages_show_it_with_who_stands_for_it_and_a_way_to_the_original(
    lantern: OpenHouse, marisol: Browser, a_member: Member, a_steward: Member
):
    a_policy(lantern.house, a_steward.id)
    house = lantern.house.database
    house.write_now(translating.trust, "steward", "marisol", "ru", now=now())
    words = Words("Никого не раскрывать", "Никого не называют.", "Это может стоить дома.")
    house.write_now(translating.translate, a_member.id, "ru", NO_PICTURES, words, words_since=1, edition=0, now=now())

    page = marisol.get("/policy", accept_language="ru").text

    assert "Никого не раскрывать" in page
    assert "No harassment" in page
    assert 'lang="ru"' in page
    assert 'href="?original=1"' in page
    assert "marisol" in page.partition('class="box"')[2]
    original = marisol.get("/policy?original=1", accept_language="ru").text
    assert "No outing" in original
    assert "Никого не раскрывать" not in original


@pytest.mark.usefixtures("trusted")
def test_another_translator_vouches_and_nobody_does_for_their_own_words(
    lantern: OpenHouse, marisol: Browser, juno: Browser
):
    translates(marisol)
    csrf = marisol.get("/more").form("/sign-out").values[0]
    assert f"{OUTING}/vouch" not in {form.action for form in marisol.get(SPANISH).forms}
    own = marisol.post(f"{OUTING}/vouch", [csrf, ("edition", "1")])
    assert own.status == 403
    assert "Somebody else vouches" in own.text

    juno.submit(juno.get(SPANISH), f"{OUTING}/vouch", edition="1")

    assert lantern.house.database.read_now(clause, 1, NO_PICTURES, language="es").vouched
    assert "@juno vouches" in marisol.get(SPANISH).text


@pytest.mark.usefixtures("trusted")
def test_new_words_are_vouched_for_by_nobody_and_nobody_vouches_for_what_they_did_not_see(
    lantern: OpenHouse, marisol: Browser, juno: Browser
):
    translates(marisol)
    page = juno.get(SPANISH)
    translates(marisol, title="Otro nombre")

    late = juno.submit(page, f"{OUTING}/vouch", edition="1")

    assert late.status == 409
    assert not lantern.house.database.read_now(clause, 1, NO_PICTURES, language="es").vouched
    juno.submit(late, f"{OUTING}/vouch", edition="2")
    translates(marisol)
    assert not lantern.house.database.read_now(clause, 1, NO_PICTURES, language="es").vouched


@pytest.mark.usefixtures("trusted")
def test_it_is_out_of_date_when_the_original_changes_and_stands_with_the_words_it_is_of(
    lantern: OpenHouse, marisol: Browser, a_steward: Member
):
    translates(marisol)
    publishes(lantern, a_steward, INTRODUCTION, clauses=(replace(CLAUSES[3], asks="Other words."),))

    read = lantern.house.database.read_now

    assert not read(clause, 2, NO_PICTURES, language="es").translated
    assert read(clause, 1, NO_PICTURES, language="es").translated
    assert "Out of date" in marisol.get(SPANISH).text
    assert marisol.get(OUTING).values_of(OUTING)["title"] == WORDS["title"]
    publishes(lantern, a_steward, INTRODUCTION, clauses=(CLAUSES[3],))
    assert read(clause, 3, NO_PICTURES, language="es").translated


@pytest.mark.usefixtures("trusted")
def test_whoever_was_overtaken_loses_nothing(lantern: OpenHouse, marisol: Browser, juno: Browser, a_steward: Member):
    page = marisol.get(OUTING)
    translates(juno, title="La suya")

    late = marisol.submit(page, OUTING, **WORDS)

    assert late.status == 409
    assert "La suya" in late.text
    assert late.values_of(OUTING)["title"] == WORDS["title"]
    publishes(lantern, a_steward, clauses=(replace(CLAUSES[3], asks="Other words."),))
    changed = marisol.submit(late, OUTING)
    assert changed.status == 409
    assert "Other words." in changed.text
    assert changed.values_of(OUTING)["title"] == WORDS["title"]
    assert marisol.submit(changed, OUTING).status == 303


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("field", "typed"), [("title", ""), ("title", "x" * 201), ("asks", " "), ("asks", "x" * 5_001), ("why", "")]
)
def test_a_translation_says_all_that_the_original_does(marisol: Browser, field: str, typed: str):
    page = translates(marisol, **{field: typed})

    assert page.status == 422
    assert f'id="{field}-fault"' in page.text
    other = "why" if field == "asks" else "asks"
    assert page.values_of(OUTING)[other].strip() == WORDS[other]


@pytest.mark.usefixtures("trusted")
def test_the_introduction_is_translated_as_well(lantern: OpenHouse, marisol: Browser):
    address = f"{SPANISH}/0"
    assert marisol.submit(marisol.get(address), address, asks="").status == 422

    marisol.submit(marisol.get(address), address, asks="# Quiénes somos")

    assert "# Quiénes somos" in marisol.get(SPANISH).text


@pytest.mark.usefixtures("trusted")
def test_only_whom_stewards_named_translate_and_vouch_and_only_into_that_language(
    lantern: OpenHouse, vera: Browser, marisol: Browser, juno: Browser, a_member: Member
):
    translates(juno)
    csrf = vera.get("/more").form("/sign-out").values[0]
    sent = [csrf, *WORDS.items(), ("words_since", "1"), ("edition", "0")]
    assert vera.get(OUTING).status == vera.post(OUTING, sent).status == 403
    assert vera.post(f"{OUTING}/vouch", [csrf, ("edition", "1")]).status == 403
    assert marisol.get(OUTING.replace("/es/", "/fr/")).status == 403

    vera.submit(vera.get(ADDRESS), ADDRESS, end=f"{a_member.id}-es")

    assert marisol.get(OUTING).status == 403
    assert lantern.house.database.read_now(clause, 1, NO_PICTURES, language="es").translated


def test_only_stewards_name_translators(lantern: OpenHouse, vera: Browser, marisol: Browser):
    csrf = marisol.get("/more").form("/sign-out").values[0]
    assert marisol.post(ADDRESS, [csrf, ("name", "marisol"), ("language", "es")]).status == 403
    assert marisol.post(ADDRESS, [csrf, ("end", "1-es")]).status == 403
    with pytest.raises(Forbidden):
        lantern.house.database.write_now(translating.trust, "moderator", "marisol", "es", now=now())
    assert "Nobody translates it yet" in marisol.get(ADDRESS).text

    vera.submit(vera.get(ADDRESS), ADDRESS, name="@Marisol", language="es")

    assert SPANISH in marisol.get(ADDRESS).links()


@pytest.mark.parametrize(("name", "language", "field"), [("nobody", "es", "name"), ("vera", "", "language")])
def test_a_name_that_nobody_has_and_no_language_are_refused(vera: Browser, name: str, language: str, field: str):
    page = vera.submit(vera.get(ADDRESS), ADDRESS, name=name, language=language)

    assert page.status == 422
    assert f'id="{field}-fault"' in page.text
    assert page.values_of(ADDRESS)["name"] == name


@pytest.mark.usefixtures("trusted")
def test_there_is_nothing_where_no_language_or_clause_is(marisol: Browser):
    for address in (f"{ADDRESS}/klingonese", f"{ADDRESS}/ES", f"{SPANISH}/77", f"{SPANISH}/x"):
        assert marisol.get(address).status == 404, address


def test_our_text_taken_over_word_for_word_brings_its_translations_and_nobody_vouches_for_them(
    lantern: OpenHouse, a_steward: Member
):
    ours = TEXTS["en"]
    changed = replace(ours.clauses[1], why="Our own why.")
    publishes(lantern, a_steward, ours.introduction, clauses=(ours.clauses[0], changed))

    first, second = lantern.house.database.read_now(in_force, now=now(), language="ru")

    assert (first.title, first.translated, first.vouched) == (TEXTS["ru"].clauses[0].title, True, False)
    assert (second.title, second.translated) == (changed.title, False)
