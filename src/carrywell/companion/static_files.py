"""The style sheets, scripts and pictures: collected once, hashed and compressed.

They are made in a folder beside, which then takes the old one's place: the folder is always whole.
`made-from` in it says from what it was made and what is in it, so that it is made again when this
program's files have changed or one of its own is missing or damaged.
"""

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from carrywell.companion.refusal import CannotServe

_NOTE = "made-from"
_HTMX = "django_htmx/htmx-2.min.js"
"""The one file of django_htmx that the pages use."""

Hashes = dict[str, str]


class Made(msgspec.Struct, frozen=True):
    """What a collected folder was made from, and the files in it, by path and SHA-256."""

    sources: Hashes
    files: Hashes


def collect_static(root: Path) -> None:
    """Makes the folder of static files unless it is there and whole. Raises `CannotServe`."""
    sources = {path: _hash(content) for path, content in _ours()}
    try:
        if _is_whole(root, sources):
            return
        _leave_strangers_alone(root)
        fresh, old = root.with_name(f"{root.name}.new"), root.with_name(f"{root.name}.old")
        _make(fresh, sources)
        shutil.rmtree(old, ignore_errors=True)
        if root.exists():
            root.rename(old)
        fresh.rename(root)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise CannotServe(
            f"Carrywell cannot write its style sheets to {root}: {error.strerror}.\n"
            "Nothing of yours was changed. Free some space or allow writing there, then start again."
        ) from None


def _make(fresh: Path, sources: Hashes) -> None:
    from django.conf import settings
    from django.core.files.base import ContentFile
    from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    storage = CompressedManifestStaticFilesStorage(location=fresh, base_url=settings.STATIC_URL)
    for path, content in _ours():
        storage.save(path, ContentFile(content))
    for _, _, outcome in storage.post_process({path: (storage, path) for path in sources}):
        if isinstance(outcome, Exception):
            raise outcome
    made = Made(sources, {path: _hash(content) for path, content in _files(fresh)})
    (fresh / _NOTE).write_bytes(msgspec.json.encode(made))


def _is_whole(root: Path, sources: Hashes) -> bool:
    try:
        made = msgspec.json.decode((root / _NOTE).read_bytes(), type=Made)
    except (OSError, msgspec.DecodeError):
        return False
    files = {path: _hash(content) for path, content in _files(root) if path != _NOTE}
    return made.sources == sources and made.files == files


def _leave_strangers_alone(root: Path) -> None:
    """Raises `CannotServe` for a folder of somebody else's that happens to have this name."""
    if not root.exists() or not any(root.iterdir()):
        return
    if any((root / name).exists() for name in (_NOTE, "staticfiles.json", "companion")):
        return
    raise CannotServe(
        f"The folder {root} is not Carrywell's, so it was left alone. Choose another folder with --data."
    )


def _ours() -> Iterator[tuple[str, bytes]]:
    """Every file that the pages use, with its content."""
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            if path == _HTMX or not path.startswith("django_htmx/"):
                with storage.open(path) as file:
                    yield Path(path).as_posix(), file.read()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
