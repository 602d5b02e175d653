"""A browser that taps: what it sends, and when."""

import itertools
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from carrywell.companion.timer.state import milliseconds, store_name


@pytest.fixture
def client(client):
    """A browser in the time zone of these tests."""
    client.cookies["carrywell_zone"] = "UTC"
    return client


class Thumb:
    """Makes taps, numbers their keys, and sends them. Times are minutes before now."""

    def __init__(self, client, pregnancy):
        self.client, self.pregnancy = client, pregnancy
        self.numbers = itertools.count(1)
        self.now = timezone.now()

    def tap(self, what, ago=0.0, spasm="", **more):
        at = milliseconds(self.now - timedelta(minutes=ago))
        return {
            "key": f"tap-{next(self.numbers):05}",
            "what": what,
            "at": at,
            "spasm": spasm,
        } | more

    def spasm(self, ago, seconds=45, name=None, **details):
        name = name or f"spasm-{next(self.numbers):05}"
        taps = [self.tap("start", ago, name), self.tap("stop", ago - seconds / 60, name)]
        return [*taps, self.tap("details", ago - 1, name, **details)] if details else taps

    def send(self, *taps, of=None):
        return self.client.post(
            "/timer/taps/",
            json.dumps({"of": of or store_name(self.pregnancy), "taps": taps}),
            content_type="application/json",
        )

    def refusals(self, *taps):
        """What the server says to each: an empty text for a tap that is saved."""
        answer = self.send(*taps)
        assert answer.status_code == 200, answer.content
        return [one["refused"] for one in answer.json()["outcomes"]]


@pytest.fixture
def thumb(client, pregnancy):
    return Thumb(client, pregnancy)
