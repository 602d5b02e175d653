"""Reading a file that somebody chose: a ZIP of ours, or its JSON. Nothing is ever unpacked to disk.

Limits are checked on what the ZIP says of itself before anything is read, and again while reading.
"""

import re
import zipfile
import zlib
from io import BytesIO

from carrywell.companion.record.exporting import JSON_NAME

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is taken: about 3,000 checks. The setting for uploads is the same."""
MOST_UNPACKED = 400 * 1024 * 1024
"""The most that all its members may hold once unpacked."""
MOST_MEMBERS = 100

_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}\.(csv|json)|README\.txt")
_ZIP = b"PK"
_ENCRYPTED = 0x1


class CannotImport(Exception):
    """Why a file cannot be read back: one sentence for her. Nothing was changed."""


def json_in(content: bytes) -> bytes:
    """The text of `carrywell.json` in a chosen file. Raises `CannotImport`."""
    if not content:
        raise CannotImport("The file is empty. Choose the ZIP that Carrywell made.")
    if len(content) > MOST_BYTES:
        raise CannotImport(
            f"The file is larger than {_megabytes(MOST_BYTES)}, the most that is allowed."
        )
    return _json_of_zip(content) if content.startswith(_ZIP) else content


def _json_of_zip(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members)
            return _read(archive, JSON_NAME)
    except CannotImport:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        raise CannotImport(
            "The ZIP file is damaged. Try another copy, or make a new one where the data is."
        ) from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise CannotImport(
            f"The ZIP holds {len(members)} files. A copy made by Carrywell has at most {MOST_MEMBERS}."
        )
    for one in members:
        _check_member(one)
    names = [one.filename for one in members]
    if len(set(names)) < len(names):
        raise CannotImport(
            "The ZIP holds two files of the same name. Choose the ZIP as Carrywell made it."
        )
    unpacked = sum(one.file_size for one in members)
    if unpacked > MOST_UNPACKED:
        raise CannotImport(
            f"The ZIP would unpack to {_megabytes(unpacked)}; at most {_megabytes(MOST_UNPACKED)} is allowed."
        )
    if JSON_NAME not in names:
        raise CannotImport(
            f"The ZIP has no {JSON_NAME} in it. Choose the ZIP as Carrywell made it."
        )


def _check_member(member: zipfile.ZipInfo) -> None:
    if not _NAME.fullmatch(member.orig_filename):
        raise CannotImport(
            f"The ZIP holds a file called {member.orig_filename[:60]!r}. A copy made by Carrywell holds"
            f" {JSON_NAME}, CSV files and README.txt, in no folder."
        )
    if member.flag_bits & _ENCRYPTED:
        raise CannotImport(
            f"{member.filename} in the ZIP is locked with a password. Choose the ZIP as Carrywell made it."
        )
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise CannotImport(
            f"{member.filename} in the ZIP is packed in a way that Carrywell does not use."
        )


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        text = member.read(MOST_UNPACKED + 1)  # what it says of its size may be untrue
    if len(text) > MOST_UNPACKED:
        raise CannotImport(f"{name} unpacks to more than {_megabytes(MOST_UNPACKED)}.")
    return text


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
