"""docs/results/policies.md: a table for each case, what wins where, and pictures of violations against cost."""
from experiments import BOUNDS, cheapest_within
import figures

GOALS = ((0.05, 1.05), (0.10, 1.15), (0.25, 1.25), (0.35, 1.35), (float("inf"), 1.45))


def goal(roughness):
    return next(goal for limit, goal in GOALS if roughness <= limit)


class Outcome:
    """One case with all its policies."""

    def __init__(self, case, roughness, tuned, result, knative):
        """`tuned`: by family, as the training part says."""
        self.case, self.roughness, self.tuned = case, roughness, tuned
        self.policies = {p["policy"]: p for p in result["policies"] + knative["policies"]}
        self.past = tuned["hpa"]
        self.test = cheapest_within(result)
        self.bound = self.policies[BOUNDS[0]]
        self.blocks = result["blocks"]["count"]
        self.seeds = len(result["seeds"])
        self.detail = result["detail"]

    def point(self, name):
        """Cost / B1c and percent of windows over, means over the seeds."""
        policy = self.policies[name]
        return (figures.mean_interval(figures.ratios(policy, self.bound))[0],
                figures.mean_interval(figures.values(policy, "violatedWindows"))[0])

    def rules(self):
        """What anyone could have had: of thresholds the one tuned on the past."""
        return [name for name in self.policies if name not in BOUNDS and (not name.startswith("hpa(") or name == self.past)]

    def label(self, name):
        told = {BOUNDS[0]: "clairvoyant, B1c", BOUNDS[1]: "B1", BOUNDS[2]: "B0"}.get(name, name)
        marks = ["past"] * (name in self.tuned.values()) + ["test"] * (name == self.test)
        return told + (f", tuned on the {' and the '.join(marks)}" if marks else "")

    def table(self):
        head = ["policy", "windows over, %", "requests over, %", "pod-hours", "cost / B1c", "changes",
                "cost to the threshold tuned on the past, % [blocks]"]
        rows = []
        for name, policy in self.policies.items():
            rows.append([self.label(name), figures.text(figures.values(policy, "violatedWindows"), 2),
                         figures.text(figures.values(policy, "violatedRequests"), 2),
                         f"{figures.mean_interval(figures.values(policy, 'podHours'))[0]:.1f}",
                         figures.text(figures.ratios(policy, self.bound), 3),
                         f"{figures.mean_interval(figures.values(policy, 'adaptations'))[0]:.0f}",
                         figures.block_difference(policy, "podHours")])
        return figures.table(head, rows)

    def section(self):
        roughness = "none" if self.roughness is None else f"{self.roughness:.3f}"
        told = [f"roughness {roughness}", f"{self.blocks} blocks of 4 h judged", f"{self.seeds} seeds"]
        if self.case.stretch < 1:
            told.append(f"played {1 / self.case.stretch:.3g} times as fast")
        if self.case.stress:
            told.append(f"a stress case: {self.case.stress}")
        return f"### {self.case.title}\n\n{'; '.join(told).capitalize()}.\n\n{self.table()}"

    def winner(self):
        """The cheapest rule with at most 1 % of windows over, or the one with the fewest."""
        points = {name: self.point(name) for name in self.rules()}
        fit = [(cost, name) for name, (cost, over) in points.items() if over <= 1]
        if fit:
            return self.told(min(fit)[1])
        fewest = min(points, key=lambda name: points[name][1])
        return f"none keeps 1 %; fewest: {self.told(fewest)}"

    def told(self, name):
        cost, over = self.point(name)
        return f"{name}: {cost:.2f} at {over:.1f} %"

    def overview(self):
        sigma = self.roughness
        return [self.case.title, *(("-", "-") if sigma is None else (f"{sigma:.3f}", f"{goal(sigma):.2f}")), self.winner(), self.told(self.past),
                self.told(self.test), f"{self.point(BOUNDS[0])[1]:.1f} %"]


def overview(outcomes):
    head = ["load, routing, start-up", "roughness", "goal", "cheapest rule with at most 1 % of windows over",
            "threshold tuned on the past", "on the test", "B1c played back"]
    return figures.table(head, [outcome.overview() for outcome in outcomes])


def block(outcomes, command, machine):
    claims = [o for o in outcomes if not o.case.stress]
    stress = [o for o in outcomes if o.case.stress]
    parts = [f"`{command}`, {machine}.",
             "## What wins where\n\nCost / B1c at percent of windows over.\n\n" + overview(claims),
             "## Load curves\n\n" + "\n\n".join(o.section() for o in claims)]
    if stress:
        parts.append("## Stress cases\n\nToo short, or scaled too far, for a claim.\n\n" + overview(stress) + "\n\n"
                     + "\n\n".join(o.section() for o in stress))
    return "\n\n".join(parts)
