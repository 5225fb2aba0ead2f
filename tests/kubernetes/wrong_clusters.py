"""Kubeconfigs of clusters that are none, for tests of what is said of them."""

import http.server
import json
import threading


class Broken(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_error(500)

    do_POST = do_GET

    def log_message(self, *_):
        pass


class WrongClusters:
    """Of a case with a bed."""

    def elsewhere(self, name, **cluster):
        """The bed's kubeconfig with something else in its cluster."""
        config = json.loads(self.kubectl("config", "view", "--raw", "-o", "json"))
        config["clusters"][0]["cluster"].update(cluster)
        file = self.folder / f"{name}.kubeconfig"
        file.write_text(json.dumps(config))
        return file

    def wrong_clusters(self):
        """(name, what is else in it, what must be said)"""
        broken = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Broken)
        self.addCleanup(broken.server_close)
        self.addCleanup(broken.shutdown)
        threading.Thread(target=broken.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{broken.server_address[1]}"
        return (("nobody", {"server": "https://127.0.0.1:1"}, "127.0.0.1:1"), ("unknown", {"server": "https://no.such.invalid"}, "no.such.invalid"),
                ("broken", {"server": address}, "answered 500"),
                ("stranger", {"certificate-authority": str(self.state / "client-ca.crt")}, "certificate"))
