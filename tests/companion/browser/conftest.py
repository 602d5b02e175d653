"""A real Chromium against a real `carrywell serve`, each with its own data folder."""

import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from tests.chromium import PHONE

READY = "Carrywell is ready: "


def pytest_collection_modifyitems(items):
    for item in items:
        if "/companion/browser/" in item.nodeid:
            item.add_marker(pytest.mark.slow)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(folder):
    """A server on this data folder; gives its process and its address."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "carrywell", "serve", "--no-browser"),
            *("--data", str(folder), "--port", str(free_port())),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        assert line.startswith(READY), line + (process.stderr.read() if process.poll() else "")
        yield process, line.removeprefix(READY).strip().rstrip("/")
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path / "data") as (process, address):
        yield process, address


@pytest.fixture
def address(server):
    return server[1]


class Watch:
    """What a page must never do: ask another host, fail to load, or write an error to the console."""

    def __init__(self):
        self.hosts, self.failed, self.errors = set(), [], []

    def on(self, page):
        page.on("request", lambda one: self.hosts.add(urlsplit(one.url).netloc))
        page.on("pageerror", lambda one: self.errors.append(str(one)))
        page.on(
            "console", lambda one: self.errors.append(one.text) if one.type == "error" else None
        )
        page.on(
            "response",
            lambda one: self.failed.append((one.status, one.url)) if one.status >= 500 else None,
        )


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def page(browser, address, watch):
    """A phone, British English, London time."""
    context = browser.new_context(
        viewport=PHONE, base_url=address, locale="en-GB", timezone_id="Europe/London"
    )
    page = context.new_page()
    watch.on(page)
    yield page
    context.close()
    assert watch.hosts <= {urlsplit(address).netloc, ""}, "a page asked another host"
    assert not watch.failed
    assert not [one for one in watch.errors if "422" not in one]


@pytest.fixture
def lonely(browser, address):
    """A phone whose connection fails, which its console then says."""
    context = browser.new_context(viewport=PHONE, base_url=address, locale="en-GB")
    yield context.new_page()
    context.close()
