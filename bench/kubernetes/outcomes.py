"""What the rows of waves come to."""
import collections

OUTCOMES = ("same", "waits", "both hold", "different", "unsettled")


def outcome_of(row, observer="parity"):
    """What the counts of both sides are to each other."""
    theirs, ours = row["hpa"], row[observer]
    if not row["settled"]:
        return "unsettled"
    if ours["recommended"] is None:  # an autoscaler that never had a metric asks for nothing either
        return "both hold" if theirs["active"] == "False" else "different"
    if theirs["desired"] != theirs["replicas"]:
        return "unsettled"
    if ours["recommended"] != theirs["desired"]:
        return "different"
    return "same" if ours["later"] is None else "waits"


def rows_of(results):
    return [row for result in results for row in result["rows"]]


def counted(rows, observer="parity"):
    return collections.Counter(outcome_of(row, observer) for row in rows)


def different(rows, observer="parity"):
    return [row for row in rows if outcome_of(row, observer) == "different"]


def stays(row):
    """Whether it still differed a minute later, or had not settled again."""
    again = {"settled": True, **row["again"]}
    return outcome_of(again) in ("different", "unsettled")


def agree(results):
    """Every settled step said the same, or came to a minute later, and every log replayed to the same."""
    rows = rows_of(results)
    observers = [one for result in results for one in result["observers"].values()]
    return (counted(rows)["same"] > 0 and not any(map(stays, different(rows)))
            and all(one["replayStatus"] == 0 and one["status"] == 0 for one in observers))


def foresees(results):
    """What says whatever is there would agree too: some moves were proposed before they were made. Of few autoscalers of about the
    same age that is a matter of chance: all look at the figures that much sooner or later than the observer."""
    return len(moves_of(rows_of(results))[1]) > 0


def reads(results):
    """What says whatever is there has no reading of its own; here most are the autoscaler's."""
    pairs = cpu_pairs(rows_of(results))
    return sum(abs(theirs - ours) <= 5 for theirs, ours in pairs) > len(pairs) / 2


def has_moved(row):
    return row["hpa"]["replicas"] != row["from"]


def moves_of(rows):
    """The autoscalers' moves; those of them that had been proposed before; those of these with another count."""
    moves = [move for row in rows for move in row["moves"] if not move["byHand"]]
    before = [move for move in moves if move["proposed"] is not None and move["proposed"] != move["from"]]
    return moves, before, [move for move in before if move["proposed"] != move["to"]]


def cpu_pairs(rows):
    """What both read of the CPU, where that is all an autoscaler looks at."""
    pairs = [(row["hpa"]["cpu"], row["parity"].get("cpu")) for row in rows if row["settled"]]
    return [pair for pair in pairs if None not in pair]


def per_decision(observer):
    """Microseconds of CPU."""
    return 1e6 * observer["process_cpu_seconds_total"] / observer["evenkeel_decisions_total"]


def told(row, observer):
    ours, theirs = row[observer], row["hpa"]
    later = f", then {ours['later']}" if ours["later"] is not None else ""
    guardrail = f"; {ours['guardrail']}" if ours["guardrail"] else ""
    again = row.get("again")
    after = f"; a minute later {again['hpa']['desired']} and {again[observer]['recommended']}" if again else ""
    return (f"{row['situation']}.{row['step']} ({row['family']}): the autoscaler {theirs['desired']} ({theirs['conditions'].get('ScalingActive')}), "
            f"ours {ours['recommended']}{later} ({ours['reason']}{guardrail}){after}")


def summary(results):
    rows = rows_of(results)
    lines = []
    for observer in ("parity", "standard"):
        lines.append(f"{observer}: " + ", ".join(f"{counted(rows, observer)[name]} {name}" for name in OUTCOMES))
        lines += [f"  {told(row, observer)}" for row in different(rows, observer)]
    lines.append(f"{sum(map(has_moved, rows))} of {len(rows)} steps ended at another count than they began with")
    lines.append("{} moves of the autoscalers, {} proposed before, {} of these with another count".format(*map(len, moves_of(rows))))
    pairs = cpu_pairs(rows)
    lines.append(f"{len(pairs)} readings of CPU, {sum(abs(a - b) <= 1 for a, b in pairs)} within a point, {sum(abs(a - b) <= 5 for a, b in pairs)} within five")
    for result in results:
        for name, one in result["observers"].items():
            lines.append(f"{name}: first pass after {one['firstPass'] or float('nan'):.1f} s, {per_decision(one):.0f} us of CPU a decision, "
                         f"{one['process_resident_memory_bytes'] / 1e6:.1f} MB; {one['replay']}")
    return "\n".join(lines)
