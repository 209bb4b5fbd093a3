"""Where a store may lie and where not: rights, links, shares, devices. A clear error, and the store as before."""

import ctypes
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relcadence.cli.stores import share_words
from tests.conftest import environment

Run = Callable[..., Any]
CHANGING = [["log", "wang li", "--call"], ["undo", "--yes"]]
READING = ["today", "digest", "export json"]
MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 22 0:40 / /home/dana rw,relatime - nfs4 server:/home rw
32 31 8:17 / /home/dana/disk rw,relatime - ext4 /dev/sdb1 rw
33 22 0:41 / /mnt/far\\040away rw - fuse.sshfs dana@host: rw
34 22 0:42 / /mnt/nas rw - cifs //nas/files rw
"""
SHARES = {
    "/var/lib/relcadence.db": "", "/home/dana/relcadence.db": "nfs4", "/home/danae/relcadence.db": "",
    "/home/dana/disk/relcadence.db": "", "/mnt/nas/a/b/relcadence.db": "cifs",
    "/mnt/far away/relcadence.db": "fuse.sshfs",
}  # fmt: skip


@pytest.mark.parametrize(("path", "kind"), SHARES.items())
def test_whoever_makes_a_store_on_a_share_is_warned(path: str, kind: str) -> None:
    said = share_words(Path(path), MOUNTS)
    assert (f"network share ({kind})" in said) if kind else said == ""


def as_a_user_without_rights(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program as somebody whom rights hold back, be it root."""
    return subprocess.run(
        [sys.executable, "-m", "relcadence", *words], env=environment({"PYTHONDONTWRITEBYTECODE": "1"}),
        capture_output=True, text=True, check=False, preexec_fn=_without_override,
    )  # fmt: skip


def _without_override() -> None:
    if os.getuid() == 0:
        for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: to pass over the rights of files
            ctypes.CDLL(None).prctl(24, power, 0, 0, 0)


def content(home: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in home.iterdir() if each.is_file()}


def test_a_home_that_is_read_only(book: Path) -> None:
    store, before = book / "relcadence.db", content(book)
    store.chmod(0o400)
    book.chmod(0o500)
    try:
        for line in READING:
            ended = as_a_user_without_rights(*line.split())
            assert ended.returncode == 0, ended
        for words in CHANGING:
            ended = as_a_user_without_rights(*words)
            assert ended.returncode == 7, ended
            assert "Traceback" not in ended.stderr and "cannot be" in ended.stderr
        assert content(book) == before
    finally:
        book.chmod(0o700)


@pytest.mark.parametrize("mode", [0o000, 0o200])
def test_a_store_that_may_not_be_read(book: Path, mode: int) -> None:
    (book / "relcadence.db").chmod(mode)
    for words in (["today"], CHANGING[0], ["doctor"]):
        ended = as_a_user_without_rights(*words)
        assert ended.returncode in (1, 7), ended
        assert "Traceback" not in ended.stderr and "unexpected" not in ended.stderr
    assert as_a_user_without_rights("today").returncode == 7


def test_a_folder_that_may_not_be_entered(book: Path) -> None:
    book.chmod(0o000)
    try:
        for words in (["today"], CHANGING[0]):
            ended = as_a_user_without_rights(*words)
            assert ended.returncode == 7, ended
            assert "Traceback" not in ended.stderr
    finally:
        book.chmod(0o700)


def test_a_store_behind_a_link_is_used_where_it_is(run: Run, book: Path, tmp_path: Path) -> None:
    path, real = book / "relcadence.db", tmp_path / "real.db"
    path.rename(real)
    path.with_name(f"{path.name}-journal").unlink()
    path.symlink_to(real)
    assert run("log", "wang li", "through the link", "--call").code == 0
    assert "through the link" in run("show", "wang li").out
    assert path.is_symlink()
    assert not list(book.glob("*-journal"))
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


@pytest.mark.parametrize("words", [["today"], CHANGING[0], ["init", "--yes"], ["add", "Mia"]])
def test_a_link_to_nowhere_makes_no_store_elsewhere(
    run: Run, isolation: Path, tmp_path: Path, words: list[str]
) -> None:
    isolation.mkdir()
    (isolation / "relcadence.db").symlink_to(tmp_path / "elsewhere.db")
    ended = run(*words)
    assert ended.code in (5, 7), ended
    assert not (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize("device", ["/dev/null", "/dev/full"])
def test_a_device_in_its_place(run: Run, isolation: Path, device: str) -> None:
    isolation.mkdir()
    (isolation / "relcadence.db").symlink_to(device)
    for words in (["today"], CHANGING[0]):
        ended = run(*words)
        assert ended.code == 7, ended


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_an_output_that_is_full(book: Path) -> None:
    for words in (["export", "json"], ["today"], ["list"]):
        with Path("/dev/full").open("wb") as full:
            ended = subprocess.run(
                [sys.executable, "-m", "relcadence", *words], env=environment(), stdout=full, stderr=subprocess.PIPE,
                check=False,
            )  # fmt: skip
        assert ended.returncode == 1
        assert b"Traceback" not in ended.stderr


def test_a_limit_on_the_size_of_files(book: Path) -> None:
    """The system ends no process for it, and SQLite says that the disk is full."""
    before = content(book)
    limit = (book / "relcadence.db").stat().st_size
    script = (
        f"import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "runpy.run_module('relcadence', run_name='__main__', alter_sys=True)"
    )
    note = "x" * 100_000
    ended = subprocess.run(
        [sys.executable, "-c", script, "log", "wang li", "-", "--call"], env=environment(), input=note,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode == 0:
        pytest.skip("the change found room in free pages")
    assert ended.returncode == 7, ended
    after = content(book)
    assert after["relcadence.db"] == before["relcadence.db"]
