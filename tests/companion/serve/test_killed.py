"""Killed in the middle of many writes: what a page has acknowledged is there afterwards."""

import http.client
import json
import os
import signal
import sqlite3
import threading
import time
from contextlib import closing

import pytest
from tests.companion.serve.served import SOON, Visitor, begin_check, first_screen, started

pytestmark = pytest.mark.slow

ROUNDS = 4


class Writer(threading.Thread):
    """Begins checks and answers their first screen, one after the other; keeps what was confirmed."""

    def __init__(self, visitor):
        super().__init__(daemon=True)
        self.visitor = visitor
        self.begun, self.answered = [], {}
        self.over = threading.Event()

    def run(self):
        while not self.over.is_set():
            try:
                self._one()
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)

    def _one(self):
        check = begin_check(self.visitor)
        self.begun.append(check)
        hurt = check % 2 == 0
        given = first_screen("any_injury") if hurt else first_screen()
        if self.visitor.post(f"/check/{check}/0/", given).status == 302:
            self.answered[check] = hurt


def writing(server):
    """Two browsers that write at once, at full speed."""
    writers = [Writer(started_or_known(server.port)) for _ in range(2)]
    for writer in writers:
        writer.start()
    return writers


def started_or_known(port):
    visitor = Visitor(port)
    return visitor if visitor.get("/").to is None else started(port)


def wait_for(condition):
    until = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def all_is_there(database, writers):
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        rows = dict(connection.execute("SELECT id, answers FROM check_checkin"))
    begun = [check for writer in writers for check in writer.begun]
    answered = {check: hurt for writer in writers for check, hurt in writer.answered.items()}
    assert set(begun) <= set(rows)
    kept = {check: json.loads(rows[check]).get("any_injury") for check in answered}
    assert kept == answered
    assert len(answered) > len(begun) / 2
    return len(begun)


def test_the_whole_server_killed_again_and_again(serve, tmp_path):
    confirmed = []
    for enough in range(10, 10 + 7 * ROUNDS, 7):
        server = serve(tmp_path)
        writers = writing(server)
        wait_for(lambda: sum(len(one.begun) for one in writers) > enough)  # noqa: B023 - used at once
        main, worker = server.process.pid, server.worker
        for process in (main, worker):
            os.kill(process, signal.SIGKILL)
        for writer in writers:
            writer.over.set()
        for writer in writers:
            writer.join(SOON)
        server.process.wait()
        again = serve(tmp_path)
        confirmed.append(all_is_there(tmp_path / "carrywell.sqlite3", writers))
        assert again.stop() == 0
    assert min(confirmed) > 10, confirmed


def test_the_worker_killed_again_and_again_is_started_anew(serve, tmp_path):
    server = serve(tmp_path)
    writers = writing(server)
    for _ in range(ROUNDS):
        before = sum(len(one.begun) for one in writers)
        wait_for(lambda: sum(len(one.begun) for one in writers) > before + 10)  # noqa: B023
        worker = server.worker
        os.kill(worker, signal.SIGKILL)
        # one that dies within seconds of its start counts as broken: leave it that long
        time.sleep(6)
    for writer in writers:
        writer.over.set()
    for writer in writers:
        writer.join(SOON)
    assert all_is_there(tmp_path / "carrywell.sqlite3", writers) > 40
    assert server.stop() == 0
    assert server.complaint == ""


def test_a_worker_that_keeps_dying_ends_the_server_with_words(serve, tmp_path):
    server = serve(tmp_path)
    last = None
    while server.process.poll() is None:
        try:
            worker = server.worker
        except (IndexError, FileNotFoundError, ProcessLookupError):
            time.sleep(0.01)
            continue
        if worker != last:
            last = worker
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.01)
    assert server.ends() == 1
    assert "Everything you saved is kept. Start it again." in server.words


def gone(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_no_worker_is_left_when_the_main_process_is_killed(serve, tmp_path):
    server = serve(tmp_path)
    visitor = started(server.port)
    check = begin_check(visitor)
    worker = server.worker
    server.process.kill()
    server.process.wait()
    wait_for(lambda: gone(worker))
    again = serve(tmp_path)
    assert Visitor(again.port).get(f"/check/{check}/").status == 302


def test_a_start_right_after_a_kill_works(serve, tmp_path):
    server = serve(tmp_path)
    server.process.kill()
    again = serve(tmp_path, port=server.port)
    assert Visitor(again.port).get("/start/").status == 200


def test_killed_while_it_starts_it_starts_the_next_time(serve, tmp_path):
    for moment in (0.3, 0.5, 0.7, 0.9, 1.1):
        server = serve(tmp_path, wait=False)
        time.sleep(moment)
        server.process.kill()
        server.process.wait()
    assert Visitor(serve(tmp_path).port).get("/start/").status == 200


def test_an_account_that_was_only_half_made_is_not_locked(serve, tmp_path):
    first = serve(tmp_path)
    check = begin_check(started(first.port))
    assert first.stop() == 0
    with closing(sqlite3.connect(tmp_path / "carrywell.sqlite3")) as connection, connection:
        connection.execute("UPDATE people_account SET password = ''")
    assert Visitor(serve(tmp_path).port).get(f"/check/{check}/0/").status == 200
