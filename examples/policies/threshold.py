#!/usr/bin/env python3
"""Keeps the CPU of a component's pods at a target, in percent of what they request."""
import json
import math
import sys

parameters = {}

def declare(message):
    parameters.update({"target": 60, **message["parameters"]})
    cpu = {"metric": "container_cpu_usage_cores", "of": "pod", "windowSeconds": 60}
    return {"metrics": [cpu], "mechanisms": ["scale"], "periodSeconds": 15}

def plan(message):
    component = message["snapshot"]["components"][0]
    series = [pod["metrics"][0] for pod in component["pods"] if pod["ready"] and pod["metrics"][0]]
    if not series:
        return {"decision": {"reasons": [{"code": "no-samples"}]}}  # no action: hold
    used = sum(samples[-1]["value"] for samples in series) / len(series)
    percent = 100 * used / component["podRequests"]["cpu"]
    wanted = math.ceil(len(series) * percent / parameters["target"])
    recent = [*(message["state"] or []), wanted][-20:]  # five minutes: fall no lower than that
    action = {"mechanism": "scale", "asset": component["id"], "settings": {"replicas": max(recent)}}
    reason = {"code": "threshold", "subject": "cpu", "observed": percent, "target": parameters["target"]}
    return {"decision": {"actions": [action], "reasons": [reason]}, "state": recent}

for line in sys.stdin:
    message = json.loads(line)
    answer = {"declare": declare, "plan": plan}[message["type"]](message)
    print(json.dumps({"version": 1, "type": message["type"], **answer}), flush=True)
