"""The running server: it says when it is ready, and stops with everything that belongs to it."""

import http.client
import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import click

THREADS = 4
START_SECONDS = 60.0
"""For how long the first answer is waited for: an old computer under load needs its time."""


def run(ip: str, port: int, address: str, folder: Path, *, browser: bool) -> None:
    """Runs the server until it is told to stop. Everything is ready for it.

    Ends the program with exit code 1 when the server keeps failing.
    """
    from granian.constants import Interfaces
    from granian.server import Server

    server = Server(
        "carrywell.companion.wsgi:application",
        address=ip,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        workers_kill_timeout=2,  # a page may finish; then it is over
        respawn_failed_workers=True,  # such as one that the system ended for want of memory
        log_enabled=False,
    )
    hangup_ignored = _hangup() in (None, signal.SIG_IGN)

    @server.on_startup
    def started() -> None:
        if not hangup_ignored:  # her terminal was closed: nothing of hers stays open behind it
            signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
        _when_it_answers(ip, port, lambda: _tell(address, folder, browser=browser))

    try:
        server.serve()
    except SystemExit:
        _say("Carrywell stopped by itself. Everything you saved is kept. Start it again.")
        raise
    _say("Stopped. Everything you saved is kept.")


def stop_with_parent() -> None:
    """Ends this worker when its server is gone, so that a killed server leaves no part behind."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=wait, daemon=True, name="stop-with-parent").start()


def _hangup() -> object:
    return signal.getsignal(signal.SIGHUP) if hasattr(signal, "SIGHUP") else None


def _when_it_answers(ip: str, port: int, then: Callable[[], None]) -> None:
    """Calls `then` once the first page has been made, which also makes the next one fast."""
    forked = threading.Event()
    if hasattr(os, "register_at_fork"):
        # the thread holds still while the worker is forked off: a fork copies locks as they are
        os.register_at_fork(after_in_parent=forked.set)

    def wait() -> None:
        forked.wait(timeout=1)
        until = monotonic() + START_SECONDS
        while monotonic() < until:
            if _answers(ip, port):
                then()
                return
            sleep(0.02)

    threading.Thread(target=wait, daemon=True, name="ready").start()


def _answers(ip: str, port: int) -> bool:
    """Whether the page she will see first is made, directly or after the way to it."""
    connection = http.client.HTTPConnection(ip, port, timeout=START_SECONDS)
    try:
        path: str | None = "/"
        while path and path.startswith("/"):
            connection.request("GET", path, headers={"Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
            path = answer.headers.get("Location")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _tell(address: str, folder: Path, *, browser: bool) -> None:
    _say(f"Carrywell is ready: {address}")
    _say(f"Your data stays in {folder}. To stop: Ctrl-C.")
    if browser:
        webbrowser.open(address)


def _say(words: str) -> None:
    with suppress(OSError):  # the terminal may be gone
        click.echo(words)
        sys.stdout.flush()
