#!/usr/bin/env python3
"""Makes cron.json: the latest moments of drawn cron expressions, as another implementation has them.

    pip install croniter==7.0.0 && tests/policy/data/cron.py > tests/policy/data/cron.json

Left out is what implementations do not agree on: steps over stars in day fields, ranges from a number to itself.
"""
import datetime
import json
import random

from croniter import croniter

FIELDS = ((0, 59), (0, 23), (1, 28), (1, 12), (0, 6))


def field(rng, least, most, steps):
    kind = rng.choice(("*", "*", "number", "range", "list") + (("step", "range step") if steps else ()))
    low = rng.randint(least, most - 1)
    high = rng.randint(low + 1, most)
    if kind == "*":
        return "*"
    if kind == "number":
        return str(low)
    if kind == "range":
        return f"{low}-{high}"
    if kind == "list":
        return f"{low},{rng.randint(least, most)}"
    return f"*/{rng.randint(2, 12)}" if kind == "step" else f"{low}-{high}/{rng.randint(2, 5)}"


def main():
    rng = random.Random(1)
    cases = []
    while len(cases) < 200:
        cron = " ".join(field(rng, *bounds, steps=i not in (2, 4)) for i, bounds in enumerate(FIELDS))
        until = datetime.datetime(2026, 1, 1) + datetime.timedelta(minutes=rng.randrange(2 * 365 * 1440))
        latest = croniter(cron, until + datetime.timedelta(minutes=1)).get_prev(datetime.datetime)
        if until - latest < datetime.timedelta(days=365):
            cases.append([cron, *(t.strftime("%Y-%m-%dT%H:%M") for t in (until, latest))])
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
