"""Asking the store of places so that nothing of it can hold a page up or break it.

The store is a file or a server beside the pages. It may be missing, damaged, locked or slow: then the
page says so in one line and shows everything else.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import TypeVar

from django.conf import settings

from carrywell.care.store import BadStore, Store, open_store
from carrywell.care.where import places_at

A_LIST, AT_ONCE = 5.0, 0.7
"""Seconds: a page that is about places waits so long; one that is about ringing, hardly at all."""
_AT_ONE_TIME = BoundedSemaphore(8)
"""Questions that wait for a store that never answers may not pile up."""

TOO_SLOW = "The list of places does not answer just now. Try again in a moment."
CANNOT_READ = "The list of places could not be read."

logger = logging.getLogger(__name__)
T = TypeVar("T")


class NoPlaces(Exception):
    """Why nothing can be said about places: `short` is one sentence; the whole adds what to do."""

    def __init__(self, short: str, more: str = "") -> None:
        super().__init__(f"{short} {more}".strip())
        self.short = short


def ask_store(question: Callable[[Store], T], *, seconds: float = A_LIST) -> T:
    """What the store answers, within that time. Raises `NoPlaces`."""
    if not _AT_ONE_TIME.acquire(blocking=False):
        raise NoPlaces(TOO_SLOW)
    answer: SimpleQueue[T | Exception] = SimpleQueue()
    Thread(target=_put, args=(question, answer), daemon=True).start()
    try:
        told = answer.get(timeout=seconds)
    except Empty:
        raise NoPlaces(TOO_SLOW) from None
    if isinstance(told, BadStore):
        raise NoPlaces(CANNOT_READ, str(told))
    if isinstance(told, Exception):
        logger.error("The places could not be searched", exc_info=told)
        raise NoPlaces(CANNOT_READ)
    return told


def _put(question: Callable[[Store], T], answer: "SimpleQueue[T | Exception]") -> None:
    try:
        with open_store(places_at(os.environ, Path(settings.DATA))) as store:
            answer.put(question(store))
    except Exception as error:  # noqa: BLE001 - told to the page that asked
        answer.put(error)
    finally:
        _AT_ONE_TIME.release()
