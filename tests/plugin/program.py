#!/usr/bin/env -S python3 -IS
"""A policy that behaves as it is told by its parameters, or by the number of seconds of the snapshot."""
import json
import os
import signal
import sys

parameters = {}


def misbehave(how):
    if how == "crash":
        sys.exit("no idea what to do")
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "hang":
        signal.pause()
    if how == "spin":
        while True:
            pass
    if how == "garbage":
        print("well, I think", flush=True)
    if how == "long":
        sys.stdout.write("x" * 3_000_000)
        sys.stdout.flush()
        signal.pause()
    if how == "deep":
        print("[" * 500_000, flush=True)
    if how == "memory":
        bytearray(4 << 30)
    if how == "closed":
        os.close(1)
        signal.pause()
    if how == "deaf":
        os.close(0)
        signal.pause()
    if how == "twice":
        print('{"version":1,"type":"plan","decision":{}}\n{"version":1,"type":"plan","decision":{}}', flush=True)
    if how == "loud":
        sys.stderr.write("blah\n" * 100_000)
    if how == "grandchild":
        child = os.fork()
        if child == 0:
            signal.pause()
        with open(parameters["file"], "w", encoding="utf-8") as file:
            file.write(str(child))


def declare(message):
    parameters.update(message["parameters"])
    misbehave(parameters.get("declare"))
    if "countdown" in parameters:  # one process fewer that starts well
        with open(parameters["file"], "a+", encoding="utf-8") as file:
            file.write("x")
            file.seek(0)
            if len(file.read()) > parameters["countdown"]:
                sys.exit("no more")
    return {"scope": "component", "analyze": parameters.get("analyze", False), "mechanisms": ["scale"],
            "metrics": [{"metric": "http_server_request_rate", "of": "component", "windowSeconds": 60}],
            "periodSeconds": parameters.get("period", 15)}


def analyze(message):
    return {"plan": message["snapshot"]["components"][0]["replicas"] < 5, "state": "analyzed",
            "reasons": [{"code": "looked"}]}


def plan(message):
    misbehave(parameters.get("plan"))
    if message["snapshot"]["nowSeconds"] == parameters.get("at"):
        misbehave(parameters["then"])
    if "answer" in parameters:
        return json.loads(parameters["answer"])
    component = message["snapshot"]["components"][0]
    count = component["replicas"] + 1
    return {"decision": {"actions": [{"mechanism": "scale", "asset": component["id"], "settings": {"replicas": count}}],
                         "reasons": [{"code": "more", "observed": message["seed"], "proposal": count}]},
            "state": [message["state"], message["seed"]]}


for line in sys.stdin:
    message = json.loads(line)
    answer = {"declare": declare, "analyze": analyze, "plan": plan}[message["type"]](message)
    print(json.dumps({"version": 1, "type": message["type"], **answer}), flush=True)
    if message["type"] == parameters.get("leaves"):
        sys.exit(0)
