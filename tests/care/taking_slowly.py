"""Takes made-up places into a store, and says how far it is: started by a test, which kills it.

``taking_slowly.py WHERE FINGERPRINT ROWS READ``: ends itself without a word after READ rows were read.
"""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from made_places import a_place, a_town, put

from carrywell.care.place import LeftOut, Read
from carrywell.care.store import open_store


def rows(number: int) -> Iterator[Read]:
    """The same each time."""
    for one in range(number):
        if one % 100 == 7:
            yield LeftOut(f"line {one}", "no coordinates")
        elif one % 100 == 8:
            yield a_town(f"t{one}", f"Town {one}")
        else:
            yield a_place(f"n{one}", one % 170 / 2, one % 340 / 2)


def killed_after(number: int, most: int) -> Iterator[Read]:
    for read, one in enumerate(rows(number)):
        if read == most:
            os.kill(os.getpid(), signal.SIGKILL)
        yield one


if __name__ == "__main__":
    where, fingerprint, number, most = sys.argv[1:]
    with open_store(where, write=True) as store:
        put(store, killed_after(int(number), int(most)), fingerprint=fingerprint)
