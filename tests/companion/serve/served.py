"""A real server in a process of its own, and a visitor who opens its pages."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlencode

COMMAND = (sys.executable, "-m", "carrywell", "serve", "--no-browser")
SOON = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_she_starts_it():
    """The environment without what tests of other kinds have put into it."""
    ours = ("DJANGO_", "CARRYWELL_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


class Served:
    """One `carrywell serve`; `before` is put in front of the command."""

    def __init__(self, data, *options, before=(), port=None, **env):
        port = free_port() if port is None else port
        command = [*before, *COMMAND, "--data", str(data), "--port", str(port), *options]
        self.data, self.port = Path(data), port
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**as_she_starts_it(), **env},
        )
        self.said, self.complained = [], []
        self._lines = Queue()
        self._readers = [
            self._read(self.process.stdout, self.said),
            self._read(self.process.stderr, self.complained),
        ]

    def _read(self, stream, lines):
        def read():
            for line in stream:
                lines.append(line)
                self._lines.put(line)
            self._lines.put(None)

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        return reader

    def wait_until_ready(self):
        ended = 0  # of its two streams
        while ended < 2:
            try:
                line = self._lines.get(timeout=SOON)
            except Empty:
                break
            if line is None:
                ended += 1
            elif "is ready" in line:
                return self
        raise AssertionError(f"not ready: {self.said} {self.complained}")

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.ends()

    def ends(self):
        code = self.process.wait(timeout=SOON)
        for reader in self._readers:
            reader.join(timeout=5)
        return code

    @property
    def words(self):
        return "".join(self.said)

    @property
    def complaint(self):
        return "".join(self.complained)

    @property
    def worker(self):
        """The process id of the worker."""
        main = self.process.pid
        return int(Path(f"/proc/{main}/task/{main}/children").read_text().split()[0])

    def kill_what_is_left(self):
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()


class Visitor:
    """A browser without a screen: keeps cookies, sends the token of the forms."""

    def __init__(self, port, host="127.0.0.1"):
        self.at, self.host, self.cookies = port, host, {}

    def get(self, path, **headers):
        return self._send("GET", path, None, headers)

    def post(self, path, given, token=None, **headers):
        if "carrywell_form" not in self.cookies:
            self.get("/start/")
            self.get("/about-you/")
        token = token or self.cookies.get("carrywell_form", "")
        return self._send("POST", path, {**given, "csrfmiddlewaretoken": token}, headers)

    def _send(self, method, path, given, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.at, timeout=SOON)
        sent = {
            "Host": f"{self.host}:{self.at}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **headers,
        }
        body = None
        if given is not None:
            body = urlencode(given, doseq=True)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, sent)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        self.cookies |= answer.cookies
        return answer


class Answer:
    def __init__(self, response):
        self.status, self.headers = response.status, response.headers
        self.content = response.read()
        self.to = response.headers.get("Location")
        pairs = (one.split(";")[0] for one in response.headers.get_all("Set-Cookie") or [])
        self.cookies = dict(pair.split("=", 1) for pair in pairs)

    @property
    def text(self):
        return self.content.decode()

    @property
    def dials(self):
        return re.findall(r'href="tel:([^"]+)"', self.text)


UNIT = "02079460958"
HER = {
    "dated_by": "weeks",
    "weeks": "31",
    "babies": "1",
    "country": "GB",
    "unit_name": "Zebrahill",
    "unit_phone": "020 7946 0958",
}


def started(port):
    """A visitor who has filled in the first page."""
    visitor = Visitor(port)
    answer = visitor.post("/start/", HER)
    assert answer.status == 302, answer.text
    return visitor


def first_screen(*ticked):
    """What she sends from the first screen of a check."""
    return {"ticks": list(ticked) or ["none"], "back_pain": "yes"}


def begin_check(visitor):
    """The number of a new check."""
    answer = visitor.post("/check/", {"asked_by": "herself"})
    assert answer.status == 302, answer.text
    return int(answer.to.split("/")[2])


def has_the_numbers(answer):
    """Whether a page says whom to ring: her unit and the ambulance."""
    return UNIT in answer.dials and "999" in answer.dials
