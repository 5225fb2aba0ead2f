"""Curves and points as SVG, in columns that can be read on a narrow page; light or dark as the page is."""
import math
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 480, 46, 16
COLOURS = ("#3b82f6", "#e8743b", "#2da44e", "#a371f7", "#c9379d", "#8b949e")
STYLE = """<style>
text { fill: #24292f; font: 12px sans-serif } .title { font-weight: bold; font-size: 13px } .ground { fill: #ffffff }
.grid { stroke: #d8dee4; stroke-width: 1 } .limit { stroke: #d1242f; stroke-dasharray: 4 3 }
.curve { fill: none; stroke-width: 1.5; stroke-linejoin: round }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .ground { fill: #0d1117 } .grid { stroke: #30363d } .limit { stroke: #ff7b72 } }
</style>"""


def linear(value):
    return value


def root(value):
    """Small shares far apart."""
    return math.sqrt(max(value, 0))


def log(value):
    return math.log10(max(value, 1e-9))


class Axis:
    """From value to place: `scale` of it, from `low` at `begin` to `high` at `end`; what lies beyond stands at the end."""

    def __init__(self, low, high, ticks, scale=linear, told=str):
        self.low, self.high, self.ticks, self.scale, self.told = low, high, ticks, scale, told

    def at(self, value, begin, end):
        low, high = self.scale(self.low), self.scale(self.high)
        return begin + (self.scale(min(max(value, self.low), self.high)) - low) / (high - low) * (end - begin)


class Panel:
    """One pair of axes below `top`, with curves and points in it."""

    def __init__(self, top, height, title, across, up, limit=None, ticked=True):
        self.top, self.bottom, self.across, self.up = top, top + height, across, up
        self.out = [f'<text class="title" x="{LEFT}" y="{top - 7}">{escape(title)}</text>']
        for tick in up.ticks:
            y = self.y(tick)
            self.out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
                            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{escape(up.told(tick))}</text>')
        for tick in across.ticks:
            x = self.x(tick)
            self.out.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{self.bottom}"/>')
            if ticked:
                self.out.append(f'<text x="{x:.1f}" y="{self.bottom + 15}" text-anchor="middle">{escape(across.told(tick))}</text>')
        if limit is not None:
            self.out.append(f'<line class="limit" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{self.y(limit):.1f}" y2="{self.y(limit):.1f}"/>')

    def x(self, value):
        return self.across.at(value, LEFT, WIDTH - RIGHT)

    def y(self, value):
        return self.up.at(value, self.bottom, self.top)

    def curve(self, points, colour, steps=False, dashed=False):
        """`steps`: a value holds until the next."""
        path, before = [], None
        for x, y in points:
            x, y = self.x(x), self.y(y)
            if steps and before is not None:
                path.append(f"{x:.1f},{before:.1f}")
            path.append(f"{x:.1f},{y:.1f}")
            before = y
        dash = ' stroke-dasharray="5 3"' if dashed else ""
        self.out.append(f'<polyline class="curve" stroke="{colour}"{dash} points="{" ".join(path)}"/>')

    def point(self, x, y, colour, shape, told, label=""):
        x, y = self.x(x), self.y(y)
        self.out.append(f'<path d="{outline(shape, x, y)}" fill="{colour}" fill-opacity="0.85"><title>{escape(told)}</title></path>')
        if label:
            self.out.append(f'<text x="{x - 5:.1f}" y="{y + 13:.1f}" text-anchor="end">{escape(label)}</text>')


def outline(shape, x, y):
    """Of a mark: disc, square, triangle, diamond."""
    corners = {"square": ((-4, -4), (4, -4), (4, 4), (-4, 4)), "triangle": ((0, -5), (5, 4), (-5, 4)),
               "diamond": ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0))}
    if shape == "disc":
        return f"M{x - 4:.1f},{y:.1f}a4,4 0 1 0 8,0a4,4 0 1 0 -8,0z"
    return "M" + "L".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners[shape]) + "z"


def legend(top, entries):
    """`entries`: (text, colour, mark, or "line" or "dashed"), in lines as many as they need."""
    out, x, y = [], LEFT, top
    for told, colour, shape in entries:
        wide = 26 + 6.6 * len(told)
        if x > LEFT and x + wide > WIDTH:
            x, y = LEFT, y + 18
        if shape in ("line", "dashed"):
            dash = ' stroke-dasharray="5 3"' if shape == "dashed" else ""
            out.append(f'<line x1="{x}" x2="{x + 14}" y1="{y - 4}" y2="{y - 4}" stroke="{colour}" stroke-width="2"{dash}/>')
        else:
            out.append(f'<path d="{outline(shape, x + 7, y - 4)}" fill="{colour}"/>')
        out.append(f'<text x="{x + 19}" y="{y}">{escape(told)}</text>')
        x += wide
    return out


def moved(part, right):
    """A panel so much further to the right, as lines."""
    return [f'<g transform="translate({right})">', *part.out, "</g>"]


def picture(height, parts, told, width=WIDTH):
    """`parts`: panels and lists of lines; `told`: what it shows, for who cannot see it."""
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
           f'aria-label="{escape(told, {chr(34): "&quot;"})}">', STYLE, f'<rect class="ground" width="{width}" height="{height}"/>']
    for part in parts:
        out += part.out if isinstance(part, Panel) else part
    return "\n".join([*out, "</svg>", ""])
