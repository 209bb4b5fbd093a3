"""Files handed out: written beside, then renamed; one rule: a reader sees the old file or the new, each whole."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from relcadence.errors import RelcadenceError, reason_of, say

_CHUNK = 1 << 16
_WHY = {
    errno.ENOSPC: say("the disk is full"),
    errno.EDQUOT: say("the disk quota is used up"),
    errno.EROFS: say("the file system is read-only"),
    errno.EACCES: "writing is not permitted",
    errno.EPERM: "writing is not permitted",
    errno.ENOENT: say("its folder does not exist"),
    errno.ENOTDIR: say("its folder is a file"),
    errno.ENAMETOOLONG: say("the name is too long"),
}


class FolderChanges(NamedTuple):
    """The names of the files written, left as they were, and removed."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write_beside(path: Path, write: Callable[[BinaryIO], object], *, keep_if_same: bool = True) -> bool:
    """Have `write` fill a file at `path`, readable by the owner alone; False where its content was the same already.

    The old file stays whole until the new one is on the disk, and is not touched where nothing changed. Raises
    RelcadenceError where `path` is a folder, a link or a device, or cannot be written.
    """
    _refuse_what_is_no_file(path)
    with _as_our_error(path):
        descriptor, name = tempfile.mkstemp(prefix=".relcadence-", suffix=".tmp", dir=path.parent)
        beside = Path(name)
        try:
            return _fill_and_rename(descriptor, beside, path, write, keep_if_same)
        finally:
            with suppress(FileNotFoundError):
                beside.unlink()


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]], is_ours: Callable[[bytes], bool]) -> FolderChanges:
    """Keep one file an item in `folder` (made where missing), as khal and vdirsyncer read them.

    `files` are names, without folders, and contents. Of the other files those are removed whose content `is_ours`
    and whose name ends like one of ours; all else in the folder stays. Raises RelcadenceError, ValueError for a name
    that leads elsewhere.
    """
    with _as_our_error(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    written: list[str] = []
    unchanged: list[str] = []
    for name, content in files:
        if not name or Path(name).name != name or name.startswith("."):
            raise ValueError(say("{name!r} is no name for a file in a folder.", name=name))
        changed = write_beside(folder / name, partial(_put, content))
        (written if changed else unchanged).append(name)
    with _as_our_error(folder):
        removed = tuple(_remove_left_over(folder, {*written, *unchanged}, is_ours))
    return FolderChanges(tuple(written), tuple(unchanged), removed)


def _put(content: bytes, out: BinaryIO) -> None:
    out.write(content)


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if stat.S_ISLNK(mode):
        # Following it would write where the user does not look; replacing it would cut the link.
        raise RelcadenceError(say("{path} is a link to another file.", path=path), "Name the file itself.")
    if stat.S_ISDIR(mode):
        raise RelcadenceError(say("{path} is a folder, not a file.", path=path), "Name a file in it.")
    if not stat.S_ISREG(mode):
        raise RelcadenceError(
            say("{path} is not a regular file.", path=path), "Name a file, or - for standard output."
        )


def _fill_and_rename(
    descriptor: int, beside: Path, path: Path, write: Callable[[BinaryIO], object], keep_if_same: bool
) -> bool:
    with open(descriptor, "wb") as out:
        write(out)
        out.flush()
        if keep_if_same and _same(beside, path):
            return False
        os.fsync(out.fileno())
    beside.replace(path)
    _sync_folder(path.parent)
    return True


def _same(one: Path, other: Path) -> bool:
    if not other.exists() or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as a, other.open("rb") as b:
        while chunk := a.read(_CHUNK):
            if chunk != b.read(_CHUNK):
                return False
    return True


def _sync_folder(folder: Path) -> None:
    # The file is in place already; some file systems cannot sync a folder.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_left_over(folder: Path, keep: set[str], is_ours: Callable[[bytes], bool]) -> Iterator[str]:
    endings = {Path(name).suffix for name in keep} or {".ics"}
    for path in sorted(folder.iterdir()):
        if path.name in keep or path.suffix not in endings or path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            ours = is_ours(file.read(_CHUNK))
        if ours:
            path.unlink()
            yield path.name


@contextmanager
def _as_our_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = _WHY.get(error.errno or 0) or reason_of(error)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        hint = "Free some room, or name another place with -o." if full else "Name another place with -o."
        raise RelcadenceError(say("{path} could not be written: {why}.", path=path, why=why), hint) from error
