"""``python -m carrywell``."""

from carrywell.cli import run

run()
