"""`parasol key export` and `import`, and a house without the key that it was made with."""

import stat
from io import StringIO

import pytest

from app.storage import key_file
from tests.world.cast import Member
from tests.world.hosts import Host


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch):
    """Somebody pipes these words into the command."""
    return lambda text: monkeypatch.setattr("sys.stdin", StringIO(text))


def test_an_exported_key_can_be_given_back(host: Host, a_member: Member, types):
    secret = key_file.read(host.settings.key_file)
    printed = host.says("key", "export")
    host.settings.key_file.unlink()
    types(printed)

    host.says("key", "import")

    assert key_file.read(host.settings.key_file) == secret
    assert stat.S_IMODE(host.settings.key_file.stat().st_mode) == 0o600
    host.says("token", "marisol")


def test_into_a_pipe_go_the_lines_of_the_key_alone(host: Host):
    said = host.says("key", "export")

    assert len(said.splitlines()) == 4
    assert key_file.understood(said) == key_file.read(host.settings.key_file)


def test_a_key_that_is_here_already_is_said(host: Host, types):
    types(host.settings.key_file.read_text())

    assert "here already" in host.says("key", "import")


def test_another_key_does_not_replace_the_one_that_is_here(host: Host, types):
    before = host.settings.key_file.read_bytes()
    types("ab" * 32)

    assert "Another key lies in" in host.is_refused("key", "import")
    assert host.settings.key_file.read_bytes() == before


def test_a_key_that_does_not_open_this_house_is_refused(host: Host, types):
    host.settings.key_file.unlink()
    types("ab" * 32)

    assert "not the one of this house" in host.is_refused("key", "import")
    assert not host.settings.key_file.exists()


@pytest.mark.parametrize("command", [("token", "marisol"), ("ally", "list"), ("migrate",)])
def test_a_house_without_its_key_does_not_make_itself_another(host: Host, a_member: Member, command: tuple[str, ...]):
    host.settings.key_file.unlink()

    assert "parasol key import" in host.is_refused(*command)
    assert not host.settings.key_file.exists()


def test_a_house_with_the_key_of_another_does_not_start(host: Host):
    host.settings.key_file.write_text("ab" * 32)

    assert "not the one that this house was made with" in host.is_refused("ally", "list")
