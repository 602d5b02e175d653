"""What every test may use: the guideline that comes with Carrywell, loaded once."""

import pytest

from carrywell import Guideline, load_guideline
from carrywell.guideline.compiled import Compiled


@pytest.fixture(scope="session")
def guideline() -> Guideline:
    return load_guideline()


@pytest.fixture(scope="session")
def compiled(guideline: Guideline) -> Compiled:
    return guideline.compiled
