"""Windows that save the same day at the same moment, against a real server: nothing is lost or doubled."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from tests.companion.diary.days import DIARY, fields_of
from tests.companion.serve.served import Served, Visitor, as_she_starts_it

pytestmark = pytest.mark.slow
PARTS = (
    {"pain_average": "4"},
    {"pain_worst": "7"},
    {"sleep_quality": "3"},
    {"stress": "6"},
    {"woken_by_pain": "yes"},
    {"note": "A long day."},
)


@pytest.fixture
def port(tmp_path):
    prepare = (sys.executable, "-m", "tests.companion.browser.prepare", str(tmp_path), "ordinary")
    subprocess.run(prepare, check=True, env={**os.environ, **as_she_starts_it()})
    server = Served(tmp_path)
    yield server.wait_until_ready().port
    server.stop()
    server.kill_what_is_left()


def window(port):
    opened = Visitor(port)
    opened.get(DIARY)
    return opened


def test_each_window_adds_its_part_and_a_double_tap_counts_once(port):
    windows = [window(port) for _ in PARTS]
    path = f"/diary/{date.today()}/"  # noqa: DTZ011 - the server reads the same clock
    both = {"pain_now": "5", "minutes": "20", "treatment": "walking"}
    with ThreadPoolExecutor(len(PARTS)) as pool:
        sent = [
            pool.submit(one.post, path, part | both)
            for one, part in zip(windows, PARTS, strict=True)
        ]
        assert {one.result().status for one in sent} == {302}
    page = window(port).get(DIARY).text
    kept = fields_of(page)
    told = {name: kept[name] for part in PARTS for name in part}
    assert told == {
        name: value if name == "note" else [value] for part in PARTS for name, value in part.items()
    }
    assert len(re.findall(r"5 at \d\d:\d\d", page)) == 1
    assert "So far: Walking, 20 minutes. " in page
