"""The real browser that the tests of the pages and of the pictures use: Chromium, without a screen."""

import os
import shutil

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
LEAST_TOUCH = 44
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium():
    """Where Chromium is: CARRYWELL_CHROMIUM, or on the path; None when there is none."""
    return os.environ.get("CARRYWELL_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
