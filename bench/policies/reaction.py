#!/usr/bin/env python3
"""How soon each rule answers a load that steps up: the table of docs/results/reaction.md.

    bench/policies/reaction.py [--program build/release/evenkeel] [--steps 24] [--page docs/results/reaction.md]

Each step is a run of its own, with its own seed, at a random moment of the control period. Reaction time is from the step to
the first additional ready pod, and to enough of them: as many as keep the target at the new load for good (M/M/c).
"""
import argparse
import concurrent.futures
import json
import math
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WATCHER = pathlib.Path(__file__).resolve().parent / "pods_seen.py"

SETTLED = 600            # s before the step
PHASE = 60               # s within which it comes
SEEN = 600               # s after it
SERVICE = 0.050          # s, exponential
TARGET = 0.250           # s, of the p95
STEPS = ((100, 150), (50, 150))  # requests/s before and after
RULES = (                # and s between two samples
    ("hpa(cpu=80)", 15),
    ("hpa(cpu=65)", 15),
    ("hpa(cpu=65)", 2),
    ("hpa(cpu=65, loop=5s)", 2),
    ("queueing(queueing=pooled)", 15),
    ("queueing(queueing=pooled, loop=5s)", 2),
    ("kpa(target=1)", 2),
)
SCENARIO = """apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {{name: reaction}}
spec:
  duration: {duration}s
  warmUp: {settled}s
  telemetry: {{scrapeInterval: {scrape}s}}
  loads:
    - application: service
      step: {{before: {before}, after: {after}, at: {at:.3f}s}}
  policies: [static]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {{name: service}}
spec:
  permittedActions: [scale]
  guardrails: {{profile: parity}}
  targets: [{{name: fast, metric: responseTime, statistic: p95, value: 250ms}}]
  components:
    - name: web
      replicas: {replicas}
      requests: {{cpu: 1, memory: 128Mi}}
      scaling: {{minReplicas: 1, maxReplicas: 60}}
      serving: {{discipline: fcfs, workers: 1, serviceTime: {{kind: exponential, mean: 50ms}}}}
      startup: {{imageSize: 0, readinessDelay: 20s}}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {{name: node}}
spec: {{count: 4, allocatable: {{cpu: 32, memory: 64Gi}}}}
"""


def slow(rate, pods):
    """P(response > TARGET) of M/M/c, first come, first served."""
    offered, served = rate * SERVICE, 1 / SERVICE
    if offered >= pods:
        return 1.0
    blocked = 1.0
    for n in range(1, pods + 1):
        blocked = offered * blocked / (n + offered * blocked)
    waits = blocked / (1 - offered / pods * (1 - blocked))
    left = pods - 1 - offered
    late = (served * TARGET if abs(left) < 1e-9 else (1 - math.exp(-served * TARGET * left)) / left)
    return math.exp(-served * TARGET) * (1 + waits * late)


def enough(rate):
    return next(pods for pods in range(1, 1000) if slow(rate, pods) <= 0.05)


def ready_at(pods, step):
    return [ready for time, ready in pods if time < step][-1]


def reached(pods, step, wanted):
    """Seconds from the step until so many are ready, 0 where they are there; None: not in the time that was looked at."""
    return 0.0 if ready_at(pods, step) >= wanted else next((time - step for time, ready in pods if time >= step and ready >= wanted), None)


def reaction(program, folder, rule, scrape, before, after, number):
    """Seconds to the first pod and to enough, pods at the end, percent of requests over after the step."""
    step = SETTLED + random.Random(number).uniform(0, PHASE)
    with tempfile.TemporaryDirectory(dir=folder) as own:
        own = pathlib.Path(own)
        (own / "scenario.yaml").write_text(SCENARIO.format(duration=SETTLED + PHASE + SEEN, settled=SETTLED, scrape=scrape, before=before,
                                                           after=after, at=step, replicas=enough(before)))
        policies = f"{rule},exec({WATCHER}, parameters={{out: {own / 'pods'}}})"
        command = [program, "run", own / "scenario.yaml", "--policy", policies, "--seed", str(number), "--quiet", "--out", own / "log.evk",
                   "--json", own / "figures.json"]
        ended = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if ended.returncode:
            sys.exit(f"{rule}: evenkeel run ended with status {ended.returncode}\n{ended.stderr}")
        pods = [(float(time), int(ready)) for time, ready in (line.split() for line in (own / "pods").read_text().splitlines())]
        over = json.loads((own / "figures.json").read_text())["policies"][0]["runs"][0]["violatedRequests"]
    return reached(pods, step, ready_at(pods, step) + 1), reached(pods, step, enough(after)), pods[-1][1], over


def cell(values):
    """Median and 95th percentile (the value of that rank); those never reached count as infinite."""
    ordered = sorted(math.inf if value is None else value for value in values)
    told = [statistics.median(ordered), ordered[math.ceil(0.95 * len(ordered)) - 1]]
    return " | ".join("never" if math.isinf(value) else f"{value:.0f}" for value in told)


def table(options):
    lines = ["| rule | sample every, s | load, requests/s | first pod, s: median | p95 | enough pods, s: median | p95 | pods after 10 min | requests over, % |",
             "|" + "---|" * 9]
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.threads) as pool:
        waiting = [(rule, scrape, steps, [pool.submit(reaction, options.program, folder, rule, scrape, *steps, number)
                                          for number in range(1, options.steps + 1)])
                   for steps in STEPS for rule, scrape in RULES]
        for rule, scrape, steps, runs in waiting:
            first, all_, pods, over = zip(*(run.result() for run in runs))
            lines.append(f"| `{rule}` | {scrape} | {steps[0]} to {steps[1]} | {cell(first)} | {cell(all_)} | "
                         f"{statistics.median(pods):.0f} [{min(pods)}, {max(pods)}] | {statistics.median(over):.1f} |")
            print(rule, steps, file=sys.stderr, flush=True)
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT / "build" / "release" / "evenkeel")
    parser.add_argument("--steps", type=int, default=24, help="runs of each rule and step, 20 or more for the page")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--page", type=pathlib.Path, help="put the table into this page")
    options = parser.parse_args()
    made = table(options)
    if options.page is None:
        print(made)
        return
    text = options.page.read_text(encoding="utf-8")
    options.page.write_text(re.sub(r"(<!-- reaction -->\n).*?(\n<!-- end -->)", lambda match: match[1] + made + match[2], text, flags=re.DOTALL),
                            encoding="utf-8")


if __name__ == "__main__":
    main()
