"""How long the American provider list takes to read, and how much memory: made up, then read, in one run.

    python benchmarks/care/nppes_speed.py [rows]

Prints a row of a Markdown table. Memory is the most that the process held, Python and packages included;
the file is made up in a process of its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from carrywell.api import load_guideline
from carrywell.care.nppes import read
from carrywell.care.place import LeftOut

MADE_UP = Path(__file__).with_name("nppes_made_up.py")


def main(rows: int) -> None:
    kinds = load_guideline().content.care_kinds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "npidata_pfile_20050523-20261109.csv"
        subprocess.run([sys.executable, str(MADE_UP), str(rows), str(path)], check=True)
        before = _memory()
        start, worked = time.perf_counter(), time.process_time()
        told = Counter(
            type(one).__name__ for one in read(path, kinds) if not isinstance(one, LeftOut)
        )
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        size = path.stat().st_size / 1e9
    print(
        "| rows | file | places | towns and postcodes | seconds | of which working | memory at start | most memory |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    print(
        f"| {rows:,} | {size:.2f} GB | {told['Place']:,} | {told['Town']:,} | {seconds:.1f} |"
        f" {worked:.1f} |"
        f" {before:.0f} MB | {_memory():.0f} MB |"
    )


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(*sys.argv[1:2] or ["1000000"]))
