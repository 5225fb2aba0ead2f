"""Processes of a bed: started with a log, found again later, ended by their ids and no others."""

import json
import os
import pathlib
import signal
import subprocess
import time

from bed.errors import BedError

GRACE = 15.0  # s from the request to end to the end
MARK = "EVENKEEL_TESTBED"  # in the environment of all that a bed starts, and of what these start: the bed's directory


def started_at(pid):
    """In clock ticks since boot; None: there is no such process. With the id it names a process for good."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()
    return None if fields[0] == "Z" else int(fields[19])


class Processes:
    """Kept in `directory`: processes.json, and a log for each."""

    def __init__(self, directory):
        self.directory = directory
        self.file = directory / "processes.json"
        self.flags = []  # (program, flag) beside those that a program is started with

    def all(self):
        """(name, id, start) in order of their start."""
        try:
            return [tuple(one) for one in json.loads(self.file.read_text())]
        except FileNotFoundError:
            return []

    def alive(self):
        return {name: pid for name, pid, start in self.all() if started_at(pid) == start}

    def marked(self):
        """(id, start) of every process that carries the bed's mark, listed or not."""
        mark = f"{MARK}={self.directory}".encode()
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append((int(entry.name), started_at(entry.name)))
            except OSError:
                continue
        return [(pid, start) for pid, start in found if start is not None and pid != os.getpid()]

    def start(self, name, command, **environment):
        more = [flag for program, flag in self.flags if program == name]
        with open(self.log(name), "ab") as log:
            process = subprocess.Popen([str(part) for part in [*command, *more]], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       start_new_session=True, cwd=self.directory,
                                       env={**os.environ, **self.homes(), **environment, MARK: str(self.directory)})
        self.write(self.all() + [(name, process.pid, started_at(process.pid))])
        return process

    def homes(self):
        """What a program writes of its own accord lands in the bed's directory."""
        temporary = self.directory / "tmp"
        temporary.mkdir(exist_ok=True)
        return {"HOME": str(self.directory), "TMPDIR": str(temporary)}

    def log(self, name):
        return self.directory / f"{name}.log"

    def tail(self, name, lines=5):
        try:
            return "\n".join(self.log(name).read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""

    def check(self, name):
        """Refuses to go on without a process that has ended."""
        if name not in self.alive():
            raise BedError(f"{name} has ended; read {self.log(name)}, which ends:\n{self.tail(name)}")

    def stop(self, name):
        """Ends it, and forgets it."""
        for _, pid, start in [one for one in self.all() if one[0] == name]:
            end(pid, start)
        self.write([one for one in self.all() if one[0] != name])

    def stop_all(self):
        """The last first, each waited for; then whatever else carries the mark."""
        for _, pid, start in reversed(self.all()):
            end(pid, start)
        for pid, start in self.marked():
            end(pid, start)
        if self.directory.exists():
            self.write([])

    def write(self, all_of_them):
        fresh = self.file.with_suffix(".fresh")
        fresh.write_text(json.dumps(all_of_them))
        fresh.rename(self.file)


def end(pid, start):
    """Asks that process to end, and ends it where it does not."""
    for how, seconds in ((signal.SIGTERM, GRACE), (signal.SIGKILL, 5.0)):
        if started_at(pid) != start:
            return
        try:  # what a leader waits for, as unshare waits for containerd, ends with it
            (os.killpg if os.getpgid(pid) == pid else os.kill)(pid, how)
        except ProcessLookupError:
            return
        if ended(pid, start, seconds):
            return
    raise BedError(f"process {pid} does not end")


def ended(pid, start, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.waitpid(pid, os.WNOHANG)  # where it is a child of this process
        except ChildProcessError:
            pass
        if started_at(pid) != start:
            return True
        time.sleep(0.05)
    return False
