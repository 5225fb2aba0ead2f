"""Ports of the loopback that nobody listens on at this moment."""

import random
import socket

from bed.errors import BedError

# Below those that the kernel gives to clients, so that no connection takes one before its server does.
FIRST, LAST = 20000, 32000


def free_ports(count):
    found = []
    for port in random.sample(range(FIRST, LAST), 1000):
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise BedError(f"no {count} free ports between {FIRST} and {LAST} on 127.0.0.1")
