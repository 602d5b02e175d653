"""What ``carrywell serve`` does: make ready, start, stop cleanly.

1. Her data folder is usable, and no other Carrywell is using it.
2. The database is whole, and not newer than this program; a copy is made before it is changed.
3. The database is brought up to date; the static files are collected.
4. The server runs until Ctrl-C or SIGTERM.

Whatever prevents this ends with a `CannotServe`, in words for her, and with nothing changed.
"""

import os
import socket
import sqlite3
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from filelock import FileLock, Timeout

from carrywell.companion.data_folder import DataFolderError, data_folder, write_whole

DEFAULT_PORT = 8642
LOOPBACK = ("127.0.0.1", "localhost", "::1")
THREADS = 4
WORRIED = "If you are worried, ring your maternity unit now. In danger of life, call your emergency number (often 112 or 911)."


class CannotServe(Exception):
    """Why the pages cannot be shown, and what to do. Nothing was changed."""


class AlreadyRunning(Exception):
    """Another Carrywell uses this folder; `address` is where it answers."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def serve(
    host: str, port: int | None, data: Path | None, *, browser: bool, forget_pin: bool = False
) -> None:
    """Serves the companion until it is told to stop.

    `port` None means the usual one, or any free one when that is taken. Raises `CannotServe` and
    `AlreadyRunning`.
    """
    _tell_settings(host, data)
    try:
        folder = data_folder()
        with _alone(folder):
            chosen = _port(host, port)
            address = f"http://{'127.0.0.1' if host == '::1' else host}:{chosen}/"
            make_ready(host, forget_pin=forget_pin)
            write_whole(folder / "running", address.encode())
            _run(host, chosen, address, folder, browser=browser)
            (folder / "running").unlink(missing_ok=True)
    except DataFolderError as error:
        raise CannotServe(str(error)) from None


def make_ready(host: str = "127.0.0.1", *, forget_pin: bool = False) -> None:
    """Checks and migrates the database and collects the static files, as `serve` does."""
    import django

    django.setup()
    from django.conf import settings

    database = Path(settings.DATA) / settings.DATABASE_FILE
    check_database(database)
    _migrate(database)
    _collect_static(Path(settings.STATIC_ROOT))
    if forget_pin:
        _forget_pin()
    _needs_a_pin(host)


def check_database(database: Path) -> None:
    """Raises `CannotServe` for a database that is damaged or newer than this program."""
    if not database.exists() or database.stat().st_size == 0:
        return
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            applied = _applied(connection)
        connection.close()
    except sqlite3.DatabaseError:
        whole, applied = False, set()
    if not whole:
        raise CannotServe(
            f"The database {database} is damaged, so Carrywell has not touched it.\n"
            f"Copies made before updates lie beside it ({database.stem}.before-*). Move the damaged file"
            " away and put a copy in its place, or start with an empty folder: --data NEW_FOLDER.\n"
            + WORRIED
        )
    newer = applied - _known_migrations()
    if newer:
        raise CannotServe(
            f"The database {database} was written by a newer Carrywell than this one"
            f" ({', '.join('.'.join(one) for one in sorted(newer)[:3])}).\n"
            "Nothing was changed. Start the newer Carrywell again, or choose another folder with --data.\n"
            + WORRIED
        )


def stop_with(parent: int) -> None:
    """Ends this process when its parent is gone, so that a killed server leaves no part behind."""

    def watch() -> None:
        while os.getppid() == parent:
            _pause.wait(0.5)
        os._exit(0)

    threading.Thread(target=watch, daemon=True, name="stop-with-parent").start()


_pause = threading.Event()


def _tell_settings(host: str, data: Path | None) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "carrywell.companion.settings"
    if data is not None:
        os.environ["CARRYWELL_DATA"] = str(data.absolute())
    if host not in LOOPBACK:
        if host in ("0.0.0.0", "::"):  # noqa: S104 - refused, not bound
            raise CannotServe(
                f"--host: give this computer's own address, such as 192.168.1.20, not {host}."
            )
        os.environ["CARRYWELL_HOST"] = host


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / "lock")
    try:
        with lock.acquire(timeout=6):  # a server killed a moment ago may still be going away
            yield
    except Timeout:
        try:
            address = (folder / "running").read_text()
        except OSError:
            address = ""
        raise AlreadyRunning(address) from None


def _port(host: str, wanted: int | None) -> int:
    """A port that is free: the wanted one, else the usual one, else any."""
    for port in [wanted] if wanted is not None else [DEFAULT_PORT, 0]:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (OSError, OverflowError) as error:
                problem = error
                continue
            return int(probe.getsockname()[1])
    raise CannotServe(
        f"--port {wanted} on {host} cannot be used: {problem}. Leave --port out to use a free one."
    )


def _applied(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    try:
        rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    except sqlite3.OperationalError:  # a database without the table is a new one
        return set()
    return {(str(app), str(name)) for app, name in rows}


def _known_migrations() -> set[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _migrate(database: Path) -> None:
    from django.core.management import call_command
    from django.db import DatabaseError, connections
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connections["default"])
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        if executor.loader.applied_migrations:
            _copy_before(database)
        call_command("migrate", interactive=False, verbosity=0)
    except (DatabaseError, OSError) as error:
        raise CannotServe(
            f"The database {database} could not be opened or brought up to date: {error}.\n"
            "What was in it is still there. Free some space or allow writing there, then start again.\n"
            + WORRIED
        ) from None
    finally:
        connections.close_all()


def _copy_before(database: Path) -> None:
    from carrywell import __version__

    copy = database.with_name(f"{database.stem}.before-{__version__}.sqlite3")
    with sqlite3.connect(database) as source, sqlite3.connect(copy) as target:
        source.backup(target)


def _collect_static(root: Path) -> None:
    """Hashed and compressed static files, made again only when this program's have changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    listed = sorted(
        f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}"
        for finder in get_finders()
        for path, storage in finder.list([])
        if not _not_ours(path)
    )
    stamp = root / "stamp"
    wanted = "\n".join(listed)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    try:
        ignored = ["htmax*", "htmx-4*", "htmx-2.js", "ext", "django-htmx.js"]
        call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=ignored)
        stamp.write_text(wanted)
    except OSError as error:
        raise CannotServe(
            f"Carrywell cannot write to {root}: {error.strerror}. Nothing of yours was changed.\n{WORRIED}"
        ) from None


def _not_ours(path: str) -> bool:
    return path.startswith("django_htmx/") and not path.endswith("htmx-2.min.js")


def _forget_pin() -> None:
    from carrywell.companion.people.models import Account

    account = Account.objects.local()
    account.set_unusable_password()
    account.wrong_pins, account.locked_until = 0, None
    account.save()


def _needs_a_pin(host: str) -> None:
    from carrywell.companion.people.models import Account

    if host not in LOOPBACK and not Account.objects.local().has_pin:
        raise CannotServe(
            f"--host {host} would show your pages to everybody on this network. Set a PIN first: start"
            " without --host, open 'My data', then 'PIN'."
        )


def _run(host: str, port: int, address: str, folder: Path, *, browser: bool) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ["CARRYWELL_PARENT"] = str(os.getpid())
    server = Server(
        "carrywell.companion.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        workers_kill_timeout=3,  # a page may finish; then it is over
        log_enabled=False,
    )

    @server.on_startup
    def tell() -> None:
        click.echo(f"Carrywell is ready: {address}")
        click.echo(f"Your data stays in {folder}. To stop: Ctrl-C.")
        sys.stdout.flush()
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    server.serve()
    click.echo("Stopped. Everything you saved is kept.")
