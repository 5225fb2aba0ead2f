"""Real load curves, cut, scaled by their training part, and written as rates that a scenario plays."""
import csv
import dataclasses
import gzip
import math
import pathlib

TRAINING = 0.6  # of the time; the rest is judged
FAR = 50        # times as many requests as were counted: beyond, chance in the counts is a large part of the load
STRETCHED = f"its counts are scaled more than {FAR}-fold"


@dataclasses.dataclass(frozen=True)
class Curve:
    """A stretch of a data set. `counts`: values are requests per interval; otherwise levels (a utilisation, a rate)."""
    name: str
    file: str
    column: str
    interval: int        # seconds of trace time
    start: float         # hours of trace time
    hours: float
    counts: bool
    where: tuple = ()    # (column, values that a row may have)
    note: str = ""       # why it is a stress case, beyond its length


CURVES = {curve.name: curve for curve in (
    Curve("rossi", "rossi-debs-profile/events-per-minute.csv.gz", "events", 60, 24 * 30, 60, True),
    Curve("worldcup", "worldcup98-rpm/worldcup98_requests_per_minute.csv", "requests", 60, 24 * 46 + 2.5, 60, True),
    Curve("google2019", "google2019-cluster-mean/google2019_cluster_mean.csv", "avg_cpu", 300, 24 * 7, 60, False),
    Curve("azure-v2", "azure-v2-cluster-sum/azure_v2_cluster_sum.csv", "cpu_usage", 300, 24 * 7, 60, False),
    Curve("alibaba2018", "alibaba2018-cluster-mean/alibaba2018_cluster_mean_30s.csv", "cpu_util_percent", 30, 0, 60,
          False, where=("day", ("3", "4", "5"))),
    Curve("smd-2-8", "smd-server-machines/smd_machine-2-8.csv.gz", "f0", 60, 0, 60, False, where=("split", ("train",))),
    Curve("smd-3-4", "smd-server-machines/smd_machine-3-4.csv.gz", "f0", 60, 72, 60, False, where=("split", ("train",))),
    Curve("smd-1-6", "smd-server-machines/smd_machine-1-6.csv.gz", "f0", 60, 0, 60, False, where=("split", ("train",))),
    Curve("smd-2-1", "smd-server-machines/smd_machine-2-1.csv.gz", "f0", 60, 72, 60, False, where=("split", ("train",))),
    Curve("nasa", "nasa-http-1995-rpm/nasa_jul1995_requests_per_minute.csv", "requests", 60, 24 * 2, 60, True,
          note=STRETCHED),
    Curve("nab-elb", "nab-cloudwatch/nab.csv.gz", "value", 300, 24 * 4, 60, True,
          where=("series", ("elb_request_count_8c0756",)), note=STRETCHED),
    Curve("genai", "alibaba-genai-2026/genai_system_series.csv", "qps_api", 57, 2, 20, False),
    Curve("boutique", "online-boutique-service-rps/online_boutique_rps_1s.csv", "frontend", 1, 0, 1, False),
)}


def read(directory, curve):
    """The values of the curve's stretch; an empty cell holds the value before it."""
    path = pathlib.Path(directory) / curve.file
    opened = gzip.open(path, "rt", newline="") if path.suffix == ".gz" else open(path, newline="")
    values = []
    with opened as file:
        for row in csv.DictReader(file):
            if curve.where and row[curve.where[0]] not in curve.where[1]:
                continue
            values.append(float(row[curve.column]) if row[curve.column] else (values[-1] if values else 0.0))
    first = round(curve.start * 3600 / curve.interval)
    stretch = values[first:first + round(curve.hours * 3600 / curve.interval)]
    if len(stretch) < 10:
        raise SystemExit(f"{path}: {len(values)} values, none from hour {curve.start} on")
    return stretch


def scaled(values, peak, training=TRAINING):
    """Rates (requests/s) whose largest in the training part is `peak`."""
    largest = max(values[:max(1, round(training * len(values)))])
    return [peak * value / largest for value in values]


def check_note(values, curve, peak, training=TRAINING):
    """Ends all where a curve of counts is scaled further than its note admits."""
    times = peak * curve.interval / max(values[:max(1, round(training * len(values)))])
    if curve.counts and (times > FAR) != (curve.note == STRETCHED):
        raise SystemExit(f"{curve.name}: its counts are scaled {times:.1f}-fold, and its note says '{curve.note}'")


def roughness(values, interval, delay, counts):
    """As src/workload/roughness.h has it; `values` of the judged part, intervals in seconds as they are played.

    Here once more, since `evenkeel fit` tells it for minutes of the trace's own time alone, at no other speed and for no other delay.
    Of intervals longer than the delay it takes the change over one of them for that of a random walk.
    """
    joined = max(1, int(60 // interval))
    c = [sum(values[i:i + joined]) for i in range(0, len(values) - joined + 1, joined)]
    length = interval * joined
    lag = max(1, round(delay / length))
    mean = sum(c) / len(c)
    least = 20 if counts else 0.05 * mean
    pairs = [(a, b) for a, b in zip(c, c[lag:]) if a >= least and a > 0]
    if len(pairs) < 2:
        return None
    changes = [(b - a) / a for a, b in pairs]
    average = sum(changes) / len(changes)
    variance = sum(x * x for x in changes) / len(changes) - average ** 2
    if counts:
        variance -= sum(b / a ** 2 + b * b / a ** 3 for a, b in pairs) / len(pairs)
    return math.sqrt(max(0.0, variance) * min(1.0, delay / length))


def write(path, rates, interval):
    """Only where it differs: a scenario's hash takes the text in."""
    text = "seconds,rate\n" + "".join(f"{i * interval},{rate:.6g}\n" for i, rate in enumerate(rates))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return text
