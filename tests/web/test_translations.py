"""What a machine can tell of a translation, and that no update of the files loses any of it."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import locales
from locales import checking, gathering, updating


@pytest.mark.parametrize("language", locales.complete()[1:])
def test_a_complete_language_says_everything_and_nothing_else(language: str):
    assert checking.faults(updating.template(), locales.translated(language)) == [], "run `python -m locales`"


def test_english_russian_and_chinese_are_complete():
    assert {"en", "ru", "zh"} <= set(locales.complete())


@pytest.mark.parametrize(
    ("english", "russian", "fault"),
    [
        ("Home", "", "not translated"),
        ("Home", "Дом %(name)s", "what is filled in differs"),
        ("Hello %(name)s", "Привет", "what is filled in differs"),
        ("Hello %(name)s", "Привет %(имя)s", "what is filled in differs"),
        ("%s left", "осталось", "what is filled in differs"),
        ("As <b>you</b>", "Как вы", "the markup differs"),
        ("As you", "Как <script>вы</script>", "the markup differs"),
        (" and", "и", "other spaces"),
        ("Home", "Дом\n", "other spaces"),
        (("%(num)d day", "%(num)d days"), ("%(num)d день", "%(num)d дня", ""), "not translated"),
        (("%(num)d day", "%(num)d days"), ("%(num)d день", "дня", "%(num)d дней"), "what is filled in differs"),
    ],
)
def test_what_is_missing_or_broken_is_found(english, russian, fault: str):
    found = checking.faults(saying({english: ""}), saying({english: russian}))

    assert len(found) == 1
    assert fault in found[0]


def test_a_guess_is_no_translation():
    guessed = saying({"Home": "Дом"})
    guessed["Home"].flags.add("fuzzy")

    assert "fuzzy" in checking.faults(saying({"Home": ""}), guessed)[0]


def test_what_nobody_says_any_more_is_found():
    found = checking.faults(saying({"Home": ""}), saying({"Home": "Дом", "House": "Дом"}))

    assert found == ["“House”: nobody says this any more"]


def test_a_translation_that_says_everything_has_no_fault():
    whole = {
        "As <b>%(name)s</b>": "Как <b>%(name)s</b>",
        ("%(num)d day", "%(num)d days"): ("%(num)d день", "%(num)d дня", "%(num)d дней"),
        ("One day", "%(num)d days"): ("%(num)d день", "%(num)d дня", "%(num)d дней"),
    }

    assert checking.faults(saying(dict.fromkeys(whole, "")), saying(whole)) == []


@pytest.fixture
def russian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file for Russian, begun in a folder of its own, where the house says “Home” and “Write”."""
    monkeypatch.setattr(locales, "FOLDER", tmp_path)
    monkeypatch.setattr(gathering, "POT", tmp_path / "parasol.pot")
    says("Home", "Write")
    updating.begin("ru")
    updating.bring_up_to_date("ru")
    return locales.source_of("ru")


def test_a_language_begins_with_every_sentence_empty_and_promises_nothing(russian: Path):
    assert {message.id: message.string for message in locales.translated("ru") if message.id} == {
        "Home": "",
        "Write": "",
    }
    assert locales.marks("ru") == {"Complete": "no", "Reviewed": "no"}
    assert locales.translated("ru").num_plurals == 3


def test_beginning_a_language_again_changes_nothing(russian: Path):
    written = russian.read_bytes()

    updating.begin("ru")

    assert russian.read_bytes() == written


def test_an_update_keeps_what_is_translated_and_what_the_head_says(russian: Path):
    translates(russian, "Home", "Дом")
    russian.write_text(russian.read_text().replace("X-Reviewed: no", "X-Reviewed: yes"))
    says("Home", "Write", "Read")

    updating.bring_up_to_date("ru")

    assert {message.id: message.string for message in locales.translated("ru") if message.id} == {
        "Home": "Дом",
        "Read": "",
        "Write": "",
    }
    assert locales.marks("ru")["Reviewed"] == "yes"


def test_a_sentence_that_goes_takes_its_translation_out_and_brings_it_back(russian: Path):
    translates(russian, "Home", "Дом")
    says("Write")
    updating.bring_up_to_date("ru")
    gone = locales.translated("ru").get("Home")
    says("Home", "Write")

    updating.bring_up_to_date("ru")

    assert gone is None
    back = locales.translated("ru").get("Home")
    assert back is not None
    assert back.string == "Дом"


def test_an_update_of_what_has_not_changed_gives_the_same_bytes(russian: Path):
    translates(russian, "Home", "Дом")
    updating.bring_up_to_date("ru")
    written = russian.read_bytes()

    updating.bring_up_to_date("ru")

    assert russian.read_bytes() == written


def saying(sentences: dict) -> Catalog:
    """A catalogue in Russian."""
    catalog = Catalog(locale="ru")
    for english, russian in sentences.items():
        catalog.add(english, russian or (("", "", "") if isinstance(english, tuple) else ""))
    return catalog


def says(*sentences: str) -> None:
    """What the template holds from now on."""
    entries = "".join(f'msgid "{sentence}"\nmsgstr ""\n\n' for sentence in sentences)
    gathering.POT.write_text(f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n{entries}')
    assert {message.id for message in read_po(BytesIO(gathering.POT.read_bytes())) if message.id} == set(sentences)


def translates(path: Path, english: str, russian: str) -> None:
    """Somebody fills it in."""
    path.write_text(path.read_text().replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{russian}"'))
