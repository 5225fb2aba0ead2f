"""Tables of a page under docs/results, between the marks of the bench that makes them."""


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def ranked(numbers, share):
    """The value of that rank."""
    return sorted(numbers)[min(len(numbers) - 1, int(share * len(numbers)))] if numbers else 0


def replace(page, bench, text):
    """What stands between the marks of bench/kubernetes/`bench`."""
    begin, end = f"<!-- {bench}: made by bench/kubernetes/{bench} -->", f"<!-- end of {bench} -->"
    old = page.read_text()
    if old.count(begin) != 1 or old.count(end) != 1:
        raise SystemExit(f"{page} lacks its marks {begin} and {end}")
    before, rest = old.split(begin)
    page.write_text(before + begin + "\n" + text + "\n" + end + rest.split(end)[1])
