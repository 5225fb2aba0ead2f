#!/usr/bin/env python3
"""Sizes, schedules and compositions of policies: what docs/results/policies.md has no column for.

    bench/policies/others.py [--program build/release/evenkeel] [--seeds 6] [--page docs/results/others.md]

Each contender is run request by request with the same seeds, one run after the other (some minutes of
one core). Prints the tables of docs/results/others.md, or puts them into that page in place of the
old ones. Of each figure: the median over the seeds, least and most in brackets.
"""
import argparse
import concurrent.futures
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

NODE = """---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {name: machine}
spec: {count: 4, allocatable: {cpu: 32, memory: 128Gi}}
"""

# Twelve hours, two swings of load and a burst; pods may be resized and not scaled.
VERTICAL = """apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {{name: vertical}}
spec:
  duration: 12h
  loads:
    - application: web
      diurnal: {{mean: 60, amplitude: 25, period: 6h}}
      noise: 0.1
    - application: web
      flashCrowd: {{base: 0, peak: 40, at: 8h, rise: 2m, hold: 10m, decay: 5m}}
  prices: {{gibHour: 1}}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {{name: web}}
spec:
  permittedActions: [resize]
  targets: [{{name: fast, metric: responseTime, statistic: p95, value: 0.25}}]
  components:
    - name: server
      replicas: 3
      requests: {{cpu: {cpu}, memory: {memory}}}
      limits: {{cpu: {cpu}, memory: {memory}}}
      resourceBounds: {{minimum: {{cpu: 100m, memory: 64Mi}}, maximum: {{cpu: 4, memory: 2Gi}}}}
      baseMemory: 60Mi
      serving: {{memoryPerRequest: 2Mi, queueLimit: 60, timeout: 2s, serviceTime: {{kind: exponential, mean: 25ms}}}}
"""
SIZES = (("600m", "128Mi"), ("800m", "192Mi"), ("1", "256Mi"), ("1500m", "512Mi"))
VPA = ("vpa(marginPercent={margin}, halfLife=2h, confidenceInterval=1h, podLifetimeUpdateThreshold=10m, podMinMemory=64Mi, "
       "memoryAggregationInterval=30m)")

# A day: a quiet night, a rush at eight that is there within 20 s, an afternoon, and a burst that no schedule knows.
DAY = """apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {name: day}
spec:
  start: 2026-06-01T00:00:00+00:00
  duration: 24h
  loads:
    - application: web
      seasonal:
        level: 100
        daily: [0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.35, 0.4, 0.5, 0.8, 1.2, 1.4, 1.4, 1.4, 1.5, 1.6, 1.6, 1.5, 1.2, 1.0, 0.8, 0.6, 0.4, 0.3]
        noise: [{cv: 0.1, memory: 10m}]
        seed: 3
    - application: web
      flashCrowd: {base: 0, peak: 200, at: 8h, rise: 20s, hold: 40m, decay: 30m}
    - application: web
      flashCrowd: {base: 0, peak: 120, at: 15h20m, rise: 1m, hold: 5m, decay: 10m}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {name: web}
spec:
  permittedActions: [scale]
  targets: [{name: fast, metric: responseTime, statistic: p95, value: 0.25}]
  components:
    - name: server
      replicas: 4
      requests: {cpu: 1, memory: 256Mi}
      limits: {cpu: 1, memory: 512Mi}
      scaling: {minReplicas: 1, maxReplicas: 40}
      serving: {queueLimit: 1000, serviceTime: {kind: exponential, mean: 50ms}}
      startup: {imageSize: 300M, cpuTime: 2s, readinessDelay: 30s}
""" + NODE
RUSH = "rules=[{start: '55 7 * * *', duration: 15m, minReplicas: 20}]"
RULES = (
    "static",
    "hpa(cpu=60)",
    "hpa(cpu=45)",
    "queueing(queueing=pooled)",
    f"schedule(policy='hpa(cpu=60)', {RUSH})",
    f"schedule(policy='queueing(queueing=pooled)', {RUSH})",
    "hpa(cpu=75)",
    "hpa(cpu=75),queueing(queueing=pooled)",
    f"hpa(cpu=60),schedule({RUSH})",
)
FIGURES = (("violatedWindows", "windows over, %", 2), ("violatedRequests", "requests over, %", 2), ("responseP95", "p95, ms", 0),
           ("podHours", "pod-hours", 1), ("coreHours", "core-hours", 1), ("money", "GiB-hours", 1),
           ("failedRequests", "failed, %", 2), ("adaptations", "changes", 0))
OF = {"vertical": ("violatedWindows", "violatedRequests", "failedRequests", "coreHours", "money", "adaptations"),
      "day": ("violatedWindows", "violatedRequests", "responseP95", "podHours", "adaptations")}


def vertical(cpu, memory):
    return VERTICAL.format(cpu=cpu, memory=memory) + NODE


def contenders():
    """(table, what the row is called, scenario, policy)"""
    for cpu, memory in SIZES:
        yield "vertical", f"`static`, {cpu} CPU and {memory}", vertical(cpu, memory), "static"
    for margin in (15, 50, 100):
        for cpu, memory in (SIZES[0], SIZES[-1]):
            name = f"`vpa(marginPercent={margin}, …)` from {cpu} CPU and {memory}"
            yield "vertical", name, vertical(cpu, memory), VPA.format(margin=margin)
    for policy in RULES:
        scenario = DAY.replace("replicas: 4", "replicas: 14") if policy == "static" else DAY
        yield "day", "`static`, 14 pods" if policy == "static" else f"`{policy}`", scenario, policy


def figures(program, folder, scenario, policy, seed):
    with tempfile.TemporaryDirectory(dir=folder) as own:
        own = pathlib.Path(own)
        (own / "scenario.yaml").write_text(scenario)
        command = [program, "run", own / "scenario.yaml", "--policy", policy, "--seed", str(seed), "--quiet",
                   "--out", own / "log.evk", "--json", own / "figures.json"]
        ended = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if ended.returncode:
            sys.exit(f"{policy}: evenkeel run ended with status {ended.returncode}\n{ended.stderr}")
        return json.loads((own / "figures.json").read_text())["policies"][0]["runs"][0]


def cell(runs, key, places):
    scale = 1000 if key == "responseP95" else 1
    values = [scale * (run[key] or 0) for run in runs]
    middle, least, most = (f"{value:.{places}f}" for value in (statistics.median(values), min(values), max(values)))
    return middle if least == most else f"{middle} [{least}, {most}]"


def tables(options):
    rows = {name: [] for name in OF}
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.threads) as pool:
        waiting = [(table, name, [pool.submit(figures, options.program, folder, scenario, policy, seed)
                                  for seed in range(1, options.seeds + 1)])
                   for table, name, scenario, policy in contenders() if options.only in (None, table)]
        for table, name, runs in waiting:
            runs = [run.result() for run in runs]
            cells = [cell(runs, key, places) for key, _, places in FIGURES if key in OF[table]]
            rows[table].append(f"| {name} | " + " | ".join(cells) + " |")
            print(name, file=sys.stderr, flush=True)
    titles = {table: [title for key, title, _ in FIGURES if key in keys] for table, keys in OF.items()}
    return {table: "\n".join(["| contender | " + " | ".join(titles[table]) + " |", "|" + "---|" * (1 + len(titles[table])), *lines])
            for table, lines in rows.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT / "build" / "release" / "evenkeel")
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", choices=OF)
    parser.add_argument("--page", type=pathlib.Path, help="put the tables into this page")
    options = parser.parse_args()
    began = time.monotonic()
    made = tables(options)
    print(f"{(time.monotonic() - began) / 60:.1f} minutes", file=sys.stderr)
    if options.page is None:
        print("\n\n".join(made.values()))
        return
    text = options.page.read_text(encoding="utf-8")
    for name, table in made.items():
        text = re.sub(rf"(<!-- {name} -->\n).*?(\n<!-- end -->)", lambda match: match[1] + table + match[2], text, flags=re.DOTALL)
    options.page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
