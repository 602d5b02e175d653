"""The interval chart: every spasm of the window is on it, and nothing is joined over a pause."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from carrywell.companion.timer.chart import BOTTOM, LEFT, RIGHT, TOP, beats, interval_chart
from carrywell.patterns.diary import TimedSpasm

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def spasm(ago, seconds=40):
    start = NOW - timedelta(minutes=ago)
    return TimedSpasm(start, start + timedelta(seconds=seconds) if seconds else None)


def drawn(*spasms, minutes=60):
    first = NOW - timedelta(minutes=minutes)
    svg = interval_chart(spasms, first, NOW, lambda at: f"{at:%H:%M}", "The last hour")
    return ET.fromstring(svg)


def all_of(chart, tag, of_class):
    return [one for one in chart.iter(SVG + tag) if of_class in one.get("class", "").split()]


def test_the_distance_is_from_start_to_start_and_a_pause_has_none():
    intervals = [one.interval for one in beats((spasm(200), spasm(50), spasm(40), spasm(33)))]
    assert intervals == [None, None, 10, 7]


def test_each_spasm_of_the_window_is_a_bar_and_the_ones_before_are_not():
    chart = drawn(spasm(70), spasm(55), spasm(30, None), spasm(5))
    assert len(all_of(chart, "rect", "timer-bar")) == 3
    assert len(all_of(chart, "rect", "timer-bar-open")) == 1
    assert len(all_of(chart, "circle", "chart-point")) == 3


def test_a_line_joins_neighbours_and_stops_at_a_pause():
    chart = drawn(spasm(170), spasm(160), spasm(80), spasm(70), spasm(60), minutes=180)
    lines = [one.get("d").count("L") for one in all_of(chart, "path", "chart-line")]
    assert lines == [1]


@pytest.mark.parametrize("ago", [(59, 58.5), (59, 1), (30, 0.1, 0), (20,), ()])
def test_nothing_is_drawn_beyond_the_axes(ago):
    for one in all_of(drawn(*map(spasm, ago)), "circle", "chart-point"):
        assert LEFT <= float(one.get("cx")) <= RIGHT
        assert TOP <= float(one.get("cy")) <= BOTTOM


def test_it_is_read_aloud_and_carries_no_style():
    chart = drawn(spasm(16), spasm(6))
    assert chart.find(f"{SVG}title").text == "The last hour"
    assert "10.0 minutes after the one before" in chart.find(f"{SVG}desc").text
    assert not [one for one in chart.iter() if "style" in one.attrib]
