"""Runs of one policy and one seed with an observer beside it (observer.py), which notes samples and never acts."""
import dataclasses
import json
import math
import pathlib
import re
import time

import runs

OBSERVER = pathlib.Path(__file__).resolve().parent / "observer.py"
PERIOD = 60              # s, from one of its decisions to the next
CONTROL = 180            # s, the control interval of paper 001
TARGET = 0.080           # s, its target
TIMEOUT = 5.0            # s, of a request in examples/rossi.yaml
POLICIES = re.compile(r"(?m)^  policies: .*$")


@dataclasses.dataclass(frozen=True)
class Run:
    """As cells.Cell, for cells.Runner."""
    scenario: str        # its text, with a line of policies
    load: str            # the text of its load file, which the hash takes in
    policy: str
    seed: int
    seconds: float       # estimated, of one core
    title: str
    command = "run"

    @property
    def options(self):
        return (self.policy, self.seed, OBSERVER.read_text())


@dataclasses.dataclass(frozen=True)
class Sample:
    """Of one scrape: what the requests did that ended since the last."""
    time: float          # s
    ended: float         # requests/s, failed ones too
    failed: float        # requests/s
    mean: float | None   # s, of the answered ones
    cpu: float | None    # cores that a pod uses, mean of the pods
    pods: float          # wanted


def sample(line):
    time, ended, failed, mean, cpu, pods = (None if field == "-" else float(field) for field in line.split())
    return Sample(time, ended, failed or 0.0, mean, cpu, pods)


def interval_means(samples, timeout=None):
    """Mean response time (s) of each whole control interval, by the time of its samples: those of (0, 180], (180, 360], ...

    Of the answered requests, infinite where all failed; with `timeout` of all, a failed one with so many seconds. None where
    no request ended.
    """
    intervals = {}
    for one in samples:
        intervals.setdefault(math.ceil(one.time / CONTROL), []).append(one)
    last = int(samples[-1].time // CONTROL) if samples else 0
    return [interval_mean(intervals.get(i, []), timeout) for i in range(1, last + 1)]


def interval_mean(samples, timeout):
    failed = sum(one.failed for one in samples)
    answered = sum(one.ended - one.failed for one in samples)
    spent = sum(one.mean * (one.ended - one.failed) for one in samples if one.mean is not None)
    if timeout is not None:
        answered, spent = answered + failed, spent + timeout * failed
    if answered > 0:
        return spent / answered
    return math.inf if failed else None


def share_over(means):
    """Percent of the intervals that have a mean; None: none has."""
    told = [mean for mean in means if mean is not None]
    return 100 * sum(mean > TARGET for mean in told) / len(told) if told else None


class Seen:
    """What a run has shown."""

    def __init__(self, figures, samples):
        self.samples = samples
        self.figures = figures["policies"][0]["runs"][0]
        self.hours = figures["durationSeconds"] / 3600
        self.seconds = figures["cpuSeconds"]
        self.means = interval_means(samples)
        self.means_with_timeouts = interval_means(samples, TIMEOUT)

    @property
    def pods(self):
        return self.figures["podHours"] / self.hours

    @property
    def decisions(self):
        """Of the policy: without those of the observer, the first of which is at the start."""
        return self.figures["decisions"] - int(self.hours * 3600 // PERIOD) - 1

    @property
    def changing(self):
        """Percent of the policy's decisions that change something."""
        return 100 * self.figures["adaptations"] / self.decisions


def samples_of(path):
    return path.with_suffix(".samples")


def play(runner, run):
    """Where it has not been run; seconds that it took."""
    path = runner.path(run)
    if path.exists():
        return 0.0
    started = time.monotonic()
    scenario, log, told, samples = (path.with_suffix(end) for end in (".yaml", ".evk", ".told", ".fresh"))
    both = f"  policies: ['{run.policy}', 'exec({OBSERVER}, parameters={{out: {samples}}})']"
    text, changed = POLICIES.subn(lambda _: both, run.scenario)
    if changed != 1:
        raise SystemExit(f"{run.title}: the scenario has no line of policies to replace")
    scenario.write_text(text)
    for stale in (log, samples):
        stale.unlink(missing_ok=True)
    command = [str(runner.program), "run", str(scenario), "--seed", str(run.seed), "--out", str(log), "--json", str(told), "--quiet"]
    used = runs.seconds_of(command, run.title)
    figures = {**json.loads(told.read_text()), "cpuSeconds": used}
    samples.rename(samples_of(path))
    told.write_text(json.dumps(figures))
    told.rename(path)
    for done in (log, scenario):
        done.unlink()
    return time.monotonic() - started


def play_all(runner, made):
    """Those that have not been run, several at once."""
    runs.play_all(runner, made, play)


def seen(runner, run):
    path = runner.path(run)
    return Seen(json.loads(path.read_text()), [sample(line) for line in samples_of(path).read_text().splitlines()])
