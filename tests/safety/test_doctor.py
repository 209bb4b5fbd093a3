"""doctor: each line can be ok and can be otherwise; --fix mends what takes nothing away, and nothing else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from relcadence.cli import disk

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever disk the tests run on, it is one of this machine, and encrypted."""
    monkeypatch.setattr(disk, "mount_of", lambda path: disk.Mount("/", "ext4", "/dev/dm-0"))
    monkeypatch.setattr(disk, "is_encrypted", lambda mount: True)


def lines(run: Run, *more: str) -> dict[str, str]:
    """State of each line; of several of one name the worst."""
    found: dict[str, str] = {}
    for row in run("doctor", "--json", *more).data:
        found[row["what"]] = max(found.get(row["what"], ""), row["state"], key=["", "ok", "warn", "fail"].index)
    return found


@pytest.fixture
def healthy(run: Run, book: Path) -> Path:
    """A practice with nothing to find fault with."""
    run("config", "set", "auto_backup", "yes")
    run("backup")
    return book


def test_a_healthy_practice_is_ok_in_every_line(run: Run, healthy: Path) -> None:
    assert set(lines(run).values()) == {"ok"}, run("doctor").out
    ended = run("doctor")
    assert ended.code == 0 and ended.err == ""
    assert {line.split()[1] for line in ended.out.splitlines()} >= {
        "versions", "rights", "disk", "language", "schedule", "store", "integrity", "schema", "backups", "clock",
        "dates", "load", "digest", "stale",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["relcadence.db", "backups", "."])
def test_rights_are_told_and_mended(run: Run, healthy: Path, path: str) -> None:
    (healthy / path).chmod(0o755)
    assert lines(run)["rights"] == "warn"
    assert lines(run, "--fix")["rights"] == "ok"
    assert (healthy / path).stat().st_mode & 0o077 == 0


def test_config_with_secrets_open_to_others_is_closed(run: Run, healthy: Path) -> None:
    config = healthy / "config.toml"
    config.write_text('editor = "vi"\n')
    config.chmod(0o644)
    ended = run("doctor", "--fix", "--json")
    assert config.stat().st_mode & 0o777 == 0o600
    assert [row["mended"] for row in ended.data if row["what"] == "rights"] == [True]


def test_kept_values_that_were_damaged_are_written_anew(run: Run, healthy: Path) -> None:
    before = run("today", "--all").out
    with closing(sqlite3.connect(healthy / "relcadence.db")) as store, store:
        store.execute("UPDATE standing SET last_on = '2031-01-01'")
    assert lines(run)["integrity"] == "warn"
    ended = run("doctor", "--fix")
    assert ended.code == 0 and ended.err.startswith("Mended: standing")
    assert lines(run)["integrity"] == "ok" and run("today", "--all").out == before
    assert run("undo", "--list").code == 0


def test_facts_that_were_damaged_are_never_mended_only_restored(run: Run, healthy: Path) -> None:
    with closing(sqlite3.connect(healthy / "relcadence.db")) as store, store:
        store.execute("UPDATE contact SET name = 'Jose Ortegb' WHERE id = 4")
    for words in (["doctor"], ["doctor", "--fix"]):
        ended = run(*words)
        assert ended.code == 1 and "relcadence backup restore" in ended.out
    with closing(sqlite3.connect(healthy / "relcadence.db")) as store:
        assert store.execute("SELECT name FROM contact WHERE id = 4").fetchone() == ("Jose Ortegb",)
    assert run("backup", "restore", "--yes").code == 0
    assert lines(run)["integrity"] == "ok" and run("show", "José Ortega").code == 0


def test_missing_damaged_and_old_backups_are_told(run: Run, healthy: Path) -> None:
    (copy,) = (healthy / "backups").glob("*.db")
    content = copy.read_bytes()
    copy.write_bytes(content[: len(content) // 2])
    assert lines(run)["backups"] == "fail"
    old = copy.with_name("20260101T080000000000.db")
    old.write_bytes(content)
    copy.unlink()
    assert lines(run)["backups"] == "warn"
    old.unlink()
    assert lines(run)["backups"] == "warn"
    old.parent.rmdir()
    lines(run, "--fix")
    assert (healthy / "backups").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("words", "today", "what"),
    [
        (["config", "set", "auto_backup", "no"], "", "backups"),
        (["config", "set", "capacity", "0"], "", "load"),
        ([], "2027-03-01", "stale"),
        ([], "2033-01-03", "dates"),
    ],
)
def test_lines_that_warn(run: Run, healthy: Path, words: list[str], today: str, what: str) -> None:
    if words:
        assert run(*words).code == 0
    rows = run("doctor", "--json", today=today or None).data
    assert "warn" in [row["state"] for row in rows if row["what"] == what], rows


def test_a_clock_that_was_set_back_is_told(run: Run, healthy: Path) -> None:
    from relcadence.cli import app
    from relcadence.cli.checks import clock
    from relcadence.cli.context import Context

    assert app
    ahead = Context(["doctor"], environ=os.environ)
    newest = (ahead.now + timedelta(days=3)).isoformat(timespec="seconds")
    assert (clock(ahead, newest).state, clock(ahead, "").state) == ("warn", "ok")


def test_mail_and_config_are_told(run: Run, healthy: Path) -> None:
    (healthy / "config.toml").write_text("[mail]\nhost = 7\n")
    assert lines(run)["mail"] == "warn"
    (healthy / "config.toml").write_text('colour = "blue"\n')
    assert lines(run)["config"] == "warn"


def test_no_store_is_a_failure_and_still_an_answer(run: Run, isolation: Path) -> None:
    ended = run("doctor", "--json")
    assert ended.code == 1
    assert [row["state"] for row in ended.data if row["what"] == "store"] == ["fail"]


def test_where_the_store_lies_is_told(run: Run, healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "mount_of", lambda path: disk.Mount("/mnt", "nfs4", "server:/home"))
    assert lines(run)["share"] == "warn"
    monkeypatch.setattr(disk, "mount_of", lambda path: None)
    assert "share" not in lines(run)
    for known, state in ((None, "ok"), (False, "warn"), (True, "ok")):
        monkeypatch.setattr(disk, "is_encrypted", lambda mount, known=known: known)
        assert lines(run)["disk"] == state


MOUNTS = """\
22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/mapper/root rw
35 22 0:44 / /home rw - ext4 /dev/sdb1 rw
36 35 0:45 / /home/ann/My\\040Files rw - nfs4 server:/export rw
37 35 0:46 / /home/ann/vault rw - fuse.gocryptfs /home/ann/.vault rw
nonsense
"""


@pytest.mark.parametrize(
    ("path", "mount"),
    [
        ("/etc/x", disk.Mount("/", "ext4", "/dev/mapper/root")),
        ("/home/ann/store.db", disk.Mount("/home", "ext4", "/dev/sdb1")),
        ("/homework", disk.Mount("/", "ext4", "/dev/mapper/root")),
        ("/home/ann/My Files/a/b", disk.Mount("/home/ann/My Files", "nfs4", "server:/export")),
        ("/home/ann/vault", disk.Mount("/home/ann/vault", "fuse.gocryptfs", "/home/ann/.vault")),
    ],
)
def test_the_file_system_of_a_path(monkeypatch: pytest.MonkeyPatch, path: str, mount: disk.Mount) -> None:
    monkeypatch.undo()
    assert disk.mount_of(Path(path), MOUNTS) == mount
    assert disk.is_network(mount) == (mount.kind == "nfs4")
    assert disk.mount_of(Path(path), "") is None and disk.is_network(None) is None


def test_encryption_is_seen_through_layers_and_never_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("sys.platform", "linux")
    blocks = tmp_path / "block"
    for name, uuid in (("dm-0", "LVM-abc"), ("dm-1", "CRYPT-LUKS2-abc"), ("sda1", ""), ("nvme0n1p2", "")):
        (blocks / name / "slaves").mkdir(parents=True)
        if uuid:
            (blocks / name / "dm").mkdir()
            (blocks / name / "dm" / "uuid").write_text(uuid)
    (blocks / "dm-0" / "slaves" / "dm-1").symlink_to(blocks / "dm-1")

    def sealed(kind: str, device: str) -> bool | None:
        return disk.is_encrypted(disk.Mount("/", kind, device), blocks)

    assert sealed("ext4", "/dev/dm-0") is sealed("ext4", "/dev/dm-1") is sealed("fuse.gocryptfs", "x") is True
    assert sealed("ext4", "/dev/sda1") is sealed("xfs", "/dev/nvme0n1p2") is False
    assert sealed("btrfs", "/dev/sda1") is sealed("tmpfs", "tmpfs") is sealed("ext4", "/dev/gone") is None
    assert disk.is_encrypted(None, blocks) is None


def test_a_synced_folder_is_known(tmp_path: Path) -> None:
    assert disk.synced_by(tmp_path / "Dropbox" / "law" / "store.db") == "Dropbox"
    assert disk.synced_by(tmp_path / "dropboxes") == ""


def test_doctor_reads_only(run: Run, healthy: Path) -> None:
    def state() -> dict[str, Any]:
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_mode) for path in sorted(healthy.rglob("*"))}

    before = state()
    run("doctor")
    assert state() == before
