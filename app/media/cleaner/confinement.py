"""What the cleaner gives up before it touches a stranger's bytes. None of it can be taken back by it."""

import ctypes
import resource
import signal

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 20

# From <linux/prctl.h>.
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


def shut_in() -> None:
    """Give up memory, time, files, sockets, other processes and privileges. Import everything before.

    With three descriptors allowed and three open, nothing can be opened any more: no file, socket or pipe.
    RLIMIT_NPROC does not bind root; the house is not meant to run as root.
    """
    _let_go_with_the_house()
    _at_most(resource.RLIMIT_AS, MEMORY)
    _at_most(resource.RLIMIT_CPU, CPU_SECONDS)
    _at_most(resource.RLIMIT_FSIZE, 0)
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_NPROC, 0)
    _at_most(resource.RLIMIT_NOFILE, 3)


def _let_go_with_the_house() -> None:
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    for option, value in (
        (_PR_SET_PDEATHSIG, int(signal.SIGKILL)),
        (_PR_SET_DUMPABLE, 0),
        (_PR_SET_NO_NEW_PRIVS, 1),
    ):
        if prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), f"prctl {option}")


def _at_most(limit: int, amount: int) -> None:
    _soft, hard = resource.getrlimit(limit)
    if hard != resource.RLIM_INFINITY:
        amount = min(amount, hard)
    resource.setrlimit(limit, (amount, amount))
