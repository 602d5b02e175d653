"""Where the content is, and which bytes it is made of."""

import hashlib
from pathlib import Path

CONTENT_FOLDER = Path(__file__).parent / "content"


def content_files(folder: Path = CONTENT_FOLDER) -> list[Path]:
    """Every YAML file of the content, sorted by path."""
    return sorted(folder.rglob("*.yaml"))


def content_hash(folder: Path = CONTENT_FOLDER) -> str:
    """SHA-256 over the names and bytes of all content files, in hexadecimal."""
    digest = hashlib.sha256()
    for path in content_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
