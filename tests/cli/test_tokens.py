"""`parasol token`: with --sealed it opens messages, without it does not; a wrong passphrase gives none."""

import pytest

from app.accounts import holders
from app.accounts.actions.signing_in import WrongPair
from app.cli import members
from app.storage.house import House
from tests.world.cast import PASSPHRASE, Member


@pytest.fixture
def printed(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the commands print, on this house."""
    from contextlib import nullcontext

    lines: list[str] = []
    monkeypatch.setattr(members, "opened", lambda: nullcontext(house))
    monkeypatch.setattr(members, "say", lambda *said: lines.extend(said))
    return lines


def test_a_sealed_token_opens_what_is_sealed_to_its_member(house: House, a_member: Member, printed: list[str]):
    members.give_token("marisol", "read write", PASSPHRASE)

    [token] = printed
    assert house.database.read_now(holders.token_key, token) == a_member.key


def test_a_plain_token_opens_nothing(house: House, a_member: Member, printed: list[str]):
    members.give_token("marisol", "read", None)

    [token] = printed
    assert house.database.read_now(holders.token_key, token) is None
    assert house.database.read_now(holders.token_holder, token) is not None


@pytest.mark.parametrize("name", ["marisol", "nobody1"])
def test_a_wrong_passphrase_gives_no_token(house: House, a_member: Member, printed: list[str], name: str):
    with pytest.raises(WrongPair):
        members.give_token(name, "read", "wrong wrong wrong wrong")

    assert printed == []
