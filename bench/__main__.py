"""`python -m bench [--quick] [--million | --against URL --token T [--no-posting]]`"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import uvloop

from bench import client_api, growth, house
from bench.plan import FULL, QUICK, Plan
from bench.processes import cores
from bench.table import Line, header, printed


def main() -> None:
    """Measure, then print the table."""
    given = _arguments().parse_args()
    plan = QUICK if given.quick else FULL
    if hasattr(os, "sched_setaffinity") and not given.against:
        os.sched_setaffinity(0, cores()[1])
    if given.against:
        lines = uvloop.run(_against(given.against.rstrip("/"), given.token, plan, posting=given.posting))
    else:
        with tempfile.TemporaryDirectory(prefix="parasol-bench-") as folder:
            measure = growth.measured if given.million else house.measured
            lines = uvloop.run(measure(Path(folder), plan, _say))
    print(header(plan.runs))
    print("The server has one core; whoever asks (and the allies it tells) shares the machine and has the others.\n")
    print(printed(lines))


async def _against(origin: str, token: str, plan: Plan, *, posting: bool) -> list[Line]:
    target = client_api.with_token(origin, token)
    lines = await client_api.reading(target, plan)
    return lines + (await client_api.posting(target, plan) if posting else [])


def _say(what: str) -> None:
    print(f"-- {what}", file=sys.stderr, flush=True)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev bench", description="The benchmarks, as a table.")
    parser.add_argument("--quick", action="store_true", help="only see that everything runs; the figures mean nothing")
    parser.add_argument(
        "--million", action="store_true", help="only pages, with a million posts and with ten thousand: takes long"
    )
    parser.add_argument("--against", metavar="URL", help="measure the client API of any server that speaks it")
    parser.add_argument("--token", default="", help="a bearer token for that server: read and write")
    parser.add_argument(
        "--no-posting", dest="posting", action="store_false", help="only read there; otherwise it writes posts"
    )
    return parser


if __name__ == "__main__":
    main()
