"""The database before the server starts: whole, not newer than this program, brought up to date.

A copy is made before an older database is changed. `check_database` only reads.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from carrywell.companion.refusal import CannotServe

_WAL_HEADER = 32
_WAL_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


def check_database(database: Path) -> None:
    """Raises `CannotServe` for a database that is damaged or newer than this program."""
    if not database.exists():
        return
    if database.stat().st_size == 0:
        if (database.parent / "numbers.json").exists():  # it was in use, so it was not empty
            raise _damaged(database)
        return
    if _log_is_damaged(log := database.with_name(f"{database.name}-wal")):
        raise CannotServe(
            f"The file {log} is damaged. It holds what was saved last, so Carrywell has changed nothing.\n"
            "To go on without it: move that one file away, then start again. What is older is in"
            f" {database.name} and stays."
        )
    newer = _applied(database) - _known_migrations()
    if newer:
        raise CannotServe(
            f"The database {database} was written by a newer Carrywell than this one"
            f" ({', '.join('.'.join(one) for one in sorted(newer)[:3])}).\n"
            "Nothing was changed. Start the newer Carrywell again, or choose another folder with --data."
        )


def migrate(database: Path) -> None:
    """Brings the database up to date, after a copy of an older one. Raises `CannotServe`."""
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
    except (DatabaseError, sqlite3.Error, OSError) as error:
        raise CannotServe(
            f"The database {database} could not be opened or brought up to date: {error}.\n"
            "What was in it is still there. Free some space or allow writing there, then start again."
        ) from None
    finally:
        connections.close_all()


def _damaged(database: Path) -> CannotServe:
    return CannotServe(
        f"The database {database} is damaged, so Carrywell has not touched it.\n"
        f"If copies made before updates lie beside it ({database.stem}.before-*), move the damaged file"
        " away and put the newest copy in its place. Or start with an empty folder: --data NEW_FOLDER."
    )


def _applied(database: Path) -> set[tuple[str, str]]:
    """The migrations that made this database; none for one that is just being made."""
    try:
        with closing(
            sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise _damaged(database)
            named = "SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'"
            if connection.execute(named).fetchone() is None:
                return set()
            rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    except sqlite3.OperationalError as error:
        raise CannotServe(
            f"The database {database} cannot be read: {error}. Nothing was changed.\n"
            "Allow reading it, or choose another folder with --data."
        ) from None
    except sqlite3.DatabaseError:
        raise _damaged(database) from None
    return {(str(app), str(name)) for app, name in rows}


def _log_is_damaged(log: Path) -> bool:
    """Whether the write-ahead log begins with something else than a log.

    Then SQLite would drop it without a word, and what was saved last with it. A torn end is no
    damage, and a torn or empty beginning holds nothing yet: power was lost while it was written.
    """
    try:
        with log.open("rb") as file:
            header = file.read(_WAL_HEADER)
    except OSError:
        return False
    return len(header) == _WAL_HEADER and any(header) and not header.startswith(_WAL_MAGIC)


def _known_migrations() -> set[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _copy_before(database: Path) -> None:
    """A whole copy, on the disk, under a name of its own: an earlier copy is never written over."""
    fresh = database.with_name(f"{database.stem}.before-update.new")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(fresh)) as target:
        source.backup(target)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.rename(_free_name(database))


def _free_name(database: Path) -> Path:
    from carrywell import __version__

    first = database.with_name(f"{database.stem}.before-{__version__}.sqlite3")
    copy, number = first, 2
    while copy.exists():
        copy, number = first.with_stem(f"{first.stem}-{number}"), number + 1
    return copy
