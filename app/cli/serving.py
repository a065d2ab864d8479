"""`serve` and `worker`: the processes that stay."""

import asyncio
import contextlib
import errno
import gc
import socket
from collections.abc import Generator
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.actions import joining
from app.basics.clock import now
from app.basics.errors import Refused
from app.basics.settings import Settings, load
from app.cli.opening import alone, kept_open
from app.cli.saying import log_plainly, say
from app.storage.house import House


def serve() -> None:
    """Web and (unless PARASOL_WORKERS=0) the jobs in one process."""
    settings = load()
    log_plainly()
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(_listener(settings))
        if settings.on_sqlite:
            stack.enter_context(alone(settings.data))
        house = stack.enter_context(kept_open(settings))
        _serve(house, listener)


def work() -> None:
    """Only the jobs: as many processes as you like on PostgreSQL, none beside `serve` on SQLite."""
    from app import worker

    settings = load()
    log_plainly()
    with contextlib.ExitStack() as stack:
        if settings.on_sqlite:
            stack.enter_context(alone(settings.data))
        house = stack.enter_context(kept_open(settings))
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(worker.work(house))


def _serve(house: House, listener: socket.socket) -> None:
    import uvicorn

    from app import main, wiring
    from app.cli import server
    from app.cli.bounded_head import BoundedHead

    settings = house.settings
    envoy = wiring.envoy_of(house)
    if not envoy.community.set_up:
        link = house.database.write_now(_setup_link, settings.origin, now=now())
        say("This house is new. Open this link to set it up; it works once:", f"  {link}")
    say(f"Serving {settings.origin} on {settings.listen}")
    app = main.build(envoy, works=settings.workers > 0)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=BoundedHead,
        ws=server.both_ways,  # type: ignore[arg-type] - it is called like the class it makes one of
        ws_max_size=server.MOST_MESSAGE_BYTES,
        ws_per_message_deflate=False,  # a hundred kilobytes for each who listens
        access_log=False,  # an address of whoever visits is never written down (P1)
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),  # and never what FORWARDED_ALLOW_IPS says
        log_config=None,
        timeout_graceful_shutdown=5,
    )
    gc.freeze()  # what was imported and built stays: no collection need look through it again
    gc.set_threshold(20_000, 20, 20)  # an answer makes thousands of rows and words, and next to no cycle
    gc.enable()
    server.Server(config, app.state.listeners.close).run(sockets=[listener])


def _setup_link(session: Session, origin: str, *, now: datetime) -> str:
    return f"{origin}/setup/{joining.renew_setup_link(session, now=now)}"


@contextlib.contextmanager
def _listener(settings: Settings) -> Generator[socket.socket]:
    """The listening socket, bound before anything else so that a port in use changes nothing."""
    family = socket.AF_INET6 if ":" in settings.listen_host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.listen_host, settings.listen_port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refused(
                    f"Something else listens on {settings.listen} already. End it, or choose another PARASOL_LISTEN."
                ) from error
            raise Refused(f"This machine cannot listen on {settings.listen}: {error.strerror}.") from error
        listener.listen(1024)
        yield listener
