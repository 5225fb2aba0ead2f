"""Runs a program and says on standard error how many kilobytes were resident at most. Its own small self is not counted."""

import resource
import subprocess
import sys

done = subprocess.run(sys.argv[1:], check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 // 1000, file=sys.stderr)
sys.exit(done.returncode)
