"""Turns a template and a view into the bytes of a page.

Autoescape is on and nothing switches it off: cleaned HTML arrives as Markup in the views. Templates are compiled
once and never looked at again while the house runs. There is one environment a language.
"""

from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import locales
from app.basics.ids import id_at
from app.web import among_words, assets, keeping, tongues
from app.web.compiled import Compiled
from app.web.tiles import tile
from app.web.views import PageFrame
from app.web.words import Words

TEMPLATES = Path(__file__).parents[2] / "templates"
_SPRITE = "<!--sprite-->"


def render(template: str, view: object, frame: PageFrame) -> bytes:
    """The page as UTF-8. `template` is its path under `templates/`; the template sees `view` and `frame`."""
    page = environment(frame.language).get_template(template).render(view=view, frame=frame)
    return page.replace(_SPRITE, assets.sprite_for(page), 1).encode()


def content_security_policy(*form_targets: str) -> str:
    """What a page of ours may load: itself, and nothing from anywhere else (P7).

    Browsers hold `form-action` also against the redirect that answers a form. So the page whose form ends elsewhere
    (an app's authorisation) names that target, an origin or a scheme such as `app:`, here.
    """
    targets = " ".join(("'self'", *form_targets))
    return (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; "
        f"form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def warm(language: str = "en") -> None:
    """Compile every template now, so that no visitor waits for it; once for however many houses."""
    house = environment(language)
    for name in house.list_templates(extensions=["html"]):
        house.get_template(name)


def environment(language: str) -> Environment:
    """The environment of a language; English where the house has no such language."""
    known = locales.languages()
    return _environment(language if language in known else "en")


def words_in(language: str) -> Words:
    """Everything said in that language."""
    return environment(language).globals["words"]  # type: ignore[return-value]


_compiled = Compiled(TEMPLATES, made_by=Path(__file__).read_bytes())


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        auto_reload=False,
        cache_size=-1,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled,
    )
    made.policies["ext.i18n.trimmed"] = True
    words = Words(language)
    # Old-style gettext: a plain call, three times faster than the new style in a timeline of twenty posts.
    made.install_gettext_translations(words.translations, newstyle=False)  # type: ignore[attr-defined]
    made.globals.update(_globals(words, language))
    return made


def _globals(words: Words, language: str) -> dict[str, Any]:
    return {
        "_": words.say,
        "words": words,
        "age": words.age,
        "since": words.since,
        "until": partial(keeping.until, words),
        "audience": words.audience,
        "weight": words.weight,
        "reviewed": locales.reviewed(language),
        "icon": assets.icon,
        "tile": tile,
        "called": among_words.called,
        "with_emoji": among_words.with_emoji,
        "tongue": tongues.tongue,
        "spoken_here": tongues.spoken_here,
        "in_tongue": tongues.in_tongue,
        "style_address": assets.style().address,
        "script_address": assets.script().address,
        "passkey_script_address": assets.passkey_script().address,
        "id_at": id_at,
        "live_script_address": assets.live_script().address,
        "complete_script_address": assets.complete_script().address,
        "installed_script_address": assets.installed_script().address,
        "push_script_address": assets.push_script().address,
        "touch_icon_address": assets.icon_file(180).address,
        "favicon_address": assets.favicon().address,
        "sprite": Markup(_SPRITE),  # noqa: S704 — a constant
    }
