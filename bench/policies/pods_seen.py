#!/usr/bin/env python3
"""An `exec` policy that never acts: every second it appends to the file `out` the time (s) and the ready pods."""
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
        print(f"{snapshot['nowSeconds']:.3f}", snapshot["components"][0]["readyReplicas"], file=out, flush=True)
    print(json.dumps({"version": 1, "type": message["type"], **answer}), flush=True)
