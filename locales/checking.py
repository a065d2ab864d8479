"""What a machine can tell is wrong with a translation: something missing, left over, or broken."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from babel.messages.catalog import Catalog, Message

_FILLED_IN = re.compile(r"%\(\w+\)[sd]|%%|%s|\{\w*\}")
_MARKUP = re.compile(r"</?[a-z][^<>]*>")
_EDGES = re.compile(r"\A(\s*).*?(\s*)\Z", re.S)


def faults(template: Catalog, translated: Catalog) -> list[str]:
    """One line for each thing to do; none for a language that says everything."""
    said = [message for message in template if message.id]
    return [
        *(fault for message in said for fault in _of_one(message, translated.get(message.id, message.context))),
        *(f"{_named(message)}: nobody says this any more" for message in _left_over(template, translated)),
    ]


def _left_over(template: Catalog, translated: Catalog) -> Iterator[Message]:
    for message in translated:
        if message.id and template.get(message.id, message.context) is None:
            yield message


def _of_one(message: Message, translation: Message | None) -> Iterator[str]:
    name = _named(message)
    if translation is None or not all(_forms(translation.string)):
        yield f"{name}: not translated"
        return
    if translation.fuzzy:
        yield f"{name}: marked as a guess (fuzzy)"
    for form in _forms(translation.string):
        yield from (f"{name}: {fault}" for fault in _broken(message, form))


def _broken(message: Message, form: str) -> Iterator[str]:
    originals = [_forms(message.id)[-1]] if isinstance(message.id, str) else list(message.id)
    for what, pattern in (("what is filled in", _FILLED_IN), ("the markup", _MARKUP)):
        if Counter(pattern.findall(form)) not in [Counter(pattern.findall(original)) for original in originals]:
            yield f"{what} differs in “{form}”"
    if _words_in(form) and _EDGES.sub(r"\1|\2", form) != _EDGES.sub(r"\1|\2", originals[-1]):
        yield f"it begins or ends with other spaces in “{form}”"


def _words_in(form: str) -> bool:
    """A comma alone has its space in one script and none in another."""
    return any(letter.isalpha() for letter in form)


def _forms(strings: str | Sequence[str] | None) -> tuple[str, ...]:
    return (strings or "",) if isinstance(strings, str | None) else tuple(strings)


def _named(message: Message) -> str:
    words = _forms(message.id)[0]
    return f"“{words if len(words) <= 70 else words[:69] + '…'}”"
