#!/usr/bin/env python3
"""An `exec` policy that never acts: it notes the samples that paper 001 looks at.

A line for each scrape goes into the file `out`, with blanks between its fields: its time (s), requests that ended (1/s), of them
failed (1/s), mean response time of the answered ones (s), CPU that a pod uses (cores, mean of the pods), pods wanted; "-" where
there is none. Each stands under its own time: at a decision the sample of the same instant has not arrived yet.
"""
import json
import sys

PERIOD = 60
out = None


def declare(message):
    global out
    out = message["parameters"]["out"]
    wanted = (("http_server_request_rate", "component"), ("http_server_error_rate", "component"),
              ("http_server_request_duration_mean_seconds", "component"), ("container_cpu_usage_cores", "pod"))
    return {"metrics": [{"metric": name, "of": of, "windowSeconds": 2 * PERIOD, "deciding": False} for name, of in wanted],
            "mechanisms": ["scale"], "periodSeconds": PERIOD}


def by_time(series):
    return {sample["timeSeconds"]: sample["value"] for sample in series or []}


def plan(message):
    component = message["snapshot"]["components"][0]
    rates, failed, means = (by_time(series) for series in component["metrics"][:3])
    pods = [by_time(pod["metrics"][3]) for pod in component["pods"]]
    known = message["state"] or 0
    with open(out, "a") as file:
        for time in sorted(time for time in rates if time > known):
            used = [pod[time] for pod in pods if time in pod]
            fields = (time, rates[time], failed.get(time), means.get(time), sum(used) / len(used) if used else None,
                      component["replicas"])
            file.write(" ".join("-" if field is None else f"{field:.6g}" for field in fields) + "\n")
    return {"decision": {"reasons": [{"code": "observed"}]}, "state": max([known, *rates])}


for line in sys.stdin:
    message = json.loads(line)
    answer = {"declare": declare, "plan": plan}[message["type"]](message)
    print(json.dumps({"version": 1, "type": message["type"], **answer}), flush=True)
