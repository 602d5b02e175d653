"""Deleting everything, so that nothing of it is left in any file of the data folder.

SQLite overwrites what is deleted (`secure_delete`), but its write-ahead log still holds older pages
until it is folded in, and copies made before updates lie beside the database. All of them go.
"""

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction

from carrywell.companion.check import private
from carrywell.companion.helps import hers as helps
from carrywell.companion.people.models import Account, Person
from carrywell.companion.people.pin import seen_from_network

_TRIES = 5
_PAUSE = 0.1


def erase_everything(account: Account) -> bool:
    """Deletes all of it, the PIN too unless other computers can open the pages.

    Returns whether every trace is gone from the files; false when another page kept the database
    busy. The rows are gone in either case.
    """
    with transaction.atomic():
        Person.objects.filter(account=account).delete()
        Session.objects.all().delete()
        if not seen_from_network():
            account.delete()
    private.forget()
    helps.forget()
    _remove_files(Path(settings.DATA))
    return tidy()


def fold_in() -> bool:
    """Folds the write-ahead log into the database and empties it: false when it is in use."""
    if connection.vendor != "sqlite":
        return True
    for _ in range(_TRIES):
        if _folded_in():
            return True
        time.sleep(_PAUSE)
    return False


def tidy() -> bool:
    """Writes the database anew without what was deleted: false when it is in use."""
    if connection.vendor != "sqlite":
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    except OperationalError:
        return False
    return fold_in()


def _folded_in() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return bool(cursor.fetchone()[0] == 0)
    except OperationalError:
        return False


def _remove_files(folder: Path) -> None:
    for name in ("numbers.json", "numbers.json.new"):
        (folder / name).unlink(missing_ok=True)
    for copy in folder.glob("*.before-*"):
        copy.unlink(missing_ok=True)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
