"""A decoder that was talked into something finds nothing to take, and its words are not believed."""

import asyncio
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from app.basics.errors import Refused, TooLarge, Unavailable
from app.media import cleaning
from app.media.cleaner.answers import packed
from app.media.cleaning import clean_picture
from tests.world import pictures
from tests.world.pictures import four_corners, saved

HOUSE = str(Path(__file__).resolve().parents[2])
SHUT_IN = "import sys; sys.path.insert(0, sys.argv[1]); from app.media.cleaner.confinement import shut_in; "


def life(body: str) -> subprocess.CompletedProcess[bytes]:
    """What becomes of a process that is shut in and then tries something."""
    program = [sys.executable, "-I", "-B", "-c", SHUT_IN + body, HOUSE]
    return subprocess.run(program, capture_output=True, env={}, timeout=60)


@pytest.fixture
def the_cleaner_is(monkeypatch):
    """Put another program in the cleaner's place."""

    def replaced(program: str, *arguments: str) -> None:
        command = (sys.executable, "-I", "-c", program, *arguments)
        monkeypatch.setattr(cleaning, "_CLEANER", command)

    return replaced


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "import socket; socket.socket()",
        "import os; os.pipe()",
        "import os; os.memfd_create('x')",
        "bytearray(900_000_000)",
    ],
)
def test_it_can_open_nothing_and_take_no_more_memory(attempt):
    imports, _, deed = attempt.rpartition("; ")

    ended = life(f"{imports or 'pass'}; shut_in(); {deed}")

    assert ended.returncode == 1
    assert b"Too many open files" in ended.stderr or b"MemoryError" in ended.stderr


def test_it_can_write_no_file_even_into_an_open_one(tmp_path):
    kept = tmp_path / "kept"
    script = f"import os; file = os.open({str(kept)!r}, os.O_CREAT | os.O_WRONLY); shut_in(); os.write(file, b'x')"

    ended = life(script)

    assert ended.returncode != 0
    assert kept.read_bytes() == b""


def test_it_gains_no_privileges_and_leaves_no_core():
    ended = life(
        "shut_in_later = open('/proc/self/status'); "
        "import resource; shut_in(); shut_in_later.seek(0); print(shut_in_later.read()); "
        "print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_CPU))"
    )

    assert b"NoNewPrivs:\t1" in ended.stdout
    assert b"(0, 0) (20, 20)" in ended.stdout


def test_it_starts_without_the_house():
    loaded = life("import app.media.cleaner.child; print(*sys.modules)").stdout.decode().split()

    assert "PIL.Image" in loaded
    for heavy in ("fastapi", "sqlalchemy", "starlette", "asyncio", "app.storage", "ssl"):
        assert heavy not in loaded


def test_it_gets_no_environment(the_cleaner_is, monkeypatch, cleaned):
    monkeypatch.setenv("PARASOL_KEY_FILE", "/somewhere/parasol.key")
    the_cleaner_is(
        "import os, sys; sys.stdout.buffer.write(bytes([4 if not os.environ.get('PARASOL_KEY_FILE') else 1]))"
    )

    with pytest.raises(TooLarge):
        cleaned(pictures.phone_picture())


def test_one_that_crashes_refuses_the_picture(the_cleaner_is, cleaned):
    the_cleaner_is("import os; os.kill(os.getpid(), 11)")

    with pytest.raises(Refused, match="cannot be cleaned"):
        cleaned(pictures.phone_picture())


def test_one_that_was_killed_for_its_greed_says_so(the_cleaner_is, cleaned):
    the_cleaner_is("import os; os.kill(os.getpid(), 9)")

    with pytest.raises(TooLarge, match="more work"):
        cleaned(pictures.phone_picture())


def test_one_that_cannot_start_is_our_own_fault(the_cleaner_is, cleaned):
    the_cleaner_is("raise SystemExit(1)")

    with pytest.raises(Unavailable):
        cleaned(pictures.phone_picture())


def test_one_that_never_ends_is_ended(the_cleaner_is, monkeypatch, cleaned):
    the_cleaner_is("import time; time.sleep(600)")
    monkeypatch.setattr(cleaning, "PATIENCE", 0.5)
    begin, begun = asyncio.create_subprocess_exec, []

    async def noted(*command, **options):
        begun.append(await begin(*command, **options))
        return begun[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)

    with pytest.raises(TooLarge, match="more work"):
        cleaned(pictures.phone_picture())

    assert [Path("/proc", str(one.pid)).exists() for one in begun] == [False]


def test_whoever_stops_waiting_ends_the_cleaner(the_cleaner_is, tmp_path):
    mark = tmp_path / "pid"
    program = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(600)"
    the_cleaner_is(program, str(mark))

    async def goes_away() -> None:
        asked = asyncio.create_task(clean_picture(pictures.phone_picture()))
        while not (mark.exists() and mark.read_text()):  # noqa: ASYNC110 - another process cannot set an Event
            await asyncio.sleep(0.02)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked

    asyncio.run(goes_away())

    assert not Path("/proc", mark.read_text()).exists()


def lying_answers() -> dict[str, bytes]:
    """Answers of a cleaner that was taken over, each with something in it that was not asked for."""
    webp = saved(four_corners(64, 64), "WEBP")
    told = saved(four_corners(64, 64), "WEBP", exif=pictures.exif())
    honest = cleaning.CleanPicture("image/webp", webp, webp, 64, 64, 64, 64, "L" * 28)

    def answer(**changes: object) -> bytes:
        return packed(cleaning.CleanPicture(**{**{f: getattr(honest, f) for f in honest.__slots__}, **changes}))

    return {
        "honest": answer(),
        "told full": answer(full=told),
        "told preview": answer(small=told),
        "bytes behind": answer(full=webp + b"CanaryBehind"),
        "a jpeg": answer(full=pictures.phone_picture()),
        "another size": answer(width=65),
        "a story for a blurhash": answer(blurhash="N52.5200 E13.4050 Maria M."),
        "an endless one": b"\0" + struct.pack(">IIIIBII", 1, 1, 1, 1, 28, 2**32 - 1, 1),
        "another outcome": b"\x63",
    }


@pytest.mark.parametrize("lie", [name for name in lying_answers() if name != "honest"])
def test_one_that_was_taken_over_is_not_believed(the_cleaner_is, cleaned, tmp_path, lie):
    answer = tmp_path / "answer"
    the_cleaner_is("import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())", str(answer))
    answer.write_bytes(lying_answers()["honest"])
    assert cleaned(pictures.phone_picture()).width == 64

    answer.write_bytes(lying_answers()[lie])

    with pytest.raises(Refused, match="cannot be cleaned"):
        cleaned(pictures.phone_picture())


def test_only_two_work_at_once(the_cleaner_is, tmp_path):
    program = (
        "import os, sys, time; mine = os.path.join(sys.argv[1], str(os.getpid())); open(mine, 'w').close(); "
        "time.sleep(0.1); count = len(os.listdir(sys.argv[1])); open(sys.argv[2], 'a').write(str(count)); "
        "time.sleep(0.1); os.remove(mine); sys.stdout.buffer.write(bytes([1]))"
    )
    (tmp_path / "working").mkdir()
    the_cleaner_is(program, str(tmp_path / "working"), str(tmp_path / "seen"))

    async def six() -> list[object]:
        asked = (clean_picture(pictures.phone_picture()) for _ in range(6))
        return await asyncio.gather(*asked, return_exceptions=True)

    assert all(isinstance(one, Refused) for one in asyncio.run(six()))
    seen = (tmp_path / "seen").read_text()
    assert len(seen) == 6
    assert set(seen) == {"1", "2"} or set(seen) == {"2"}


def test_no_more_wait_than_there_is_room_for(the_cleaner_is):
    the_cleaner_is("import sys, time; time.sleep(0.2); sys.stdout.buffer.write(bytes([1]))")

    async def thirty() -> list[object]:
        asked = (clean_picture(pictures.phone_picture()) for _ in range(30))
        return await asyncio.gather(*asked, return_exceptions=True)

    answers = asyncio.run(thirty())

    sent_away = [answer for answer in answers if isinstance(answer, Unavailable)]
    assert len(sent_away) == 30 - cleaning.AT_ONCE - cleaning.MAY_WAIT
    assert all(answer.retry_after > 0 for answer in sent_away)
