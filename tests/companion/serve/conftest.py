"""Servers that are gone when the test is over."""

import subprocess

import pytest
from tests.companion.serve.served import Served


@pytest.fixture
def serve():
    """Starts servers: `serve(folder)` waits until it is ready, `serve(folder, wait=False)` does not."""
    all_of_them = []

    def start(data, *options, wait=True, **more):
        server = Served(data, *options, **more)
        all_of_them.append(server)
        return server.wait_until_ready() if wait else server

    yield start
    for server in all_of_them:
        server.kill_what_is_left()


@pytest.fixture
def small_disk(tmp_path):
    """Puts a command onto a disk of its own: `small_disk("size=3m")` gives the folder and what to
    write before the command; `then` is run on it first. Needs the right to mount, as Linux gives it in a namespace of one's own.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    unshare = ("unshare", "-rm")
    try:
        subprocess.run(
            (*unshare, "mount", "-t", "tmpfs", "tmpfs", str(folder)),
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this system lets nobody mount a small disk for a test")

    def put(options, then="true"):
        mount = f'mount -t tmpfs -o {options} tmpfs "{folder}" && ({then}) && exec "$@"'
        return folder, (*unshare, "sh", "-c", mount, "sh")

    return put
