"""`./dev bench` runs against real servers and prints every line; the figures of a test run mean nothing."""

import asyncio
import subprocess
import sys

import pytest

from bench.load import Load, Target, hammer, whole_length
from bench.table import Line, printed

PAGES = (
    "home page, HTML, signed in",
    "home timeline, client API",
    "community page, HTML",
    "community timeline, client API",
    "a profile, HTML",
    "a thread, HTML",
)
EVERY_LINE = (
    "cold start, the very first",
    "cold start, a house lived in",
    "home timeline, client API, 20 posts, 1 connection",
    "home timeline, client API, 20 posts, 8 connections",
    "the floor: bare FastAPI and sqlite3, 8 connections",
    "home timeline over the floor, 8 connections",
    "community timeline, client API, 8 connections",
    "community page, HTML, signed in, 8 connections",
    *PAGES,
    "posting, client API, 1 connection",
    "posting, client API, 8 connections",
    "signed Create accepted at the inbox, 8 connections",
    "the same, until stored and in the home",
    "from one Create to a follower's home",
    "delivery to 2 allies, 3 posts",
    "memory at rest",
    "memory under load",
)


def run_bench(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", "bench", *arguments], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_every_line_is_measured_and_nothing_is_refused_or_lost():
    out = run_bench("--quick")

    measured = {cells[1].strip(): cells for cells in (line.split("|") for line in out.splitlines()) if len(cells) > 2}
    for line in EVERY_LINE:
        assert float(measured[line][2].replace(",", "")) > 0, line
    assert "REFUSED" not in out
    assert out.count("0 lost") == 2
    assert "Medians of 1 runs" in out


def test_a_small_house_and_a_large_one_are_compared_page_by_page():
    out = run_bench("--quick", "--million")

    measured = {cells[1].strip(): cells for cells in (line.split("|") for line in out.splitlines()) if len(cells) > 2}
    assert float(measured["making 400 posts"][2]) > 0
    for page in (*PAGES, "a tag's page, HTML", "search, client API"):
        assert float(measured[f"{page}, 200 posts"][2]) > 0
        assert float(measured[f"{page}, 600 posts"][2]) > 0
        assert float(measured[f"{page}, the large house over the small"][2]) > 0


def test_another_server_is_measured_by_its_client_api_alone():
    async def measure() -> str:
        server = await asyncio.start_server(_answer_everything, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await asyncio.to_thread(
                run_bench, "--quick", "--against", f"http://127.0.0.1:{port}", "--token", "abc"
            )

    out = asyncio.run(measure())

    assert "home timeline, client API, 20 posts, 8 connections" in out
    assert "posting, client API, 8 connections" in out
    assert "REFUSED" not in out
    assert "inbox" not in out


def test_what_a_server_refuses_is_counted_and_not_called_good():
    async def measure() -> Load:
        async with await asyncio.start_server(_answer_everything, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            target = Target(f"http://127.0.0.1:{port}", (("Authorization", "Bearer wrong"),))
            return await hammer(target, target.get("/"), connections=2, seconds=0.05)

    load = asyncio.run(measure())

    assert load.good == 0
    assert load.statuses[401] > 0


@pytest.mark.parametrize(
    ("heard", "length"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Le", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP", 41),
        (b"HTTP/1.1 202 Accepted\r\n\r\n", 25),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", None),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nHTTP", 58),
    ],
)
def test_an_answer_ends_where_its_head_says(heard: bytes, length: int | None):
    assert whole_length(heard) == length


def test_the_table_is_markdown_with_a_column_for_the_goal():
    out = printed([Line("home", 1234.5, "a second", "p99 3 ms", "2,000"), Line("start", 0.5, "s")])

    assert out.splitlines() == [
        "| work  | measured | unit     | beside   | goal  |",
        "|-------|----------|----------|----------|-------|",
        "| home  | 1,234    | a second | p99 3 ms | 2,000 |",
        "| start | 0.5      | s        |          |       |",
    ]


async def _answer_everything(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that speaks just enough: 200 to whoever shows the token, 401 to others."""
    try:
        while head := (await reader.readuntil(b"\r\n\r\n")).lower():
            length = next((int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0)
            await reader.readexactly(length)
            status = b"200 OK" if b"authorization: bearer abc\r\n" in head else b"401 Unauthorized"
            writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 2\r\n\r\n[]")
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
