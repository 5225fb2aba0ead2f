"""A situation being played: steps that are held, and what both sides say of each once it has settled."""
import re

from api import APPS, AUTOSCALING, ApiError
from outcomes import outcome_of

BEYOND = 60.0  # s that a step is held beyond the stabilisation in force
AGAIN = 60.0  # s until a step that differs is looked at once more
LONGEST = 300.0  # s that settling itself may take


def conditions(scaler):
    return {one["type"]: (one["status"], one["reason"]) for one in scaler.get("status", {}).get("conditions", [])}


def utilization(scaler):
    """Of an autoscaler that looks at the CPU of whole pods alone."""
    metrics = scaler.get("status", {}).get("currentMetrics") or []
    if len(metrics) != 1 or metrics[0]["type"] != "Resource" or metrics[0]["resource"]["name"] != "cpu":
        return None
    return metrics[0]["resource"]["current"].get("averageUtilization")


def figure_of(advice):
    found = re.match(r"CPU (\d+) %, target \d+ %", advice["reason"])
    return int(found[1]) if found else None


def said_by(advice):
    return {"recommended": advice["recommendedReplicas"], "later": advice["laterReplicas"], "reason": advice["reason"],
            "guardrail": advice["guardrail"]}


class Playing:
    def __init__(self, api, space, situation, pods, clock):
        self.api, self.space, self.situation, self.pods, self.clock = api, space, situation, pods, clock
        self.number = -1
        self.step = None
        self.before = (0, 0)  # loads of the step before
        self.begun = self.changed = clock()
        self.count = situation.replicas
        self.from_count = self.count
        self.moves = []
        self.rows = []
        self.look_again = None  # when
        self.done = False

    def next(self):
        if self.step:
            self.before = (self.step.load, self.step.memory)
        self.number += 1
        if self.number == len(self.situation.steps):
            self.done = True
            return
        self.step = self.situation.steps[self.number]
        self.begun = self.changed = self.clock()
        self.from_count, self.moves, self.look_again = self.count, [], None
        if self.step.bounds:
            self.change(AUTOSCALING, "horizontalpodautoscalers", {"minReplicas": self.step.bounds[0], "maxReplicas": self.step.bounds[1]})
        if self.step.count >= 0:
            self.change(APPS, "deployments", {"replicas": self.step.count})
        self.pods.befall(self.step)

    def change(self, group, kind, spec):
        self.api.patch(f"{group}/namespaces/{self.space}/{kind}/{self.situation.name}", {"spec": spec})

    def tend(self):
        now = self.clock()
        passed = now - self.begun
        part = min(1.0, passed / self.step.ramp) if self.step.ramp else 1.0
        loads = [earlier + (later - earlier) * part for earlier, later in zip(self.before, (self.step.load, self.step.memory))]
        try:
            self.pods.use(now, *loads, self.step, climbing=part < 1)
        except (ApiError, OSError) as error:  # it is tried again a moment later
            print(f"{self.situation.name}: {error}")

    def moved(self, count, advice):
        """The autoscaler, or somebody's hand, has set the count; `advice` was given last before that."""
        if count == self.count:
            return
        proposed = advice["recommendedReplicas"] if advice and advice["replicas"] == self.count else None
        by_hand = self.step is not None and self.step.count == count and not self.moves
        self.moves.append({"after": round(self.clock() - self.begun, 1), "from": self.count, "to": count, "proposed": proposed, "byHand": by_hand})
        self.count, self.changed = count, self.clock()

    def held(self):
        """s since the load stands still and the count with it."""
        return self.clock() - max(self.begun + self.step.ramp, self.changed)

    def is_over(self):
        if self.look_again:
            return self.clock() >= self.look_again
        enough = self.situation.window() + BEYOND
        return self.held() >= enough or self.clock() - self.begun >= self.step.ramp + 2 * enough + LONGEST

    def conclude(self, scaler, deployment, observers):
        """A row of what both sides say now. False: they differ, and are to be asked once more."""
        status = conditions(scaler)
        theirs = {"desired": scaler.get("status", {}).get("desiredReplicas", 0), "replicas": deployment["spec"]["replicas"],
                  "ready": deployment["status"].get("readyReplicas", 0), "active": status.get("ScalingActive", ("", ""))[0],
                  "conditions": {kind: reason for kind, (_, reason) in status.items()}, "cpu": utilization(scaler)}
        row = {"situation": self.situation.name, "family": self.situation.family, "step": self.number, "from": self.from_count,
               "settled": self.held() >= self.situation.window() + BEYOND, "settledAfter": round(self.changed - self.begun, 1),
               "moves": self.moves, "hpa": theirs}
        for name, agent in observers.items():
            advice = agent.advice.get(self.situation.name)
            ours = said_by(advice) | {"cpu": figure_of(advice)} if advice else {"recommended": None, "later": None, "reason": "not seen", "guardrail": ""}
            row[name] = ours
        if self.look_again:
            self.rows[-1]["again"] = row
            return True
        self.rows.append(row)
        if outcome_of(row) != "different":
            return True
        self.look_again = self.clock() + AGAIN
        return False
