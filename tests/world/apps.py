"""An app of a member, speaking the client API over real connections, with a token from the command line."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.world.servers import Server


@dataclass(frozen=True)
class App:
    """Somebody's app. `call` gives (status, what was answered); raises OSError or HTTPException when it is lost."""

    port: int
    token: str

    @classmethod
    def of(cls, server: Server, name: str, *, port: int | None = None) -> "App":
        token = server.run("token", name, "--scope", "read write follow").strip()
        return cls(port or server.port, token)

    def call(self, method: str, path: str, *, headers: dict[str, str] | None = None, **form: Any) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            body = urlencode(form, doseq=True) if form and method != "GET" else None
            target = f"{path}?{urlencode(form, doseq=True)}" if form and method == "GET" else path
            connection.request(
                method, target, body,
                {
                    "Authorization": f"Bearer {self.token}",
                    **({"Content-Type": "application/x-www-form-urlencoded"} if body else {}),
                    **(headers or {}),
                },
            )  # fmt: skip
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, json.loads(content) if content else None
        finally:
            connection.close()

    def everything_at_home(self) -> list[dict[str, Any]]:
        """Every post in the home timeline, newest first, page by page."""
        posts: list[dict[str, Any]] = []
        while True:
            more = {"max_id": posts[-1]["id"]} if posts else {}
            status, page = self.call("GET", "/api/v1/timelines/home", limit=40, **more)
            assert status == 200, page
            if not page:
                return posts
            posts += page
