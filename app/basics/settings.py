"""What whoever hosts a house may set: from the environment, or `parasol.toml` in the data folder.

The names are a contract with people outside this repository (docs/contract.md): add freely, drop nothing.
"""

import difflib
import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import locales

PREFIX = "PARASOL_"

# Something on this machine must have ended TLS before us; without https there is nobody whose word to take.
_BESIDE_US = "127.0.0.1, ::1"


class SettingsError(Exception):
    """A setting that cannot be used; the message says which one, why, and what to write instead."""


@dataclass(frozen=True)
class Settings:
    """The settings in force. Paths are absolute; `origin` has no trailing slash."""

    origin: str
    listen: str
    data: Path
    database_url: str
    media_url: str
    bus_url: str
    key_file: Path
    workers: int
    lab: bool
    rate_limits: bool
    proxies: tuple[str, ...]
    language: str

    @cached_property
    def host(self) -> str:
        """The house's host with its port where it isn't the scheme's own, e.g. `house.example`."""
        return urlsplit(self.origin).netloc

    @property
    def listen_host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def listen_port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises SettingsError naming the setting and the nearest known one."""
    env = dict(os.environ if environment is None else environment)
    data = Path(env.get(PREFIX + "DATA", "./var")).resolve()
    given = {**_from_file(data / "parasol.toml"), **_from_environment(env)}
    lab = _truth("lab", given.get("lab", "0"))
    listen = _address(given.get("listen", "127.0.0.1:8000"))
    origin = _origin(given.get("origin", f"http://{listen}"), lab=lab, given="origin" in given)
    settings = Settings(
        origin=origin,
        listen=listen,
        data=data,
        database_url=given.get("database_url") or f"sqlite:///{data / 'parasol.db'}",
        media_url=given.get("media_url") or f"file://{data / 'media'}",
        bus_url=given.get("bus_url", ""),
        key_file=Path(given.get("key_file") or data.parent / "parasol.key").resolve(),
        workers=_count("workers", given.get("workers", "1")),
        lab=lab,
        rate_limits=_rate_limits(given.get("rate_limits", "1"), lab=lab),
        proxies=_proxies(given.get("proxies", _BESIDE_US if origin.startswith("https://") else "")),
        language=_language(given.get("language", locales.SOURCE)),
    )
    if settings.key_file.is_relative_to(data):
        raise SettingsError(
            f"PARASOL_KEY_FILE ({settings.key_file}) lies in the data folder ({data}). Put it somewhere else: "
            "whoever takes the data must not find the key beside it."
        )
    return settings


def _from_environment(env: Mapping[str, str]) -> dict[str, str]:
    given = {name[len(PREFIX) :].lower(): value for name, value in env.items() if name.startswith(PREFIX)}
    _refuse_unknown(given, lambda name: PREFIX + name.upper())
    return given


def _from_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from error
    given = {name.removeprefix("parasol_"): value for name, value in ((k.lower(), v) for k, v in table.items())}
    _refuse_unknown(given, str.lower)
    return {name: str(int(value)) if isinstance(value, bool) else str(value) for name, value in given.items()}


def _refuse_unknown(given: Mapping[str, object], spell: "type[str] | object") -> None:
    known = [field.name for field in fields(Settings)]
    for name in given:
        if name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            shown = spell(name) if callable(spell) else name
            hint = spell(nearest[0]) if callable(spell) and nearest else ""
            raise SettingsError(f"There is no setting {shown}. The nearest one is {hint}.")


def _truth(name: str, value: str) -> bool:
    if value.strip().lower() in {"1", "true", "yes", "on"}:
        return True
    if value.strip().lower() in {"", "0", "false", "no", "off"}:
        return False
    raise SettingsError(f"PARASOL_{name.upper()} is 1 or 0, not {value!r}.")


def _rate_limits(value: str, *, lab: bool) -> bool:
    wanted = _truth("rate_limits", value)
    if not wanted and not lab:
        raise SettingsError("PARASOL_RATE_LIMITS=0 works only together with PARASOL_LAB=1, for tests.")
    return wanted


def _proxies(value: str) -> tuple[str, ...]:
    """Whose word is taken for where a visitor comes from: otherwise every visitor could say what they like."""
    try:
        networks = [ipaddress.ip_network(word.strip(), strict=False) for word in value.split(",") if word.strip()]
    except ValueError as error:
        raise SettingsError(
            f"PARASOL_PROXIES holds addresses or networks such as 127.0.0.1, 172.17.0.0/16, not {value!r}."
        ) from error
    return tuple(map(str, networks))


def _language(value: str) -> str:
    if value not in locales.complete():
        raise SettingsError(f"PARASOL_LANGUAGE is one of {', '.join(locales.complete())}, not {value!r}.")
    return value


def _count(name: str, value: str) -> int:
    if not value.isdigit():
        raise SettingsError(f"PARASOL_{name.upper()} is a whole number, not {value!r}.")
    return int(value)


def _address(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise SettingsError(f"PARASOL_LISTEN is an address and a port such as 127.0.0.1:8000, not {value!r}.")
    return value


def _origin(value: str, *, lab: bool, given: bool) -> str:
    parts = urlsplit(value)
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not bare:
        raise SettingsError(f"PARASOL_ORIGIN is an address such as https://house.example, not {value!r}.")
    if given and parts.scheme == "http" and not lab and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise SettingsError("PARASOL_ORIGIN must begin with https:// (http works on this machine alone).")
    return f"{parts.scheme}://{parts.netloc.lower()}"
