"""Programs from their published Go modules, built once and kept.

A folder of modules/ pins each module and all that it needs (go.mod, go.sum). What is built is kept under the user's
cache directory, by the hash of those files, of the flags and of Go's version.
"""

import ctypes
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

from bed.errors import BedError, CannotBuild
from bed.lock import locked

MODULES = pathlib.Path(__file__).resolve().parent.parent / "modules"
NO_BUILD = "EVENKEEL_TESTBED_NO_BUILD"  # set: what is not built is lacking
FETCH = 1200.0  # s that fetching a module and all that it needs may take
BUILD = 3600.0  # s that building its programs may take
PR_SET_PDEATHSIG = 1  # prctl(2)
TELL = 20.0  # s between two lines that say how far it is


def say(text):
    print(f"testbed: {text}", file=sys.stderr, flush=True)


def compiler():
    found = shutil.which("go")
    if not found:
        raise CannotBuild("there is no Go in the PATH; 1.26.4 or newer builds the test bed")
    return found


def cache():
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "evenkeel" / "testbed"


def environment():
    return {**os.environ, "CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly -buildvcs=false -trimpath"}


def asked(module, *arguments):
    """What Go answers about a module of modules/."""
    done = subprocess.run([compiler(), *arguments], cwd=MODULES / module, env=environment(), capture_output=True, text=True,
                          timeout=60, check=False)
    if done.returncode:
        raise CannotBuild(f"go {arguments[0]} in {MODULES / module}: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()


def kept(module, flags=""):
    """The directory of a module's programs."""
    key = hashlib.sha256()
    for part in ((MODULES / module / "go.mod").read_bytes(), (MODULES / module / "go.sum").read_bytes(),
                 asked(module, "version").encode(), flags.encode()):
        key.update(hashlib.sha256(part).digest())
    return cache() / f"{module}-{key.hexdigest()[:16]}"


def end_with_parent():
    """A compiler does not outlive a testbed that was killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def lines(file):
    return len(file.read_text(errors="replace").splitlines())


def last_line(file):
    return (file.read_text(errors="replace").strip().splitlines() or ["no reason given"])[-1]


def run(doing, arguments, module, log, seconds):
    """Runs Go with its output, a line a package, in `log`, and says every now and then how far it is."""
    begun = told = time.monotonic()
    with open(log, "w", encoding="utf-8") as output:
        with subprocess.Popen([compiler(), *arguments], cwd=MODULES / module, env=environment(), stdin=subprocess.DEVNULL,
                              stdout=output, stderr=output, preexec_fn=end_with_parent) as process:
            try:
                while process.poll() is None:
                    time.sleep(0.2)
                    now = time.monotonic()
                    if now - begun > seconds:
                        raise BedError(f"{doing}: not done after {seconds:.0f} s; read {log}")
                    if now - told >= TELL:
                        told = now
                        say(f"  {doing}: {lines(log)} packages, {now - begun:.0f} s")
            except BaseException:
                process.terminate()
                raise
    return process.returncode == 0


def source(module, of):
    """The directory where Go keeps the source of the module `of` that modules/`module` needs; fetches it where missing."""
    return pathlib.Path(json.loads(asked(module, "mod", "download", "-json", of))["Dir"])


def programs(module, packages, flags=""):
    """Builds those of `packages` (name: Go package) that are not kept yet; returns the path of each."""
    directory = kept(module, flags)
    if any(not (directory / name).exists() for name in packages):
        if os.environ.get(NO_BUILD):
            raise CannotBuild(f"{', '.join(packages)} ({module}) not built yet; tests/kubernetes/testbed build builds them")
        with locked(directory, FETCH + BUILD):
            missing = {name: package for name, package in packages.items() if not (directory / name).exists()}
            if missing:
                build(module, missing, flags, directory)
    return {name: directory / name for name in packages}


def build(module, packages, flags, directory):
    begun = time.monotonic()
    log, fresh = directory / "build.log", directory / f".fresh-{os.getpid()}"
    say(f"building {', '.join(packages)} ({module}), once; minutes for Kubernetes, one or two for others")
    if not run("fetching", ["list", "-deps", "-f", "{{.ImportPath}}", *packages.values()], module, log, FETCH):
        raise CannotBuild(f"cannot fetch the Go modules of {module}: {last_line(log)}")
    doing = f"compiling, of {lines(log)} packages those not compiled yet"
    for left in directory.glob(".fresh-*"):  # of a build that was killed
        shutil.rmtree(left)
    fresh.mkdir()
    try:  # Go names several programs after their packages' last elements
        target = str(fresh / next(iter(packages))) if len(packages) == 1 else f"{fresh}/"
        arguments = ["build", "-v", "-ldflags", f"-s -w {flags}".strip(), "-o", target, *packages.values()]
        if not run(doing, arguments, module, log, BUILD):
            raise BedError(f"building {', '.join(packages)} of {module} failed; {log} ends:\n"
                           + "\n".join(log.read_text(errors="replace").splitlines()[-10:]))
        for name in packages:
            (fresh / name).rename(directory / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    say(f"built {', '.join(packages)} in {time.monotonic() - begun:.0f} s: {directory}")
