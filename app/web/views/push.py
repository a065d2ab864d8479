"""Being told of something new in a browser that is not looking, and the services through which that goes."""

from dataclasses import dataclass

from app.web.views.frame import EMPTY, Field


@dataclass(frozen=True, slots=True)
class PushPlaceView:
    """Another place where the member is told: what they called it, or the app's name; empty for neither."""

    id: int
    name: str = ""
    is_app: bool = False


@dataclass(frozen=True, slots=True)
class PushPage:
    """`GET /settings/push`, `push/page.html`. Posts `endpoint` there, which only script can fill in.

    `/settings/push/end` switches this browser off, `/settings/push/{id}/end` another place. `key` is the house's, for
    the browser; empty while no service is on. `error`: what the browser offered and the house did not take.
    """

    key: str = ""
    services: tuple[str, ...] = ()
    here: bool = False
    elsewhere: tuple[PushPlaceView, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A push service: whose it is and which browsers use it, both empty for one that was typed in."""

    host: str
    whose: str = ""
    browsers: str = ""
    on: bool = False


@dataclass(frozen=True, slots=True)
class HousePushPage:
    """`GET /house/push`, `push/house.html`. Posts `host` there, with `on=1` or `on=0`."""

    services: tuple[ServiceView, ...]
    host: Field = EMPTY
