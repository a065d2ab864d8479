"""lynx: a program that knows no script, no style and no picture, and keeps cookies in a file."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.web.browser import FilledForm, forms_in

_SETTINGS = "PERSISTENT_COOKIES:TRUE\nACCEPT_ALL_COOKIES:TRUE\nCHARACTER_SET:utf-8\nASSUME_CHARSET:utf-8\n"
_OPTIONS = ("-connect_timeout=10", "-read_timeout=20", "-width=100", "-nomargins")


@dataclass
class Lynx:
    """Somebody who reads with it: what they see is text."""

    folder: Path
    origin: str
    at: str = "/"

    def opens(self, address: str) -> str:
        """What stands there, as lynx prints it."""
        self.at = address
        return self._asks(address, "-dump", "-nolist")

    def follows(self, words: str) -> str:
        """The first link of that name on the page that is open."""
        return self.opens(next(address for name, address in self.links() if name == words))

    def sends(self, action: str, **filled: str) -> str:
        """The form of the open page that goes there, with what it holds and what was filled in; what comes then."""
        form = next(form for form in self.forms() if form.action == action)
        given = urlencode(form.sends(**filled)) + "\n---\n"
        return self._asks(action, "-dump", "-nolist", "-post_data", given=given)

    def forms(self) -> list[FilledForm]:
        return forms_in(self._asks(self.at, "-source").encode())

    def links(self) -> list[tuple[str, str]]:
        """What the links of the open page are called, and where each leads."""
        page, _, leads = self._asks(self.at, "-dump").rpartition("\nReferences\n")
        where = dict(re.findall(r"^\s*(\d+)\. (\S+)$", leads, re.MULTILINE))
        named = re.findall(r"\[(\d+)\]([^\[\n]*)", page)
        return [(words.strip(), where[number].removeprefix(self.origin)) for number, words in named if number in where]

    def _asks(self, address: str, *how: str, given: str = "") -> str:
        jar, settings = self.folder / "cookies", self.folder / "lynx.cfg"
        settings.write_text(_SETTINGS)
        kept = (f"-cfg={settings}", f"-cookie_file={jar}", f"-cookie_save_file={jar}")
        done = subprocess.run(
            ["lynx", *kept, *_OPTIONS, *how, self.origin + address],
            input=given,
            capture_output=True,
            text=True,
            timeout=60,
            env={"HOME": str(self.folder), "TERM": "dumb", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )
        assert done.stdout, (address, done.stderr)  # how it ends says only whether something was refused
        return done.stdout
