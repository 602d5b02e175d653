"""Start-up time and memory: whole processes, run in turn."""

import subprocess
import sys
from pathlib import Path

from timing import Time, side_by_side

ROOT = Path(__file__).parent.parent
CARRYWELL = Path(sys.executable).parent / "carrywell"
EXAMPLE = ROOT / "examples" / "saddle-numbness.json"

IN_PROCESS = f"""
from time import perf_counter
start = perf_counter()
import json
from carrywell.api import load_guideline
with open({str(EXAMPLE)!r}) as file: answers = json.load(file)
loaded = load_guideline()
loaded.assess(answers)
print(perf_counter() - start)
"""

# not ru_maxrss: on Linux a child inherits that of the process that started it
PEAK = """
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""

HELP = "`carrywell --help`"
CHECK = "`carrywell check --answers FILE --json`"
PASS = "`python -c pass`"
FIRST = "Python: import, load, one assessment, in a new process"


def measure_start(rounds: int) -> dict[str, Time]:
    """Seconds of wall time of whole processes."""
    commands = {
        PASS: [sys.executable, "-c", "pass"],
        HELP: [str(CARRYWELL), "--help"],
        CHECK: [str(CARRYWELL), "check", "--answers", str(EXAMPLE), "--json"],
        FIRST: [sys.executable, "-c", IN_PROCESS],
    }
    return side_by_side(
        {name: lambda command=command: _run(command) for name, command in commands.items()}, rounds
    )


def measure_first_answer(rounds: int) -> Time:
    """Seconds inside a new process from the first import to the first assessment."""
    taken = sorted(float(_run([sys.executable, "-c", IN_PROCESS])) for _ in range(rounds))
    return Time(taken[len(taken) // 2], taken[0])


def measure_memory() -> dict[str, float]:
    """Peak resident memory of a process, MiB."""
    codes = {
        "Python alone": PEAK,
        "Carrywell loaded, one assessment": IN_PROCESS + PEAK,
        "the same, and all rule engines imported": "import zen, datalogic_py\n" + IN_PROCESS + PEAK,
    }
    return {
        name: int(_run([sys.executable, "-c", code]).split()[-1]) / 1024
        for name, code in codes.items()
    }


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout
