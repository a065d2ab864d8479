"""A form that comes back is begun at what is wrong: at the field, else at the sentence on top. Without script."""

import re
from typing import Final

# In a page's own tags alone: what people write holds no `<` that was not cleaned or escaped.
_FIELD: Final = re.compile(rb'<(?:input|textarea|select|fieldset)\b[^>]* aria-invalid="true"')
_ON_TOP: Final = re.compile(rb'<p\b[^>]* id="trouble"')
_MADE_A_PLACE: Final = b' tabindex="-1" autofocus'


def begun_at_what_is_wrong(page: bytes) -> bytes:
    """The same page, which a browser opens at the first of them; unchanged if it says nothing of the kind."""
    found = _FIELD.search(page) or _ON_TOP.search(page)
    if found is None:
        return page
    takes_text = not found.group().startswith((b"<fieldset", b"<p"))
    return page[: found.end()] + (b" autofocus" if takes_text else _MADE_A_PLACE) + page[found.end() :]
