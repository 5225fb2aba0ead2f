#!/usr/bin/env python3
"""Makes learning.json: what an independent solver finds for scaling problems, to hold the learners against.

    pip install pymdptoolbox==4.0b3 && tests/policy/data/learning.py > tests/policy/data/learning.json

Steps are drawn, transitions and costs counted from them here, and the decision process that comes out is solved exactly by
policy iteration. A move is -1, 0 or 1 replica; a state is [replicas, level], its index as in the lists of values.
"""
import json
import random

from mdptoolbox.mdp import PolicyIteration
import numpy

LEAST, MOST, QUANTUM = 1, 4, 0.25
LEVELS = 5
PERFORMANCE, RESOURCES, ADAPTATION, SCALE_IN = 0.9, 0.09, 0.01, 0.5
DISCOUNT = 0.9
STATES = [(k, level) for k in range(LEAST, MOST + 1) for level in range(LEVELS)]
MOVES = (-1, 0, 1)
FORBIDDEN = 1e3  # cost of a move that is none


def index(k, level):
    return (k - LEAST) * LEVELS + level


def is_possible(k, move):
    return LEAST <= k + move <= MOST


def is_violated(k, level):
    """More load and fewer replicas are never better."""
    return level >= k


def known_cost(k, move):
    adaptation = {-1: SCALE_IN, 0: 0, 1: 1}[move]
    return RESOURCES * (k + move) / MOST + ADAPTATION * adaptation


def draw(count, rng):
    """[replicas, level, move, level after, violated after]"""
    steps = []
    for _ in range(count):
        k, level = rng.choice(STATES)
        move = rng.choice([m for m in MOVES if is_possible(k, m)])
        after = min(LEVELS - 1, max(0, level + rng.choice((-1, 0, 0, 1, 2)))) if level != 3 else 3
        steps.append([k, level, move, after, is_violated(k + move, after)])
    return steps


def solved(outcomes):
    """Values of all states, and the best move of each where there is one; `outcomes(k, level, move)`: [(probability, level after, cost)]."""
    transitions = numpy.zeros((len(MOVES), len(STATES), len(STATES)))
    rewards = numpy.full((len(STATES), len(MOVES)), -FORBIDDEN)
    for k, level in STATES:
        for a, move in enumerate(MOVES):
            if not is_possible(k, move):
                transitions[a, index(k, level), index(k, level)] = 1
                continue
            rewards[index(k, level), a] = 0
            for probability, after, cost in outcomes(k, level, move):
                transitions[a, index(k, level), index(k + move, after)] += probability
                rewards[index(k, level), a] -= probability * cost
    solver = PolicyIteration(transitions, rewards, DISCOUNT)
    solver.run()
    values = -numpy.array(solver.V)
    costs = -rewards + DISCOUNT * numpy.einsum("ast,t->sa", transitions, values)
    best = []
    for row in costs:
        order = numpy.argsort(row)
        best.append(MOVES[order[0]] if row[order[1]] - row[order[0]] > 1e-6 else None)
    return {"values": [float(v) for v in values], "moves": best}


def split(steps):
    """Levels go on as they did whatever was done; a penalty holds for all that is worse."""
    violated = {(k + move, after) for k, _, move, after, bad in steps if bad}

    def penalty(k, level):
        return PERFORMANCE * any(k <= k2 and level >= l2 for k2, l2 in violated)

    def outcomes(k, level, move):
        seen = [s[3] for s in steps if s[1] == level] or [level]
        return [(1 / len(seen), after, known_cost(k, move) + penalty(k + move, after)) for after in seen]

    return solved(outcomes)


def literal(steps):
    """Of each state and move what was seen after it; nothing seen: the level stays and costs nothing."""
    def outcomes(k, level, move):
        seen = [s for s in steps if s[:3] == [k, level, move]]
        return [(1 / len(seen), s[3], known_cost(k, move) + PERFORMANCE * s[4]) for s in seen] or [(1, level, 0)]

    return solved(outcomes)


def certain(after):
    """Every level has one that follows it."""
    return solved(lambda k, level, move: [(1, after[level], known_cost(k, move) + PERFORMANCE * is_violated(k + move, after[level]))])


def main():
    rng = random.Random(1)
    steps = draw(300, rng)
    after = [1, 2, 4, 0, 3]
    print(json.dumps({
        "problem": {"least": LEAST, "most": MOST, "quantum": QUANTUM, "weights": [PERFORMANCE, RESOURCES, ADAPTATION],
                    "scaleInCost": SCALE_IN, "discount": DISCOUNT},
        "steps": steps, "split": split(steps), "literal": literal(steps), "after": after, "certain": certain(after)}))


if __name__ == "__main__":
    main()
