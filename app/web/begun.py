"""What is begun, as the form of the Write page sends it and as it stands there again."""

from hashlib import blake2b

from app.accounts import lasting
from app.basics.text import tidy
from app.doors.bodies import Form
from app.posts import audience, holding
from app.posts.begun import Begun, BegunPicture, Earlier
from app.posts.quoting import USUAL, who_may
from app.web import forms, polls
from app.web.pages.uploading import Taken
from app.web.visiting import Visit

_WORDS = 160
_SAID = (
    "once", "text", "warning", "language", "audience", "reply_to", "lasts", "later", "quotes", "quotable",
    *polls.FIELDS,
)  # fmt: skip


def begun_in(who: Visit, form: Form, taken: Taken) -> Begun:
    """Everything that was filled in. Raises Invalid for a choice that there is not."""
    chosen, reply_to, quoted = form.text("audience"), form.text("reply_to"), form.text("quotes")
    return Begun(
        text=form.text("text"),
        warning=form.text("warning"),
        language=form.text("language"),
        audience=audience.chosen(chosen).value if chosen else "",
        reply_to=forms.the_id(reply_to) if reply_to else None,
        lasts_days=lasting.chosen(form.text("lasts")),
        pictures=_pictures_in(taken),
        once=sending_of(form),
        poll=polls.poll_in(form),
        quotes=forms.the_id(quoted) if quoted else None,
        quotable=who_may(form.text("quotable") or USUAL).value,
    )


async def earlier_in(who: Visit, form: Form) -> Earlier:
    """As what it was kept when its page was opened, with its pictures as far as this session opens it.

    Raises NotFound for what can be none.
    """
    draft, scheduled = form.text("draft"), form.text("scheduled")
    earlier = Earlier(forms.the_id(draft) if draft else None, forms.the_id(scheduled) if scheduled else None)
    if earlier == Earlier():
        return earlier
    member_key, read = await who.member_key() if draft else None, who.house.database.read
    return await read(holding.with_pictures, who.me.account_id, earlier, member_key, key=who.house.key)


def form_of(begun: Begun, **kept_as: str) -> Form:
    """The fields as they were when it was kept; its pictures, and what it answers, are looked up anew."""
    filled = {
        "text": begun.text,
        "warning": begun.warning,
        "language": begun.language,
        "audience": begun.audience,
        "lasts": str(begun.lasts_days or ""),
        "quotes": str(begun.quotes or ""),
        "quotable": begun.quotable,
        **polls.fields_of(begun.poll),
        **kept_as,
    }
    return Form({name: [value] for name, value in filled.items() if value or name == "language"})


def first_words(begun: Begun) -> str:
    """Enough to know it again."""
    words = " ".join(begun.text.split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS].rstrip()}…"


def sending_of(form: Form) -> str:
    """The same form sent twice is one sending; what somebody changed in it after going back is another."""
    if not form.text("once"):
        return ""
    said = "\0".join(form.text(name) for name in _SAID)
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _pictures_in(taken: Taken) -> list[BegunPicture]:
    """In their order, with their words."""
    return [BegunPicture(int(one.media), tidy(one.description)) for one in taken.shown if one.media]
