"""Pictures of every page, at both sizes, in light and dark: ``python3 dev.py pictures [FOLDER]``.

The ones that the README shows go to docs/pictures; all of them go to FOLDER when one is given.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from tests.chromium import ARGUMENTS, chromium  # noqa: E402
from tests.companion.browser.conftest import serving  # noqa: E402
from tests.companion.browser.every_page import STATES, State  # noqa: E402

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SCHEMES = ("light", "dark")
KEPT = HERE / "pictures"
"""What is committed: every page once at each size, in the light, as far as the screen shows it."""


def main() -> None:
    """Takes all pictures; says each name as it goes."""
    everything = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    path = chromium()
    if path is None:
        sys.exit("Pictures need Chromium. Install the package chromium.")
    KEPT.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for story in dict.fromkeys(one.story for one in STATES):
            of_story = [one for one in STATES if one.story == story]
            _story(browser, Path(folder) / str(hash(story)), of_story, everything)
        browser.close()


def _story(browser: Browser, folder: Path, states: list[State], everything: Path | None) -> None:
    prepare = (sys.executable, "-m", "tests.companion.browser.prepare")
    subprocess.run([*prepare, str(folder), states[0].prepared], check=True, cwd=HERE.parent)  # noqa: S603
    with ExitStack() as stack:
        _, address = stack.enter_context(serving(folder))
        for number, state in enumerate(states, start=1):
            print(f"{state.story}: {number} of {len(states)}, {state.name}", flush=True)  # noqa: T201
            for size, scheme in _looks(everything):
                _take(browser, address, state, size, scheme, everything)


def _looks(everything: Path | None) -> Iterator[tuple[str, str]]:
    for size in SIZES:
        for scheme in SCHEMES if everything else SCHEMES[:1]:
            yield size, scheme


def _take(
    browser: Browser, address: str, state: State, size: str, scheme: str, everything: Path | None
) -> None:
    context = browser.new_context(
        viewport=SIZES[size],
        color_scheme=scheme,
        base_url=address,
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    state.go(page)
    page.wait_for_timeout(150)
    if scheme == "light":
        page.screenshot(path=KEPT / f"{state.name}-{size}.png")
    if everything is not None:
        page.screenshot(path=everything / size / scheme / f"{state.name}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main()
