"""evenkeel fit: what it writes is a load of a valid scenario, its figures go to standard error, bad input ends with 2."""

import math
import os
import re
import unittest
from random import Random

from program import SCENARIO, Case

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOAD = """\
  loads:
    - application: shop
      step: {before: 20, after: 120, at: 3m}
"""


def days(count, cells=lambda minute, value: f"{minute},{value}", header="minute,requests"):
    """A day that goes up and down, with some unevenness that is the same each time."""
    lines = [header]
    for minute in range(0, count * 1440, 5):
        value = round(600 + 400 * math.sin(minute * 2 * math.pi / 1440) + 40 * math.sin(minute * minute))
        lines.append(cells(minute, value))
    return "\n".join(lines) + "\n"


def arguments_of(sample):
    """`file: a.csv, timeColumn: t, where: {column: c, value: v}` as arguments of fit."""
    arguments = []
    for column, value in re.findall(r"\{column: ([^,}]+), value: ([^,}]+)\}", sample):
        arguments += ["--where", column.strip() + "=" + value.strip(' "')]
    plain = re.sub(r",? *(where|and): *(\{[^}]*\}|\[[^]]*\])", "", sample)
    for key, value in re.findall(r"(\w+): ([^,]+)", plain):
        value = value.strip(" \"'")
        if key == "file":
            arguments.insert(0, value.replace("${EVENKEEL_DATA}", os.environ["EVENKEEL_DATA"]))
        elif key in ("timeColumn", "countColumn", "firstCountColumn", "countEvery", "interval", "combine", "values", "gaps"):
            arguments += ["--" + re.sub("[A-Z]", lambda upper: "-" + upper[0].lower(), key), value]
    return arguments


class Fit(Case):
    def test_what_it_writes_is_a_load(self):
        self.write("trace.csv", days(5))
        done = self.run_it("fit", "trace.csv", "--application", "shop", "-o", "loads.yaml")
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        loads = self.read("loads.yaml")
        self.assertTrue(loads.startswith("loads:\n"), loads)
        indented = "".join("  " + line + "\n" for line in loads.splitlines())
        self.assertIn(LOAD, SCENARIO)
        self.write("fitted.yaml", SCENARIO.replace(LOAD, indented))
        self.assertEqual(self.ok("validate", "fitted.yaml"), "fitted.yaml: valid\n")
        self.ok("run", "fitted.yaml")
        self.assertEqual(self.run_it("fit", "trace.csv", "--application", "shop").stdout, loads)

    def fitted_is_valid(self, name, *arguments):
        loads = self.ok("fit", *arguments, "--application", "shop")
        indented = "".join("  " + line + "\n" for line in loads.splitlines())
        self.write("fitted.yaml", SCENARIO.replace(LOAD, indented))
        done = self.run_it("validate", "fitted.yaml")
        self.assertEqual(done.returncode, 0, f"{name}: {done.stdout}{done.stderr}\n{loads}")

    def test_whatever_the_trace_it_writes_what_validate_takes(self):
        random = Random(1)
        shapes = {
            "flat": lambda i: 50,
            "one burst over nothing": lambda i: 10**7 if 1500 <= i < 1506 else 1,
            "seldom anything": lambda i: 1 if random.random() < 0.01 else 0,
            "spikes": lambda i: 10 ** random.randrange(9) if i % 97 == 0 else random.randrange(5),
            "heavy tail": lambda i: round(random.paretovariate(0.3)) % 10**7,
            "to zero": lambda i: max(0, 2000 - i),
            "fractions": lambda i: round(random.random() * 1e-6, 9),
            "on and off": lambda i: 400 if i // 300 % 2 else 0,
        }
        for name, value in shapes.items():
            for interval in (1, 3600):
                with self.subTest(shape=name, interval=interval):
                    rows = "".join(f"{i * interval},{value(i)}\n" for i in range(2400))
                    self.write("trace.csv", "seconds,requests\n" + rows)
                    self.fitted_is_valid(name, "trace.csv")

    @unittest.skipUnless(os.environ.get("EVENKEEL_DATA"), "EVENKEEL_DATA is not set")
    def test_what_it_writes_of_the_real_sets_is_valid(self):
        with open(os.path.join(ROOT, "docs", "traces.md"), encoding="utf-8") as page:
            samples = re.findall(r"\| `\{(file: .*)\}` \|$", page.read(), re.MULTILINE)
        self.assertGreater(len(samples), 18)
        for sample in samples:
            with self.subTest(trace=sample):
                arguments = arguments_of(sample)
                if "intervals; at least 100" not in self.run_it("fit", *arguments).stderr:
                    self.fitted_is_valid(sample, *arguments)

    def test_the_past_alone(self):
        quiet = "".join(f"{minute * 60},{10 if minute < 6000 else 1000}\n" for minute in range(10000))
        self.write("trace.csv", "seconds,requests\n" + quiet)
        mean = lambda *more: float(
            next(line for line in self.run_it("fit", "trace.csv", *more).stderr.splitlines() if "mean," in line).split()[-2]
        )
        self.assertAlmostEqual(mean("--split"), 10 / 60, delta=0.001)
        self.assertGreater(mean(), 1)

    def test_the_figures_stand_side_by_side(self):
        self.write("trace.csv", days(5))
        table = self.run_it("fit", "trace.csv").stderr
        self.assertIn("trace", table)
        self.assertIn("generated", table)
        self.assertLessEqual(max(map(len, table.splitlines())), 80)
        mean = next(line.split() for line in table.splitlines() if line.startswith("mean"))
        self.assertAlmostEqual(float(mean[-2]), 2.0, delta=0.05)
        self.assertAlmostEqual(float(mean[-1]), float(mean[-2]), delta=0.05)

    def test_options_say_what_the_file_holds(self):
        plain = days(4)
        self.write("plain.csv", plain)
        expected = self.ok("fit", "plain.csv")
        self.write("named.csv", days(4, lambda m, v: f"a,x=y,{m * 60},{v}\nb,x=y,{m * 60},1", "pod,zone,t,n"))
        columns = ["--time-column", "t", "--count-column", "n"]
        self.assertEqual(self.ok("fit", "named.csv", *columns, "--where", "pod=a", "--where", "zone=x=y"), expected)
        self.refused(2, "fit", "named.csv", *columns, says="combine: sum")
        self.ok("fit", "named.csv", *columns, "--combine", "sum")
        cells = [line.split(",")[1] for line in plain.splitlines()[1:]]
        while len(cells) > 900:
            cells.pop()
        self.write("wide.csv", "vm," + ",".join(f"m{i}" for i in range(len(cells))) + "\n1," + ",".join(cells) + "\n")
        self.ok("fit", "wide.csv", "--first-count-column", "m0", "--interval", "5m", "--levels")

    def test_bad_input(self):
        self.write("trace.csv", days(2))
        self.write("short.csv", "t,n\n0,1\n60,2\n")
        self.write("text.csv", "t,n\n0,1\n60,many\n")
        self.refused(2, "fit", "short.csv", says="short.csv: only 2 intervals")
        self.refused(2, "fit", "text.csv", says="text.csv:3: 'many' is not a count")
        self.refused(2, "fit", "nowhere.csv", says="no such file")
        self.refused(2, "fit", "trace.csv", "--where", "pod", says="COLUMN=VALUE")
        self.refused(2, "fit", "trace.csv", "--where", "pod=a", says="no column 'pod'")
        self.refused(2, "fit", "trace.csv", "--interval", "soon", says="interval")
        self.refused(2, "fit", "trace.csv", "--interval", "5m", "--count-every", "5m", says="countEvery")
        self.refused(2, "fit", "trace.csv", "--combine", "max", says="refuse, sum or mean")
        self.refused(2, "fit", "trace.csv", "--first-count-column", "m0", says="interval")
        self.refused(2, "fit", "trace.csv", "--application", "Shop!", says="--application")
        self.refused(2, "fit", "trace.csv", "-o", "trace.csv", says="trace.csv")
        self.refused(2, "fit", says="TRACE")
        self.assertEqual(self.read("trace.csv"), days(2))
        self.refused(2, "fit", "text.csv", "-o", "out.yaml", says="not a count")
        self.assertFalse(os.path.exists(self.path("out.yaml")))


if __name__ == "__main__":
    unittest.main()
