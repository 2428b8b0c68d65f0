"""What the measured side says to bench/contestant.ts."""

import json
import resource
import sys


def peak_bytes():
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def answer(message):
    print(json.dumps(message), flush=True)
