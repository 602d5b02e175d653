"""Lets the tests of this folder import their helper, `planted`."""

import sys
from pathlib import Path

import pytest

from carrywell import Guideline, load_guideline
from carrywell.proof.claims import World, world_of

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def guideline() -> Guideline:
    return load_guideline()


@pytest.fixture(scope="session")
def world(guideline: Guideline) -> World:
    return world_of(guideline)
