"""Files handed out: whole or not at all, private, and left alone where nothing changed."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from relcadence.errors import RelcadenceError
from relcadence.exchange.files import write_beside, write_folder


def put(content: bytes) -> Callable[[BinaryIO], object]:
    return lambda out: out.write(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    assert write_beside(path, put(b"one"))
    assert path.read_bytes() == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["out.ics"]


@pytest.mark.parametrize("content", [b"", b"one", b"x" * 200_000])
def test_the_same_content_leaves_the_file_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "out.ics"
    path.write_bytes(content)
    before = path.stat()
    assert not write_beside(path, put(content))
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert names(tmp_path) == ["out.ics"]


@pytest.mark.parametrize("content", [b"on", b"ond", b"onee", b"x" * 200_000])
def test_other_content_replaces_the_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "out.ics"
    path.write_bytes(b"one")
    assert write_beside(path, put(content))
    assert path.read_bytes() == content
    assert names(tmp_path) == ["out.ics"]


def test_the_file_can_be_renewed_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    path.write_bytes(b"one")
    before = path.stat().st_ino
    assert write_beside(path, put(b"one"), keep_if_same=False)
    assert path.stat().st_ino != before


@pytest.mark.parametrize("failure", [ValueError("no"), KeyboardInterrupt(), RelcadenceError("no"), SystemExit(1)])
def test_a_failure_leaves_the_old_file_and_nothing_beside(tmp_path: Path, failure: BaseException) -> None:
    path = tmp_path / "out.ics"
    path.write_bytes(b"old")

    def fail(out: BinaryIO) -> None:
        out.write(b"half")
        raise failure

    with pytest.raises(type(failure)):
        write_beside(path, fail)
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["out.ics"])


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RelcadenceError, match="is a folder") as caught:
        write_beside(tmp_path, put(b"one"))
    assert (caught.value.exit_code, caught.value.hint) == (1, "Name a file in it.")


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_neither_followed_nor_cut(tmp_path: Path, there: bool) -> None:
    target, link = tmp_path / "target", tmp_path / "link.ics"
    if there:
        target.write_bytes(b"old")
    link.symlink_to(target)
    with pytest.raises(RelcadenceError, match="is a link"):
        write_beside(link, put(b"one"))
    assert link.is_symlink()
    assert target.exists() == there
    assert not there or target.read_bytes() == b"old"


def test_a_device_is_refused() -> None:
    with pytest.raises(RelcadenceError, match="not a regular file"):
        write_beside(Path(os.devnull), put(b"one"))


@pytest.mark.parametrize(
    ("place", "why"),
    [("missing/out.ics", "its folder does not exist"), ("file/out.ics", "its folder is a file")],
)
def test_a_place_that_is_none_is_named(tmp_path: Path, place: str, why: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RelcadenceError, match=why):
        write_beside(tmp_path / place, put(b"one"))


def without_rights(tell: Callable[[], str]) -> str:
    """What `tell` says in a process that may not write where it may not; root may write anywhere."""
    if os.geteuid():
        return tell()
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setuid(65534)
            os.write(into, tell().encode())
        finally:
            os._exit(0)
    os.close(into)
    os.waitpid(child, 0)
    with os.fdopen(out, "rb") as told:
        return told.read().decode()


def test_a_folder_that_cannot_be_written_is_named() -> None:
    with tempfile.TemporaryDirectory() as above:
        Path(above).chmod(0o755)
        locked = Path(above, "locked")
        locked.mkdir()
        locked.chmod(0o555)

        def tell() -> str:
            with pytest.raises(RelcadenceError) as caught:
                write_beside(locked / "out.ics", put(b"one"))
            return caught.value.what

        assert without_rights(tell) == f"{locked}/out.ics could not be written: writing is not permitted."


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    path.write_bytes(b"old")

    def fill(out: BinaryIO) -> None:
        with Path("/dev/full").open("wb") as full:
            full.write(b"x")

    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(RelcadenceError, match="the disk is full"):
        write_beside(path, fill)
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["out.ics"])


def ours(head: bytes) -> bool:
    return head.startswith(b"ours")


def test_a_folder_of_items_follows_the_items(tmp_path: Path) -> None:
    folder = tmp_path / "vdir"
    first = write_folder(folder, [("a.ics", b"ours 1"), ("b.ics", b"ours 2")], ours)
    assert first == (("a.ics", "b.ics"), (), ())
    (folder / "theirs.ics").write_bytes(b"not of us")
    (folder / "ours.txt").write_bytes(b"ours, but no item")
    second = write_folder(folder, [("a.ics", b"ours 1"), ("c.ics", b"ours 3")], ours)
    assert second == (("c.ics",), ("a.ics",), ("b.ics",))
    assert names(folder) == ["a.ics", "c.ics", "ours.txt", "theirs.ics"]
    assert write_folder(folder, [], ours).removed == ("a.ics", "c.ics")
    assert names(folder) == ["ours.txt", "theirs.ics"]


@pytest.mark.parametrize("name", ["../a.ics", "x/a.ics", ".a.ics", "", ".."])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name for a file"):
        write_folder(tmp_path / "vdir", [(name, b"x")], ours)
    assert names(tmp_path / "vdir") == []
