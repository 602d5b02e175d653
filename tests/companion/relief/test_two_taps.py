"""Two taps at the same moment, against a real server: one session, and no stop is lost."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.companion.serve.served import Served, Visitor, as_she_starts_it

pytestmark = pytest.mark.slow
TAPS = 6
CALL = "call an ambulance now"


@pytest.fixture
def port(tmp_path):
    prepare = (sys.executable, "-m", "tests.companion.browser.prepare", str(tmp_path), "ordinary")
    subprocess.run(prepare, check=True, env={**os.environ, **as_she_starts_it()})
    server = Served(tmp_path)
    yield server.wait_until_ready().port
    server.stop()
    server.kill_what_is_left()


def visitor(port):
    browser = Visitor(port)
    browser.get("/relief/heat/start/")
    return browser


def at_once(port, *forms):
    """Sends all forms, each from a window of its own, at the same moment; where each one led."""
    windows = [visitor(port) for _ in forms]
    with ThreadPoolExecutor(len(forms)) as pool:
        sent = [pool.submit(one.post, *form) for one, form in zip(windows, forms, strict=True)]
        return [one.result().to for one in sent]


def test_many_taps_on_start_begin_one_session(port):
    for treatment in ("breathing", "heat", "cold"):
        form = (f"/relief/{treatment}/start/", {"stop": "none"})
        led = set(at_once(port, *[form] * TAPS))
        assert len(led) == 1, led
        assert visitor(port).post(f"{led.pop()}do/", {"what": "finish"}).status == 302


def test_a_warning_sign_beside_nothing_is_wrong_wins(port):
    browser = visitor(port)
    at = browser.post("/relief/heat/start/", {"stop": "none"}).to
    stop = (f"{at}stop/", {"stop": ["chest_pain", "ticked"]})
    calm = (f"{at}stop/", {"stop": "none"})
    at_once(port, stop, calm, stop, calm, stop, calm)
    assert CALL in browser.get("/relief/").text.lower()
    assert "stopped by a warning sign" in browser.get("/relief/history/").text.lower()
    checks = browser.get("/data/all/check_in/").text.lower()
    assert len(re.findall(f'entry-title">[^<]*{CALL}', checks)) == 1
