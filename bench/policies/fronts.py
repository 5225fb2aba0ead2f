"""Violations against cost as an SVG picture, a small panel for each case."""
from xml.sax.saxutils import escape

KINDS = (("hpa", "#4269d0", "thresholds"), ("kpa", "#9c6b4e", "kpa"), ("queueing", "#3ca951", "queueing"),
         ("q-learning", "#ff725c", "q-learning"), ("model-based", "#a463f2", "model-based"),
         ("clairvoyant", "#222222", "B1c, B1, B0"))
WIDTH, HEIGHT, LEFT, TOP, BOTTOM, COLUMNS = 300, 230, 40, 34, 34, 3
COSTS = (0.25, 3.0)
OVERS = (0, 1, 5, 20, 50, 100)


def at_cost(cost):
    low, high = COSTS
    return LEFT + (min(max(cost, low), high) - low) / (high - low) * (WIDTH - LEFT - 14)


def at_over(over):
    return HEIGHT - BOTTOM - (min(max(over, 0), 100) / 100) ** 0.5 * (HEIGHT - TOP - BOTTOM)


def colour(name):
    return next(colour for kind, colour, _ in KINDS if name.startswith(kind))


def panel(title, points):
    """`points`: of each policy its cost / B1c and percent of windows over."""
    out = [f'<text x="{LEFT}" y="18" font-weight="bold">{escape(title)}</text>']
    for over in OVERS:
        y = at_over(over)
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - 14}" y1="{y:.1f}" y2="{y:.1f}" stroke="{"#d33" if over == 1 else "#ddd"}"/>'
                   f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{over}</text>')
    for cost in (0.5, 1, 1.5, 2, 2.5, 3):
        x = at_cost(cost)
        out.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#eee"/>'
                   f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 15}" text-anchor="middle">{cost}{"+" if cost == COSTS[1] else ""}</text>')
    thresholds = sorted(point for name, point in points.items() if name.startswith("hpa("))
    line = " ".join(f"{at_cost(cost):.1f},{at_over(over):.1f}" for cost, over in thresholds)
    out.append(f'<polyline points="{line}" fill="none" stroke="{KINDS[0][1]}" stroke-opacity="0.5"/>')
    for name, (cost, over) in points.items():
        out.append(f'<circle cx="{at_cost(cost):.1f}" cy="{at_over(over):.1f}" r="4" fill="{colour(name)}" fill-opacity="0.8">'
                   f"<title>{escape(name)}: {cost:.2f}, {over:.2f} %</title></circle>")
    return "\n".join(out)


def picture(panels):
    """`panels`: (title, points) in order."""
    columns = min(COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    width, height = columns * WIDTH, rows * HEIGHT + 40
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
           'font-family="sans-serif" font-size="11">', f'<rect width="{width}" height="{height}" fill="white"/>']
    for i, (title, points) in enumerate(panels):
        out.append(f'<g transform="translate({i % columns * WIDTH},{i // columns * HEIGHT})">\n{panel(title, points)}\n</g>')
    x, y = 12, rows * HEIGHT + 12
    out.append(f'<text x="{x}" y="{y}">Across: pod-hours / B1c. Up: windows over, % (square root; red: 1 %). '
               "Lower left is better.</text>")
    for _, paint, told in KINDS:
        out.append(f'<circle cx="{x + 4}" cy="{y + 16}" r="4" fill="{paint}"/><text x="{x + 12}" y="{y + 20}">{told}</text>')
        x += 24 + 7 * len(told)
    return "\n".join(out + ["</svg>", ""])
