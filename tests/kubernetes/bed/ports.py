"""Ports of 127.0.0.1 that nothing listens at."""

import random
import socket

# Below those that the kernel gives to clients: a server that is restarted finds its port still free, and no client that
# tries again and again to reach it connects to itself.
PORTS = range(20000, 32000)


def free_ports(count):
    """Taken one after the other, so that none is given twice; by chance, so that beds started at once differ."""
    found = []
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise OSError("no free ports")
