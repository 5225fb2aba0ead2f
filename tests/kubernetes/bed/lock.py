"""One at a time: a lock on a directory that may be removed meanwhile."""

import contextlib
import fcntl
import os
import sys
import time

from bed.errors import BedError


def _try(directory):
    """The locked directory, open; None where another one holds it or has just removed it."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        opened = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(opened).st_ino == os.stat(directory).st_ino:
            return opened
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(opened)
    return None


@contextlib.contextmanager
def locked(directory, seconds):
    """Holds `directory` (made where missing) until the block's end; gives up after `seconds`."""
    until = time.monotonic() + seconds
    told = False
    while (opened := _try(directory)) is None:
        if time.monotonic() > until:
            raise BedError(f"another testbed has been busy with {directory} for {seconds:.0f} s")
        if not told:
            print(f"testbed: another one is busy with {directory}; waiting for it", file=sys.stderr, flush=True)
            told = True
        time.sleep(0.1)
    try:
        yield
    finally:
        os.close(opened)
