#!/usr/bin/env python3
"""An `exec` policy that never acts: every second it appends to the file `out` the time (s) and when each ready pod was started (s)."""
import json
import sys

out = None
for line in sys.stdin:
    message = json.loads(line)
    answer = {"decision": {}}
    if message["type"] == "declare":
        out = open(message["parameters"]["out"], "a")
        answer = {"metrics": [], "mechanisms": ["scale"], "periodSeconds": 1}
    else:
        snapshot = message["snapshot"]
        pods = snapshot["components"][0]["pods"]
        print(f"{snapshot['nowSeconds']:.3f}", *(f"{pod['startedSeconds']:.3f}" for pod in pods if pod["ready"]), file=out, flush=True)
    print(json.dumps({"version": 1, "type": message["type"], **answer}), flush=True)
