"""The folder that holds everything she records: one database, one key, the numbers to ring."""

import os
import secrets
from pathlib import Path

import click

from carrywell.companion.refusal import CannotServe


def data_folder() -> Path:
    """The folder from CARRYWELL_DATA, or the user's own; made if it is missing, hers alone to read.

    Raises `CannotServe`.
    """
    folder = Path(os.environ.get("CARRYWELL_DATA") or click.get_app_dir("carrywell"))
    if folder.is_file():
        raise CannotServe(
            f"{folder} is a file. Give a folder with --data, an old one or a new one."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".can-write"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CannotServe(
            f"Carrywell cannot write to its data folder, {folder}: {error.strerror}.\n"
            "Nothing was changed. Free some space or allow writing there, or choose another folder"
            " with --data."
        ) from None
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs sessions and forms: made once, kept beside the data."""
    path = folder / "secret-key"
    try:
        kept = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        kept = ""
    return kept or _new_key(path)


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that a reader sees the old one or the new one, never half of it."""
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _new_key(path: Path) -> str:
    key = secrets.token_urlsafe(64)
    try:
        write_whole(path, key.encode("ascii"))
    except OSError as error:
        raise CannotServe(
            f"Carrywell cannot write {path}: {error.strerror}. Nothing was changed."
        ) from None
    return key
