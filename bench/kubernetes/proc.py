"""What processes, and the machine, have used."""
import os
import pathlib

TICK = os.sysconf("SC_CLK_TCK")


def cpu(pid):
    """s of all its threads."""
    text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    fields = text[text.rindex(")") + 2 :].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident(pid):
    """Bytes."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return 1024 * int(status.split("VmRSS:")[1].split()[0])


def busy():
    """s of CPU that everybody on the machine has used."""
    fields = [int(one) / TICK for one in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(fields) - fields[3] - fields[4]
