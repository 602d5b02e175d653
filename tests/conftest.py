"""What every test may use: the guideline that comes with Carrywell, loaded once."""

import os

import pytest
from tests.chromium import ARGUMENTS, chromium

from carrywell import Guideline, load_guideline
from carrywell.guideline.compiled import Compiled


@pytest.fixture(scope="session")
def guideline() -> Guideline:
    return load_guideline()


@pytest.fixture(scope="session")
def compiled(guideline: Guideline) -> Compiled:
    return guideline.compiled


@pytest.fixture(scope="session")
def browser():
    """One Chromium for a whole run; each test opens a context of its own."""
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("the tests of the pages need Chromium: install the package chromium")
        pytest.skip("no Chromium on this machine; install it to test the pages")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Names a case of bytes by its argument: packed bytes hold the time they were packed at."""
    return argname if isinstance(val, bytes) else None
