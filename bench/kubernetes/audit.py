"""Who asked the API server for what, and when, from its audit log."""
import collections
import datetime
import json
import urllib.parse


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class Audit:
    """The events that are written from now on."""

    def __init__(self, file):
        self.file = file
        self.begin = file.stat().st_size

    def events(self):
        """One for each request; of a watch, when it begins."""
        with open(self.file, "rb") as log:
            log.seek(self.begin)
            for line in log:
                if not line.endswith(b"\n"):
                    return
                event = json.loads(line)
                if event["stage"] == ("ResponseStarted" if event["verb"] == "watch" else "ResponseComplete"):
                    yield event


def kind(event):
    asked = event.get("objectRef", {})
    name = "/".join(part for part in (asked.get("resource", event["requestURI"].split("?")[0]), asked.get("subresource")) if part)
    return f"{event['verb']} {name}" + (f".{asked['apiGroup']}" if asked.get("apiGroup") else "")


def asked_of(event):
    """Whose figures: "namespace/label selector"; None: it is no question for figures of pods."""
    parts = urllib.parse.urlsplit(event["requestURI"])
    if not parts.path.startswith("/apis/metrics.k8s.io/") or not parts.path.endswith("/pods"):
        return None
    return f"{event['objectRef'].get('namespace', '')}/{urllib.parse.parse_qs(parts.query).get('labelSelector', [''])[0]}"


def read(events, user, begin, end):
    """How many requests of which kind by whom, in that time; when `user` asked for figures, by whose, from the start: (asked, answered)."""
    requests, asks = collections.defaultdict(collections.Counter), collections.defaultdict(list)
    for event in events:
        who, at, answered = event["user"]["username"], seconds(event["requestReceivedTimestamp"]), seconds(event["stageTimestamp"])
        if begin <= at < end:
            requests[who][kind(event)] += 1
        if who == user and (asked := asked_of(event)) is not None:
            asks[asked].append((at, answered))
    return {who: dict(kinds.most_common()) for who, kinds in requests.items()}, asks
