"""Waits that end: each says what it waited for, how long, and which log to read."""

import time

from bed.errors import BedError


def wait_for(what, probe, seconds, processes, log, others=()):
    """Until probe() is true. Refuses to wait for `log`'s process, or one of `others`, once it has ended.

    probe() may raise BedError for "not yet"; the last one is told.
    """
    until = time.monotonic() + seconds
    last = ""
    while True:
        for name in (log, *others):
            processes.check(name)
        try:
            if probe():
                return
        except BedError as error:
            last = f" ({error})"
        if time.monotonic() > until:
            raise BedError(f"{what}: not after {seconds:.0f} s{last}; read {processes.log(log)}, which ends:\n"
                           + processes.tail(log))
        time.sleep(0.25)
