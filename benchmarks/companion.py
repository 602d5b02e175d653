"""The companion as she meets it: a real server, one browser, every page.

``python benchmarks/companion.py`` prints this part alone.
"""

import gzip
import http.client
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

BARE = "an empty page (leave fast)"
FIRST = "the first page of all"
SCREEN = "check: first screen"
SAVE = "check: a screen sent, saved and on the disk"
TREATMENTS = ("heat", "posture", "stretching", "walking", "acupuncture", "tens", "belt", "footwear")
TAP = "timer: a tap, saved and on the disk"
FILES = ("report: the PDF", "report: one HTML file")
GOAL_MS, GOAL_KB = 30, 60
CHECKS, WEIGHTS = 30, 20
"""What lies in her database: about half a year of use."""


@dataclass(frozen=True)
class Spread:
    """Milliseconds of one page over all requests, how many times an empty page that is, and the size
    of its HTML in bytes as sent."""

    median: float
    p99: float
    ratio: float
    size: int


@dataclass(frozen=True)
class Sent:
    """One file of a first visit, in bytes: as it is, and as it is sent."""

    name: str
    size: int
    sent: int


@dataclass(frozen=True)
class Companion:
    """Everything measured of the companion."""

    requests: int
    pages: dict[str, Spread]
    first_visit: dict[str, list[Sent]]
    ready: dict[str, float]
    memory: dict[str, float]


def measure(rounds: int) -> Companion:
    """Every page `rounds` times over one connection, in a new order each round."""
    with tempfile.TemporaryDirectory() as folder:
        seeded = subprocess.run(
            [sys.executable, __file__, "fill", folder], check=True, capture_output=True, text=True
        )
        calm, urgent, going = seeded.stdout.split()
        with _serving(Path(folder)) as (browser, main, again):
            spread = _spread(browser, _settled(calm, urgent), rounds)
            spread |= _spread(browser, _asking(going), rounds)  # no treatment is offered meanwhile
            check = _files_of(browser, f"/check/{going}/0/")
            memory = _memory(main)
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample"
        command = (sys.executable, "-m", "carrywell", "sample", str(sample))
        subprocess.run(command, check=True, capture_output=True)
        with _serving(sample) as (browser, main, _):
            browser.get("/timer/")  # whose form brings the token
            spread |= _spread(browser, _diary(), rounds)
            tapping = {BARE: "/leave/", TAP: "/timer/tap/"}  # last: each tap stays in the diary
            spread[TAP] = _spread(browser, tapping, rounds)[TAP]
            memory |= {f"{name}, after the report": size for name, size in _memory(main).items()}
    with tempfile.TemporaryDirectory() as folder, _serving(Path(folder)) as (browser, _, new):
        first = _files_of(browser, "/start/")
    return Companion(
        rounds,
        spread,
        {FIRST: first, SCREEN: check},
        {"an empty folder": new, "a folder in use": again},
        memory,
    )


def _settled(calm: str, urgent: str) -> dict[str, str]:
    """The pages while no check is unfinished; `BARE` is what all are compared with."""
    return {
        BARE: "/leave/",
        "today": "/",
        "about you": "/about-you/",
        "check: begin": "/check/",
        "check: the answer, urgent": f"/check/{urgent}/answer/",
        "check: the answer, with a plan": f"/check/{calm}/answer/",
        "relief: all treatments": "/relief/",
        **{f"relief: {name}": f"/relief/{name}/" for name in TREATMENTS},
        "my body": "/body/",
        "my data": "/data/",
        "my data: all checks": "/data/all/check_in/",
        "PIN": "/pin/",
    }


def _diary() -> dict[str, str]:
    """The pages over eight weeks of a diary."""
    return {
        BARE: "/leave/",
        "eight weeks: today": "/",
        "timer": "/timer/",
        "diary": "/diary/",
        "diary: charts, eight weeks": "/diary/charts/?range=8",
        "diary: calendar": f"/diary/calendar/{datetime.now().astimezone():%Y-%m}/",
        "what helps me": "/what-helps/",
        "eight weeks: relief": "/relief/",
        "report": "/report/",
        FILES[0]: "/report/pdf/",
        FILES[1]: "/report/file/",
    }


def _asking(going: str) -> dict[str, str]:
    """The pages of an unfinished check."""
    return {
        BARE: "/leave/",
        SCREEN: f"/check/{going}/0/",
        "check: a later screen": f"/check/{going}/1/",
        SAVE: f"/check/{going}/0/",
    }


class Browser:
    """One connection that is kept open, as a browser does."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, bytes]:
        return self._send("GET", path, None)

    def save(self, path: str) -> tuple[int, bytes]:
        given = {"ticks": "none", "back_pain": "yes", "what": "need_help"}
        token = {"csrfmiddlewaretoken": self.cookies["carrywell_form"]}
        return self._send("POST", path, urlencode(given | token))

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        headers = {"Accept-Encoding": "gzip", "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if path != "/leave/":  # that would leave, and every later page be empty
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                key, _, value = cookie.split(";")[0].partition("=")
                self.cookies[key] = value
        return answer.status, content


def _spread(browser: Browser, pages: dict[str, str], rounds: int) -> dict[str, Spread]:
    order = list(pages)
    taken: dict[str, list[float]] = {name: [] for name in order}
    size = {}
    shuffle = Random(1).shuffle
    for number in range(rounds + 2):  # twice untimed: caches fill
        shuffle(order)
        for name in order:
            saves = name in (SAVE, TAP)
            ask = browser.save if saves else browser.get
            start = perf_counter()
            status, content = ask(pages[name])
            if number > 1:
                taken[name].append((perf_counter() - start) * 1000)
            expected = 302 if saves else 200
            assert status == expected, f"{name}: {status}"
            size[name] = len(content)
    bare = median(taken[BARE])
    return {
        name: Spread(
            median(times), sorted(times)[int(len(times) * 0.99)], median(times) / bare, size[name]
        )
        for name, times in taken.items()
    }


def _files_of(browser: Browser, path: str) -> list[Sent]:
    """The page and every file it asks for, as one first visit transfers them."""
    found = []
    waiting = [path]
    for one in waiting:
        status, content = browser.get(one)
        assert status == 200, f"{one}: {status}"
        whole = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        found.append(Sent(one, len(whole), len(content)))
        named = re.findall(r"""["'(](/static/[^"')]+|\./[^"')]+\.js)["')]""", whole.decode())
        folder = one.rpartition("/")[0]
        for name in named:
            full = name if name.startswith("/") else f"{folder}/{name.removeprefix('./')}"
            if full not in waiting:
                waiting.append(full)
    return found


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[Browser, int, float]]:
    """A browser, the process id of the server, and the seconds until it was ready."""
    start = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "carrywell", "serve", "--no-browser", "--data", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        said = next((line for line in server.stdout if "is ready" in line), "")
        seconds = perf_counter() - start
        port = re.search(r":(\d+)/", said)
        assert port, "the server did not start"
        browser = Browser(int(port[1]))
        try:
            yield browser, server.pid, seconds
        finally:
            browser.connection.close()
            server.terminate()


def _memory(main: int) -> dict[str, float]:
    """MiB. 'Own' is the proportional share: what both use counts half for each."""
    children = Path(f"/proc/{main}/task/{main}/children")
    if not children.exists():
        return {}
    worker = int(children.read_text().split()[0])
    found = {}
    for name, process in (("main process", main), ("worker", worker)):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        found[name] = int(re.findall(r"^Rss:\s+(\d+)", rollup, re.MULTILINE)[0]) / 1024
        found[f"{name}, own"] = int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0]) / 1024
    return found


def fill(folder: str) -> None:
    """Half a year of use in a new data folder; prints a calm, an urgent and an unfinished check."""
    os.environ["CARRYWELL_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "carrywell.companion.settings"
    from datetime import timedelta

    from carrywell.companion.serve import make_ready

    make_ready()
    from django.utils import timezone

    from carrywell.companion.body.models import WeightEntry
    from carrywell.companion.check import service
    from carrywell.companion.numbers import keep_numbers, numbers_of
    from carrywell.companion.people.models import Account, Person, Pregnancy
    from carrywell.patterns.gestation import due_date_from_weeks

    now = timezone.now()
    today = now.date()
    pregnancy = Pregnancy.objects.create(
        person=Person.objects.create(account=Account.objects.local(), country="GB"),
        started_at=now,
        dated_by=Pregnancy.DatedBy.WEEKS,
        due_date=due_date_from_weeks(31, today),
        babies=1,
        height_cm=168.0,
        weight_before_kg=64.0,
        unit_name="St Mary's",
        unit_phone="020 7946 0958",
    )
    keep_numbers(Path(folder), numbers_of("GB", "St Mary's", "020 7946 0958"))
    for week in range(WEIGHTS):
        WeightEntry.objects.create(
            pregnancy=pregnancy,
            weight_kg=64 + week / 2,
            measured_on=today - timedelta(weeks=WEIGHTS - week),
            created_at=now,
        )
    ache = {"back_pain": True, "pain_location": ["lower_back"], "pain_score": 3, "onset": "gradual"}
    rhythm = {"back_pain": True, "rhythmic_back_pain": True}
    before = now - timedelta(hours=1)  # the calm answers are the latest
    urgent = service.begin(pregnancy, "herself", before, today, dict(rhythm))
    service.finish(urgent, before, today)
    going = service.begin(pregnancy, "herself", before, today)
    _nothing_else(going, before, screens=1)
    for _ in range(CHECKS):
        calm = service.begin(pregnancy, "herself", now, today, dict(ache))
        _nothing_else(calm, now)
        service.finish(calm, now, today)
    print(calm.pk, urgent.pk, going.pk)


def _nothing_else(check, now, screens=None):
    """Answers the interview, or its first screens, as someone with nothing else would."""
    from carrywell.companion.check import service
    from carrywell.guideline.facts import harmless_value

    content = service.guideline().content
    at = service.where(check, now)
    while at.now is not None and (screens is None or len(at.steps) < screens):
        harmless = {
            one.finding: harmless_value(content.finding[one.finding]) for one in at.now.questions
        }
        given = {
            name: check.answers.get(name, sorted(value) if isinstance(value, frozenset) else value)
            for name, value in harmless.items()
        }
        service.save_answers(check, given, now)
        at = service.where(check, now)


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        fill(sys.argv[2])
    else:
        from companion_page import section

        print(section(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100)))
