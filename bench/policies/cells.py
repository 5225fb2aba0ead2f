"""A cell is one `evenkeel compare` or `tune` with --json; what has been run is kept and not run again."""
import dataclasses
import hashlib
import json
import pathlib
import subprocess
import sys
import time


@dataclasses.dataclass(frozen=True)
class Cell:
    scenario: str        # its text
    load: str            # the text of its load file, which the hash takes in
    command: str         # compare, tune
    options: tuple       # of it
    seconds: float       # estimated, of one core
    title: str
    policies: tuple = ()  # that `compare` compares


def compare(scenario, load, policies, seeds, seconds, title, flags=()):
    options = ("--policies", ",".join(policies), "--seeds", str(seeds), *flags)
    return Cell(scenario, load, "compare", options, seconds, title, tuple(policies))


class Runner:
    """Runs cells one after the other, each on `threads` threads; keeps JSON under `directory`."""

    def __init__(self, program, directory, threads, out=sys.stderr):
        self.program, self.directory, self.threads, self.out = pathlib.Path(program), directory, threads, out
        self.version = hashlib.sha256(self.program.read_bytes()).hexdigest()[:16]
        self.done = self.all = 0
        self.estimated = self.spent = self.estimated_spent = 0.0
        directory.mkdir(parents=True, exist_ok=True)

    def expect(self, cells):
        """Further cells that are to come, for what is left."""
        self.all += len(cells)
        self.estimated += sum(cell.seconds for cell in cells if not self.path(cell).exists())

    def path(self, cell):
        key = json.dumps([cell.scenario, cell.load, cell.command, cell.options, self.version])
        return self.directory / (hashlib.sha256(key.encode()).hexdigest()[:24] + ".json")

    def kept(self, cell):
        """Its figures where it has been run; else nothing."""
        path = self.path(cell)
        return json.loads(path.read_text()) if path.exists() else None

    def run(self, cell):
        path, spent = self.path(cell), 0.0
        if not path.exists():
            started = time.monotonic()
            scenario = path.with_suffix(".yaml")
            scenario.write_text(cell.scenario)
            command = [str(self.program), cell.command, str(scenario), *cell.options, "--threads", str(self.threads),
                       "--json", str(path)]
            ended = subprocess.run(command, capture_output=True, text=True)
            if ended.returncode:
                raise SystemExit(f"{cell.title}: evenkeel {cell.command} ended with status {ended.returncode}\n{ended.stderr}")
            spent = time.monotonic() - started
        self.finished(cell, spent)
        return json.loads(path.read_text())

    def finished(self, cell, spent):
        """Says so; `spent`: seconds of the clock that went by for it alone, 0: it had been run before."""
        self.done += 1
        if spent:
            self.spent += spent
            self.estimated_spent += cell.seconds
        left = self.estimated - self.estimated_spent
        pace = self.spent / self.estimated_spent if self.estimated_spent else 1 / self.threads
        print(f"[{self.done} of {self.all}, about {max(0.0, left * pace) / 60:.1f} minutes left] {cell.title}",
              file=self.out, flush=True)
