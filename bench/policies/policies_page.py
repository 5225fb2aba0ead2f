"""docs/results/policies.md: what each rule reaches, what wins where, a table for each case."""
import statistics

from experiments import BOUNDS, PARTS
import figures

GOALS = ((0.05, 1.05), (0.10, 1.15), (0.25, 1.25), (0.35, 1.35), (float("inf"), 1.45))
WORSE = {"violatedWindows": 0.2, "podHours": 2.0}  # points, percent: "never worse" is below both
FRESH = ", a sample every 2 s"


def class_of(roughness):
    """Place among GOALS; None where there is no roughness."""
    return None if roughness is None else next(i for i, (limit, _) in enumerate(GOALS) if roughness <= limit)


def class_name(place):
    limits = [limit for limit, _ in GOALS]
    return f"above {limits[place - 1]:.2f}" if place + 1 == len(GOALS) else f"up to {limits[place]:.2f}"


class Outcome:
    """One case with all its policies."""

    def __init__(self, case, roughness, best, result, knative, learned):
        self.case, self.roughness, self.best = case, roughness, best
        self.policies = {p["policy"]: p for p in result["policies"]}
        self.policies |= {p["policy"]: p for p in learned["policies"] if p["policy"] not in self.policies}
        self.policies.update({p["policy"] + FRESH * (p["policy"] in self.policies): p for p in knative["policies"]})
        self.bound = self.policies[BOUNDS[0]]
        self.blocks = result["blocks"]["count"]
        self.seeds = len(result["seeds"])
        self.hours = (result["durationSeconds"] - result["judgedFromSeconds"]) / 3600

    def families(self):
        """Of each rule one, with the value tuned on the past; of learners as they come too."""
        return {**self.best.past, **{f"{name}, not tuned": call for name, call in self.case.learners.items()}}

    def on_test(self):
        """The same of what was tuned on the test, which nobody could have had."""
        return self.best.test

    def cost(self, name):
        return figures.mean_interval(figures.ratios(self.policies[name], self.bound))[0]

    def over(self, name):
        return figures.mean_interval(figures.values(self.policies[name], "violatedWindows"))[0]

    def point(self, name):
        return self.cost(name), self.over(name)

    def shown(self):
        """In a picture: each policy once."""
        return [name for name in self.policies if not name.endswith(FRESH)]

    def keeps(self, name):
        """At most 1 % of windows over, the upper end of the interval of the mean too."""
        mean, half = figures.mean_interval(figures.values(self.policies[name], "violatedWindows"))
        return mean + (half or 0) <= 1

    def meets_goal(self, name):
        place = class_of(self.roughness)
        return place is not None and self.keeps(name) and self.cost(name) <= GOALS[place][1]

    def never_worse(self, name):
        """Than the tuned threshold, by blocks of time; None: nothing to compare."""
        told = self.policies[name]["blockDifferenceToFirst"]
        if not told or not all(told.get(key) for key in WORSE):
            return None
        return all(told[key]["interval"]["high"] < most for key, most in WORSE.items())

    def front(self):
        """Rules that no other beats in cost, windows over and changes at once."""
        foresight = {*BOUNDS, *self.best.test.values()} - set(self.best.past.values())
        names = [n for n in self.policies if n not in foresight]
        points = {n: (*self.point(n), figures.mean_interval(figures.values(self.policies[n], "adaptations"))[0]) for n in names}
        return {n for n in names if not any(all(a <= b for a, b in zip(points[m], points[n])) and points[m] != points[n]
                                            for m in names)}

    def tuned(self, name):
        """The parts that it was tuned on, with what is to be told of the value that was found."""
        found = [(part, rule) for part in PARTS for rule, call in getattr(self.best, part).items() if call == name]
        return [one[0] + (f" ({', '.join(self.best.remarks[one])})" if self.best.remarks.get(one) else "") for one in found]

    def label(self, name):
        told = {BOUNDS[0]: "clairvoyant, B1c", BOUNDS[1]: "B1", BOUNDS[2]: "B0"}.get(name, name)
        marks = self.tuned(name)
        planned = self.policies[name].get("planned")
        told += f", tuned on the {' and on the '.join(marks)}" if marks else ""
        if not planned:
            return told
        told += f"; planned {planned['violatedWindows']:.2f} %, "
        if not planned.get("keepsLimit", True):
            return told + "no schedule keeps the limit"
        return told + f"at most {100 * (planned['podHours'] / planned['boundPodHours'] - 1):.1f} % above the least"

    def table(self):
        head = ["policy", "windows over, %", "requests over, %", "pod-hours", "cost / B1c", "changes", "front",
                "cost to the tuned threshold, % [blocks]", "windows over, points [blocks]"]
        front = self.front()
        rows = []
        for name, policy in self.policies.items():
            rows.append([self.label(name), figures.percent(figures.values(policy, "violatedWindows"), 2),
                         figures.percent(figures.values(policy, "violatedRequests"), 2),
                         f"{figures.mean_interval(figures.values(policy, 'podHours'))[0]:.1f}",
                         figures.text(figures.ratios(policy, self.bound), 3),
                         f"{figures.mean_interval(figures.values(policy, 'adaptations'))[0]:.0f}",
                         "yes" if name in front else "",
                         figures.block_difference(policy, "podHours"), figures.block_difference(policy, "violatedWindows")])
        return figures.table(head, rows)

    def speed(self):
        return f"{1 / self.case.stretch:.3g}"

    def section(self):
        roughness = "none" if self.roughness is None else f"{self.roughness:.3f}"
        told = [f"roughness {roughness}", f"{self.hours:.3g} h judged, {self.blocks} blocks of 4 h of the trace's time",
                f"{self.seeds} seeds"]
        if self.case.stretch < 1:
            told.append(f"played {self.speed()} times as fast")
        if self.case.stress:
            told.append(f"a stress case: {self.case.stress}")
        return f"### {self.case.title}\n\n{'; '.join(told).capitalize()}.\n\n{self.table()}"

    def winner(self):
        """Of the families the cheapest that keeps 1 %, or the one with the fewest windows over."""
        names = list(self.families().values())
        fit = [(self.cost(name), name) for name in names if self.keeps(name)]
        if fit:
            return self.told(min(fit)[1])
        return f"none keeps 1 %; fewest: {self.told(min(names, key=self.over))}"

    def told(self, name):
        return f"{name}: {self.cost(name):.2f} at {self.over(name):.1f} %"

    def overview(self):
        place = class_of(self.roughness)
        goal = ("-", "-") if place is None else (f"{self.roughness:.3f}", f"{GOALS[place][1]:.2f}")
        return [self.case.title, self.speed(), *goal, self.winner(), self.told(self.best.past["hpa"]), self.told(self.best.test["hpa"]),
                f"{self.over(BOUNDS[0]):.1f} %"]


def overview(outcomes):
    head = ["load, routing, start-up", "speed", "roughness", "goal", "cheapest rule that keeps 1 %", "threshold tuned on the past",
            "on the test", "B1c played back"]
    return figures.table(head, [outcome.overview() for outcome in outcomes])


def reached(outcomes, families=Outcome.families):
    """What each rule reaches over all cases, and over those of one class of roughness. `families`: of an outcome, which rules."""
    head = ["roughness", "cases", "rule", "keeps 1 %", "meets the goal", "never worse than the tuned threshold",
            "windows over, %, median [least, most]", "cost / B1c, median [least, most]"]
    classes = sorted({class_of(o.roughness) for o in outcomes if o.roughness is not None})
    rows = []
    for place in [None, *classes] if len(classes) > 1 else classes:
        members = [o for o in outcomes if place is None or class_of(o.roughness) == place]
        for family in families(members[0]):
            names = [(o, families(o)[family]) for o in members]
            worse = [o.never_worse(n) for o, n in names]
            spread = [[f(o, n) for o, n in names] for f in (Outcome.over, Outcome.cost)]
            texts = [f"{statistics.median(v):.2f} [{min(v):.2f}, {max(v):.2f}]" for v in spread]
            rows.append(["all" if place is None else class_name(place), str(len(members)), family,
                         str(sum(o.keeps(n) for o, n in names)), str(sum(o.meets_goal(n) for o, n in names)),
                         "-" if family == "hpa" else str(sum(w is True for w in worse)), *texts])
    return figures.table(head, rows)


def block(outcomes, command, machine):
    claims = [o for o in outcomes if not o.case.stress]
    stress = [o for o in outcomes if o.case.stress]
    parts = [f"`{command}`, {machine}.",
             "## What each rule reaches\n\nIn how many cases; with the value tuned on the past.\n\n" + reached(claims),
             "The same rules with the value tuned on the judged part itself: what nobody could have had.\n\n"
             + reached(claims, Outcome.on_test),
             "## What wins where\n\nCost / B1c at percent of windows over.\n\n" + overview(claims),
             "## Load curves\n\n" + "\n\n".join(o.section() for o in claims)]
    if stress:
        parts.append("## Stress cases\n\nToo short, or scaled too far, for a claim.\n\n" + overview(stress) + "\n\n"
                     + "\n\n".join(o.section() for o in stress))
    return "\n\n".join(parts)
