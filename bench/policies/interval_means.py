#!/usr/bin/env python3
"""An `exec` policy that never acts: it notes the mean response time of each control interval, the measure of paper 001.

A line for each interval of 3 minutes goes into the file `out`: seconds of its end and the mean of its requests (by the
rates of the samples), in seconds; nothing where no request was answered.
"""
import json
import sys

INTERVAL = 180
out = None


def declare(message):
    global out
    out = message["parameters"]["out"]
    wanted = ("http_server_request_duration_mean_seconds", "http_server_request_rate")
    return {"metrics": [{"metric": name, "of": "component", "windowSeconds": INTERVAL} for name in wanted],
            "mechanisms": ["scale"], "periodSeconds": INTERVAL}


def plan(message):
    component = message["snapshot"]["components"][0]
    means, rates = (dict((s["timeSeconds"], s["value"]) for s in series or []) for series in component["metrics"])
    both = [(means[at], rates[at]) for at in means if rates.get(at)]
    if both:
        mean = sum(m * r for m, r in both) / sum(r for _, r in both)
        with open(out, "a") as file:
            file.write(f"{max(means)} {mean:.6f}\n")
    return {"decision": {"reasons": [{"code": "observed"}]}}


for line in sys.stdin:
    message = json.loads(line)
    answer = {"declare": declare, "plan": plan}[message["type"]](message)
    print(json.dumps({"version": 1, "type": message["type"], **answer}), flush=True)
