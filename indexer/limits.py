"""How much time and memory one file may take: what a child process sets itself, as far as its system can."""

import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_STATM: Final = Path("/proc/self/statm")  # Linux; its first number is the address space in pages


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds of computing, seconds by the clock, and bytes beside what a worker begins with.

    A system without rlimits (Windows) has the clock alone, one without /proc (macOS) no limit of memory.
    """

    cpu_seconds: int = 30
    wall_seconds: float = 120
    memory_bytes: int = 1_000_000_000


def address_space() -> int:
    """Return the bytes of address space of this process, 0 where the system does not say."""
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    import resource

    return pages * resource.getpagesize()


def limit_memory(further: int) -> None:
    """Allow this process `further` bytes beside those it has; more raises MemoryError. It leaves no core behind."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    held = address_space()
    if held:
        _lower(resource.RLIMIT_AS, held + further)


def limit_cpu(seconds: int) -> None:
    """Allow this process `seconds` of computing from now on; then the system ends it with SIGXCPU."""
    if sys.platform == "win32":
        return
    import resource

    _lower(resource.RLIMIT_CPU, math.ceil(time.process_time()) + seconds)


if sys.platform != "win32":

    def _lower(which: int, soft: int) -> None:
        """Set the soft limit, which may rise again later, at most to the hard one."""
        import resource

        hard = resource.getrlimit(which)[1]
        resource.setrlimit(which, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
