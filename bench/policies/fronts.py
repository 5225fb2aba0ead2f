"""Violations against cost, a panel for each case, as an SVG picture."""
from plots import COLOURS, LEFT, WIDTH, Axis, Panel, legend, linear, moved, picture as drawn, root

COST = Axis(0.25, 3.0, (0.5, 1, 1.5, 2, 2.5, 3), linear, lambda cost: f"{cost:g}{'+' if cost == 3 else ''}")
OVER = Axis(0, 100, (0, 1, 5, 20, 50, 100), root)
KINDS = (("hpa", "threshold", COLOURS[0], "disc"), ("kpa", "kpa", COLOURS[5], "disc"), ("queueing", "queueing", COLOURS[2], "square"),
         ("q-learning", "q-learning", COLOURS[1], "triangle"), ("model-based", "model-based", COLOURS[3], "triangle"),
         ("clairvoyant", "B1c, B1, B0", COLOURS[4], "diamond"))
HEIGHT, GAP, COLUMNS = 150, 52, 2


def kind_of(name):
    return next((colour, shape) for kind, _, colour, shape in KINDS if name.startswith(kind))


def label(name, best):
    """What a point needs to be told by: a star where its value was tuned on the past, and which threshold that is."""
    if name not in best:
        return ""
    return name.removeprefix("hpa(cpu=").split(")")[0] + " % *" if name.startswith("hpa(") else "*"


def panel(top, title, points, best):
    """`points`: of each policy its cost / B1c and percent of windows over; `best`: those tuned on the past."""
    out = Panel(top, HEIGHT, title, COST, OVER, limit=1)
    out.curve(sorted(point for name, point in points.items() if name.startswith("hpa(")), COLOURS[0])
    for name, (cost, over) in points.items():
        out.point(cost, over, *kind_of(name), f"{name}: {cost:.2f}, {over:.2f} %", label(name, best))
    return out


def picture(panels):
    """`panels`: (title, points, best) in order, row by row."""
    parts = [moved(panel(26 + i // COLUMNS * (HEIGHT + GAP), *one), i % COLUMNS * WIDTH) for i, one in enumerate(panels)]
    end = 26 + -(-len(panels) // COLUMNS) * (HEIGHT + GAP)
    text = [f'<text x="{LEFT}" y="{end - 10}">Across: pod-hours / B1c. Up: windows over, % (dashed: 1 %).</text>',
            f'<text x="{LEFT}" y="{end + 8}">Lower left is better. *: tuned on the past.</text>']
    return drawn(end + 72, [*parts, text, legend(end + 30, [(told, colour, shape) for _, told, colour, shape in KINDS])],
                 "Percent of windows over the target against cost, a panel for each load, start-up delay and speed", COLUMNS * WIDTH)
