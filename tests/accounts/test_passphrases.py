"""Passphrases: weak ones are refused with the reason that applies, good ones of any kind are taken."""

import re
import time

import pytest

from app.accounts import secrets, wordlists
from app.accounts.guessing import guess
from app.accounts.passphrases import NEEDED_BITS, checked_passphrase
from app.basics.errors import Invalid
from tests.world.cast import PASSPHRASE

OWN = ("marisol", "Lantern House", "lantern.example", "Notes")

SHORT = "at least 12 characters"
LONG = "too long"
OF_YOURS = "made of your name or of words of this house"
COMMON = "a common one"
KEYS = "a row of keys"
ORDER = "in their usual order"
REPEATED = "repeats itself"
NUMBER = "little more than a number"
WORDS = "too few words"
GUESSED = "could be guessed"

WEAK = [
    ("", SHORT),
    ("k7!xQ", SHORT),
    ("x1y2z" * 300, LONG),
    ("é" * 600, LONG),
    ("password1234", COMMON),
    ("P@ssw0rd2024!!", COMMON),
    ("iloveyou2024!", COMMON),
    ("drowssap2024", COMMON),
    ("monkey dragon shadow", COMMON),
    ("correct horse battery staple", COMMON),
    ("To be, or not to be: that", COMMON),
    ("CorrectHorseBatteryStaple!", COMMON),
    ("parasol passphrase", COMMON),
    ("marisolmarisol", OF_YOURS),
    ("M4ri501 lanternhouse", OF_YOURS),
    ("losiram2024!!", OF_YOURS),
    ("lantern.example", OF_YOURS),
    ("wertzuio hgfds", KEYS),
    ("xcvbnm-poiuytr", KEYS),
    ("abcdefghijkl", ORDER),
    ("mnopqrstuvwx", ORDER),
    ("aaaaaaaaaaaa", REPEATED),
    ("xkq!xkq!xkq!xkq!", REPEATED),
    ("+49 170 5551938", NUMBER),
    ("24.12.1987 06:30", NUMBER),
    ("0049 170 55519382", NUMBER),
    ("1987 1994 2011 1969", NUMBER),
    ("refrigerator", WORDS),
    ("Elephant-House", WORDS),
    ("juana y valentina", WORDS),
    ("ipsofacticum", GUESSED),
]
GOOD = [
    PASSPHRASE,
    "purple elephant dances quietly",
    "marisol drinks vinegar under seven bridges",
    "kX9vQ2mLr8Tz",
    "xkqjzpwvmbtr",
    "mañana compramos lentejas y jabón",
    "wir bauen nachts leise schränke um",
    "мой кот боится пылесоса",
    "我家的猫每天半夜都弹钢琴",
    "   spaces around are fine too, yes   ",
]


@pytest.mark.parametrize(("passphrase", "reason"), WEAK, ids=[passphrase[:20] for passphrase, _ in WEAK])
def test_a_weak_passphrase_is_refused_with_the_reason_that_applies(passphrase: str, reason: str):
    with pytest.raises(Invalid, match=re.escape(reason)) as refusal:
        checked_passphrase(passphrase, *OWN)

    assert refusal.value.field == "passphrase"
    assert not passphrase or passphrase not in refusal.value.safe


@pytest.mark.parametrize("passphrase", GOOD)
def test_a_good_passphrase_is_taken_as_it_is_whatever_its_characters(passphrase: str):
    assert checked_passphrase(passphrase, *OWN) == passphrase


def test_capitals_digits_behind_and_letters_in_disguise_hardly_help():
    plain = guess("sunshine").bits

    for dressed in ("Sunshine", "SUNSHINE", "5unsh1ne", "$un$hine", "sunshine!", "sunshine7", "súnshíne", "sun-shine"):
        assert plain <= guess(dressed).bits <= plain + 6


def test_what_is_offered_is_always_good():
    assert min(guess(secrets.suggest_passphrase()).bits for _ in range(200)) >= NEEDED_BITS


def test_ten_megabytes_are_refused_in_no_time():
    started = time.thread_time()

    with pytest.raises(Invalid, match="too long"):
        checked_passphrase("correct horse " * 750_000)

    assert time.thread_time() - started < 0.1


def test_the_list_holds_thousands_each_written_as_it_is_looked_up():
    words = wordlists.words()

    assert len(words) > 4000
    assert len(wordlists.sentences()) > 150
    assert [word for word in words if word != word.lower() or not word.isascii()] == []
    assert [
        sentence for sentence in wordlists.sentences() if not sentence.isalpha() or sentence != sentence.lower()
    ] == []
