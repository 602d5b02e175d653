"""Connections to PostgreSQL that wait for the next who asks: opening one takes longer than a search."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]
MOST = 4
"""Connections kept for an address: as many as a worker of the companion has threads."""
SECONDS = 5
"""How long to wait for a server that does not answer."""
_idle: dict[tuple[int, str], list[Connection]] = {}
_lock = Lock()


@contextmanager
def borrowed(address: str) -> Iterator[Connection]:
    """A connection that commits each statement, for one thread; kept afterwards if it is sound."""
    connection = _waiting(address) or psycopg.connect(
        address, autocommit=True, connect_timeout=SECONDS
    )
    try:
        yield connection
    finally:
        _put_back(address, connection)


def _waiting(address: str) -> Connection | None:
    """One that still answers: the server may have been started anew meanwhile."""
    while True:
        with _lock:
            waiting = _idle.get(_key(address))
            connection = waiting.pop() if waiting else None
        if connection is None:
            return None
        try:
            connection.execute("SELECT 1")
        except psycopg.Error:
            connection.close()
        else:
            return connection


def _put_back(address: str, connection: Connection) -> None:
    """Kept only if it is between two transactions, so that nothing of one reader reaches the next."""
    is_sound = connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    with _lock:
        waiting = _idle.setdefault(_key(address), [])
        if is_sound and not connection.closed and len(waiting) < MOST:
            waiting.append(connection)
            return
    connection.close()


def _key(address: str) -> tuple[int, str]:
    """A process that was forked must not use the connections of its parent."""
    return os.getpid(), address
