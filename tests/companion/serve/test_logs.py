"""A log names the kind and the place of an error, never what it was about."""

import logging
import sys

from carrywell.companion.logs import NothingOfHers

SECRET = "zebrafish7391"


def broken():
    try:
        int(SECRET)
    except ValueError as error:
        raise RuntimeError(SECRET) from error


def test_the_words_of_an_exception_are_left_out_and_of_its_cause_too():
    try:
        broken()
    except RuntimeError:
        what = sys.exc_info()
    record = logging.LogRecord("django", logging.ERROR, "", 0, "Error: %s", ("/check/",), what)
    text = NothingOfHers().format(record)
    assert SECRET not in text
    assert text.startswith("Error: /check/\nValueError\n")
    assert "\nRuntimeError\n" in text
    assert "test_logs.py" in text
    assert "in broken" in text
