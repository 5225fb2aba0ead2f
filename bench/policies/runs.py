"""Single runs, `evenkeel run` of one policy and one seed: several at once, counted and kept as cells are (cells.Runner)."""
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import subprocess
import tempfile
import time


@dataclasses.dataclass(frozen=True)
class Run:
    scenario: str        # its text
    policy: str
    seed: int
    seconds: float       # estimated, of one core
    title: str
    watcher: pathlib.Path | None = None  # a policy beside it that never acts and writes what it sees into the file `out`
    fluid: bool = False
    command = "run"
    load = ""

    @property
    def options(self):
        return (self.policy, self.seed, self.watcher.read_text() if self.watcher else "", self.fluid)


def seconds_of(command, title):
    """Runs it to its end; seconds of CPU that it and its children used. Where it fails all ends with what it said."""
    with tempfile.TemporaryFile("w+") as errors:
        program = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=errors)
        _, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        if program.returncode:
            errors.seek(0)
            raise SystemExit(f"{title}: evenkeel {command[1]} ended with status {program.returncode}\n{errors.read()}")
    return used.ru_utime + used.ru_stime


def play(runner, run):
    """Where it has not been run; seconds of the clock that it took."""
    path = runner.path(run)
    if path.exists():
        return 0.0
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=runner.directory) as own:
        own = pathlib.Path(own)
        scenario, log, told, out = (own / name for name in ("scenario.yaml", "log.evk", "figures.json", "seen"))
        scenario.write_text(run.scenario)
        policies = run.policy + (f",exec({run.watcher}, parameters={{out: {out}}})" if run.watcher else "")
        used = seconds_of([runner.program, "run", scenario, "--policy", policies, "--seed", run.seed, "--quiet", "--out", log,
                           "--json", told, *["--fluid"] * run.fluid], run.title)
        kept = {**json.loads(told.read_text())["policies"][0]["runs"][0], "cpuSeconds": used,
                "seen": out.read_text() if run.watcher else ""}
        told.write_text(json.dumps(kept))
        told.rename(path)
    return time.monotonic() - started


def play_all(runner, runs, play=play):
    """Those that have not been run, several at once."""
    with concurrent.futures.ThreadPoolExecutor(runner.threads) as pool:
        waiting = {pool.submit(play, runner, run): run for run in runs}
        try:
            for done in concurrent.futures.as_completed(waiting):
                runner.finished(waiting[done], done.result() / runner.threads)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def figures(runner, run):
    """Of a run that has been made: those of `run --json`, "cpuSeconds", and what its watcher has "seen"."""
    return json.loads(runner.path(run).read_text())
