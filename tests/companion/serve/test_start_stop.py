"""`carrywell serve` starts, says where it is, and stops when it is told to."""

import http.client
import os
import signal
import socket
import sys
import time
from contextlib import closing

import pexpect
import pytest
from tests.companion.serve.served import (
    COMMAND,
    SOON,
    Visitor,
    as_she_starts_it,
    begin_check,
    free_port,
    started,
)

pytestmark = pytest.mark.slow


def test_it_starts_on_an_empty_folder_and_says_where(serve, tmp_path):
    server = serve(tmp_path / "new" / "folder")
    assert f"Carrywell is ready: http://127.0.0.1:{server.port}/" in server.words
    page = Visitor(server.port).get("/start/")
    assert page.status == 200
    assert "<h1>" in page.text


def test_what_it_writes_is_hers_alone_to_read(serve, tmp_path):
    server = serve(tmp_path / "data")
    started(server.port)
    files = (
        tmp_path / "data"
    ).iterdir()  # the style sheets, in a folder of it, hold nothing of hers
    modes = {path.name: path.stat().st_mode & 0o077 for path in files}
    assert len(modes) > 5
    assert {name for name, mode in modes.items() if mode} == set()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_it_cleanly_while_a_browser_is_connected(serve, tmp_path, how):
    server = serve(tmp_path)
    with closing(http.client.HTTPConnection("127.0.0.1", server.port)) as kept_open:
        kept_open.request("GET", "/leave/")
        kept_open.getresponse().read()
        worker = server.worker
        assert server.stop(how) == 0
    assert "Stopped. Everything you saved is kept." in server.words
    assert server.complaint == ""
    assert not (tmp_path / "running").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_signal_while_it_starts_stops_it_too(serve, tmp_path):
    server = serve(tmp_path, wait=False)
    while not (tmp_path / "lock").exists():
        assert server.process.poll() is None
        time.sleep(0.005)
    assert server.stop() == 0
    assert "Stopped" in server.words
    assert serve(tmp_path).stop() == 0


def test_ctrl_c_in_a_terminal_stops_it(tmp_path):
    terminal = pexpect.spawn(
        COMMAND[0],
        [*COMMAND[1:], "--data", str(tmp_path), "--port", str(free_port())],
        timeout=SOON,
        env=as_she_starts_it(),
    )
    terminal.expect("is ready")
    terminal.sendintr()
    terminal.expect("Stopped. Everything you saved is kept.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert (terminal.exitstatus, terminal.signalstatus) == (0, None)


def test_nothing_is_left_running_when_the_terminal_is_closed(tmp_path):
    port = free_port()
    terminal = pexpect.spawn(
        COMMAND[0],
        [*COMMAND[1:], "--data", str(tmp_path), "--port", str(port)],
        timeout=SOON,
        env=as_she_starts_it(),
    )
    terminal.expect("is ready")
    terminal.close(force=False)
    until = time.monotonic() + SOON
    while (tmp_path / "running").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not (tmp_path / "running").exists()


def test_a_second_copy_says_where_the_first_one_is_and_starts_nothing(serve, tmp_path):
    first = serve(tmp_path)
    second = serve(tmp_path, wait=False)
    assert second.ends() == 0
    assert f"Carrywell is already running: http://127.0.0.1:{first.port}/" in second.words
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", second.port))
    assert Visitor(first.port).get("/start/").status == 200


def test_a_port_in_use_is_refused_when_it_was_asked_for(serve, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = serve(tmp_path, port=port, wait=False)
        assert refused.ends() == 2
    assert f"Port {port} on 127.0.0.1 cannot be used" in refused.complaint
    assert "Leave --port out" in refused.complaint
    assert "ring your maternity unit" in refused.complaint


def test_without_a_port_a_free_one_is_used_when_the_usual_one_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8642))
        except OSError:
            pass  # somebody else holds it, which is as good
        else:
            taken.listen()
        terminal = pexpect.spawn(
            COMMAND[0],
            [*COMMAND[1:], "--data", str(tmp_path)],
            timeout=SOON,
            env=as_she_starts_it(),
        )
        terminal.expect(r"is ready: http://127.0.0.1:(\d+)/")
        assert int(terminal.match.group(1)) != 8642
        terminal.sendintr()
        terminal.expect(pexpect.EOF)
        terminal.close()


def test_the_browser_is_opened_once_the_page_is_there(tmp_path):
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\nimport sys, urllib.request\n"
        f"page = urllib.request.urlopen(sys.argv[1])\nopen({str(seen)!r}, 'w').write(str(page.status))\n"
    )
    browser.chmod(0o700)
    port = free_port()
    terminal = pexpect.spawn(
        COMMAND[0],
        ["-m", "carrywell", "serve", "--data", str(tmp_path / "data"), "--port", str(port)],
        env={**as_she_starts_it(), "BROWSER": f"{browser} %s"},
        timeout=SOON,
    )
    terminal.expect("is ready")
    until = time.monotonic() + SOON
    while not seen.exists() and time.monotonic() < until:
        time.sleep(0.05)
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert seen.read_text() == "200"


def test_another_computer_is_let_in_only_with_a_pin(serve, tmp_path):
    refused = serve(tmp_path, "--host", "127.0.0.2", wait=False)
    assert refused.ends() == 2
    assert "Set a PIN first" in refused.complaint


@pytest.mark.parametrize(
    ("host", "words"),
    [("0.0.0.0", "own address"), ("::", "own address"), ("no.such.name.invalid", "not an address")],
)
def test_an_address_that_cannot_be_is_refused(serve, tmp_path, host, words):
    refused = serve(tmp_path, "--host", host, wait=False)
    assert refused.ends() == 2
    assert words in refused.complaint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_the_loopback_address_of_ipv6_works(serve, tmp_path):
    server = serve(tmp_path, "--host", "::1")
    assert f"http://[::1]:{server.port}/" in server.words
    connection = http.client.HTTPConnection("::1", server.port)
    connection.request("GET", "/start/", headers={"Host": f"[::1]:{server.port}"})
    assert connection.getresponse().status == 200
    connection.close()


def test_what_she_saved_is_there_after_a_new_start(serve, tmp_path):
    first = serve(tmp_path)
    check = begin_check(started(first.port))
    assert first.stop() == 0
    again = serve(tmp_path)
    assert Visitor(again.port).get(f"/check/{check}/").status == 302
