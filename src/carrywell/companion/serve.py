"""What ``carrywell serve`` does: make ready, start, stop cleanly.

1. Her data folder is usable, and no other Carrywell is using it.
2. The database is whole and not newer than this program; a copy is made before it is changed.
3. The database is brought up to date; the static files are collected; the numbers to ring are kept.
4. The server runs until Ctrl-C, SIGTERM or until its terminal is closed.

Whatever prevents this ends with a `CannotServe`, in words for her, and with nothing changed.
"""

import errno
import ipaddress
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple, NoReturn

from filelock import FileLock, Timeout

from carrywell.companion.data_folder import data_folder, write_whole
from carrywell.companion.database import check_database, migrate
from carrywell.companion.refusal import AlreadyRunning, CannotServe
from carrywell.companion.static_files import collect_static

DEFAULT_PORT = 8642
LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
"""The names of this computer for itself, and the address to listen on."""

PATIENCE = 2.0
"""Seconds to wait for a server that is just going away: a killed one's worker needs a moment."""

PORT_PATIENCE = 5.0
"""Seconds to wait for the port that was asked for, on a computer that is busy."""


class Place(NamedTuple):
    """Where the server answers."""

    ip: str
    port: int

    @property
    def address(self) -> str:
        """For the browser."""
        return f"http://{in_address(self.ip)}:{self.port}/"


def serve(
    host: str, port: int | None, data: Path | None, *, browser: bool, forget_pin: bool = False
) -> None:
    """Serves the companion until it is told to stop.

    `port` None means the usual one, or any free one when that is taken. Raises `CannotServe` and
    `AlreadyRunning`.
    """
    from carrywell.companion.running import run

    signal.signal(signal.SIGTERM, _stop_starting)
    os.umask(0o077)  # whatever is written here is hers alone to read
    ip = ip_of(host)
    _tell_settings(host, data)
    folder = data_folder()
    with _alone(folder) as running:
        place = Place(ip, free_port(ip, port))
        make_ready(host, forget_pin=forget_pin)
        with suppress(OSError):  # on a full disk she can still read
            write_whole(running, place.address.encode())
        run(place.ip, place.port, place.address, folder, browser=browser)


def make_ready(host: str = "127.0.0.1", *, forget_pin: bool = False) -> None:
    """Checks and migrates the database and collects the static files, as `serve` does."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    database = Path(settings.DATA) / settings.DATABASE_FILE
    check_database(database)
    migrate(database)
    collect_static(Path(settings.STATIC_ROOT))
    try:
        if forget_pin:
            _forget_pin()
        if host not in LOOPBACK:
            _needs_a_pin(host)
        _keep_her_numbers(Path(settings.DATA))
        _forget_old_visits()
    finally:
        connections.close_all()  # the worker is a fork, which must not share a connection


def _forget_old_visits() -> None:
    """Where she searched from for once, and whatever else was for a visit that is over."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import DatabaseError

    with suppress(DatabaseError):  # on a full disk she can still read
        SessionStore.clear_expired()


def ip_of(host: str) -> str:
    """The address to listen on. Raises `CannotServe` for one that is not this computer's."""
    if host in LOOPBACK:
        return LOOPBACK[host]
    try:
        ip = str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except OSError:
        raise CannotServe(f"--host: {host} is not an address of this computer.") from None
    if ipaddress.ip_address(ip).is_unspecified:
        raise CannotServe(
            f"--host: give this computer's own address, such as 192.168.1.20, not {host}."
        )
    return ip


def in_address(host: str) -> str:
    """The host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def free_port(ip: str, wanted: int | None) -> int:
    """A port that is free: the wanted one, else the usual one, else any. Raises `CannotServe`."""
    if wanted is not None:
        return _wanted_port(ip, wanted)
    with suppress(OSError):
        return _bindable(ip, DEFAULT_PORT)
    try:
        return _bindable(ip, 0)
    except OSError as error:
        raise CannotServe(
            f"Carrywell cannot answer on {ip}: {error.strerror}. Leave --host out."
        ) from None


def _wanted_port(ip: str, port: int) -> int:
    """The port asked for and no other. In use, it is waited for: a killed server's worker lets go."""
    until = monotonic() + PORT_PATIENCE
    while True:
        try:
            return _bindable(ip, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or monotonic() >= until:
                raise CannotServe(
                    f"Port {port} on {ip} cannot be used: {error.strerror}. "
                    "Leave --port out to use a free one."
                ) from None
        sleep(0.05)


def _bindable(ip: str, port: int) -> int:
    with socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET) as probe:
        if os.name == "posix":  # elsewhere it would allow a port that is in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((ip, port))
        return int(probe.getsockname()[1])


def _stop_starting(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _tell_settings(host: str, data: Path | None) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "carrywell.companion.settings"
    if data is not None:
        os.environ["CARRYWELL_DATA"] = str(data.absolute())
    if host not in LOOPBACK:
        os.environ["CARRYWELL_HOST"] = in_address(host)


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """Holds the folder; gives the file that tells a second copy where this one answers."""
    running = folder / "running"
    try:
        with FileLock(folder / "lock").acquire(timeout=PATIENCE):
            running.unlink(missing_ok=True)
            try:
                yield running
            finally:
                running.unlink(missing_ok=True)
    except Timeout:
        address = ""
        with suppress(OSError):
            address = running.read_text(encoding="ascii")
        raise AlreadyRunning(address) from None


def _forget_pin() -> None:
    from carrywell.companion.people.models import Account

    account = Account.objects.local()
    account.set_unusable_password()
    account.wrong_pins, account.locked_until = 0, None
    account.save()


def _needs_a_pin(host: str) -> None:
    from carrywell.companion.people.models import Account

    if not Account.objects.local().has_pin:
        raise CannotServe(
            f"--host {host} would show your pages to everybody on this network. Set a PIN first: start"
            " without --host, open 'My data', then 'PIN'."
        )


def _keep_her_numbers(folder: Path) -> None:
    """Writes the numbers to ring anew: an update may have corrected them, or the file be damaged."""
    from carrywell.companion.people.models import Pregnancy
    from carrywell.companion.people.whom_to_ring import keep_numbers_of

    with suppress(Exception):  # a full disk, a damaged guideline: the pages say so themselves
        latest = Pregnancy.objects.select_related("person").first()
        if latest is not None:
            keep_numbers_of(latest, folder)
