"""The zone of the computer has a name, so that a day before a clock change keeps its hours."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carrywell.companion.computer_zone import name_of_the_zone

SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def zone(monkeypatch):
    """Sets the zone of this process, as the system does; afterwards it is as before."""

    def be(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield be
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Europe/Lisbon", "Europe/Lisbon"),
        (":Pacific/Auckland", "Pacific/Auckland"),
        ("/usr/share/zoneinfo/America/St_Johns", "America/St_Johns"),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", "Etc/GMT-12"),  # rules and no name
        ("XYZ+5", "Etc/GMT+5"),
        ("XYZ+3:30", "UTC"),
        ("", "UTC"),
        ("No/Where", "UTC"),
    ],
)
def test_the_environment_tells_it(zone, told, name):
    zone(told)
    assert name_of_the_zone(SUMMER) == name


def test_the_link_of_the_system_tells_it(zone, tmp_path, monkeypatch):
    link = tmp_path / "localtime"
    link.symlink_to("/var/db/timezone/zoneinfo/Europe/Lisbon")
    zone("Europe/Lisbon")
    monkeypatch.delenv("TZ")  # the clock is still Lisbon's
    assert name_of_the_zone(SUMMER, link) == "Europe/Lisbon"
    link.unlink()
    assert name_of_the_zone(SUMMER, link) == "Etc/GMT-1"
    link.symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    assert name_of_the_zone(SUMMER, link) == "Etc/GMT-1", "a link that the clock does not follow"


ASKED = """
import django
django.setup()
from datetime import UTC, datetime
from carrywell.companion.today import zone_of_this_computer
for month in (1, 7):
    print(datetime(2026, month, 1, tzinfo=UTC).astimezone(zone_of_this_computer()).hour)
"""


def test_django_keeps_it_for_summer_and_winter(tmp_path: Path):
    told = {"TZ": "Pacific/Auckland", "CARRYWELL_DATA": str(tmp_path)}
    told |= {"DJANGO_SETTINGS_MODULE": "carrywell.companion.settings"}
    made = subprocess.run(
        [sys.executable, "-c", ASKED], env=os.environ | told, capture_output=True, check=True
    )
    assert made.stdout.split() == [b"13", b"12"]
