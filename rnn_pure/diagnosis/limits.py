"""Limits of a process that runs a submission, where the system has them."""

import os
import time
from contextlib import suppress

MEMORY, FILE_SIZE = 4 << 30, 16 << 20  # bytes
CPU = 120  # seconds


def limit() -> None:
    """No more than so much, where the system can limit it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (
        ("RLIMIT_CPU", CPU), ("RLIMIT_AS", MEMORY),
        ("RLIMIT_FSIZE", FILE_SIZE), ("RLIMIT_CORE", 0),
    ):
        with suppress(ValueError, OSError):
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            if hard == resource.RLIM_INFINITY or most < hard:
                resource.setrlimit(kind, (most, most))


def leave_with_parent() -> None:
    """End, too, once the process that asks has ended."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
