"""One M/M/8 queue at 90 % load in SimPy 4, written in three ways.

    simpy_mm8.py textbook|lean|events REQUESTS

textbook: a process for every request, and a Resource; lean: the same with the draws and look-ups
kept out of the loop; events: bare time-outs with callbacks, no process and no Resource for a
request. Prints one line: form, requests, CPU seconds, mean response time in seconds.
"""
import random
import sys
import time
from collections import deque

import simpy

SERVERS = 8
SERVICE_MEAN = 0.05
RATE = SERVERS * 0.9 / SERVICE_MEAN


def textbook(requests):
    responses = []

    def customer(env, servers):
        arrived = env.now
        with servers.request() as turn:
            yield turn
            yield env.timeout(random.expovariate(1.0 / SERVICE_MEAN))
        responses.append(env.now - arrived)

    def source(env, servers):
        for _ in range(requests):
            yield env.timeout(random.expovariate(RATE))
            env.process(customer(env, servers))

    env = simpy.Environment()
    env.process(source(env, simpy.Resource(env, capacity=SERVERS)))
    env.run()
    return sum(responses) / len(responses)


def lean(requests):
    total = 0.0
    env = simpy.Environment()
    servers = simpy.Resource(env, capacity=SERVERS)
    draw, timeout, process = random.expovariate, env.timeout, env.process
    request, release = servers.request, servers.release
    rate = 1.0 / SERVICE_MEAN

    def customer():
        nonlocal total
        arrived = env.now
        turn = request()
        yield turn
        yield timeout(draw(rate))
        release(turn)
        total += env.now - arrived

    def source():
        for _ in range(requests):
            yield timeout(draw(RATE))
            process(customer())

    process(source())
    env.run()
    return total / requests


def events(requests):
    env = simpy.Environment()
    draw, timeout = random.expovariate, env.timeout
    waiting = deque()
    rate = 1.0 / SERVICE_MEAN
    busy = 0
    left = requests
    total = 0.0

    def begin(arrived):
        timeout(draw(rate), arrived).callbacks.append(done)

    def done(event):
        nonlocal busy, total
        total += env.now - event.value
        if waiting:
            begin(waiting.popleft())
        else:
            busy -= 1

    def arrive(_):
        nonlocal busy, left
        left -= 1
        if left:
            timeout(draw(RATE)).callbacks.append(arrive)
        if busy < SERVERS:
            busy += 1
            begin(env.now)
        else:
            waiting.append(env.now)

    timeout(draw(RATE)).callbacks.append(arrive)
    env.run()
    return total / requests


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("textbook", "lean", "events"):
        sys.exit("usage: simpy_mm8.py textbook|lean|events REQUESTS")
    random.seed(1)
    requests = int(sys.argv[2])
    start = time.process_time()
    mean = globals()[sys.argv[1]](requests)
    print(sys.argv[1], requests, f"{time.process_time() - start:.6f}", f"{mean:.6f}")


if __name__ == "__main__":
    main()
