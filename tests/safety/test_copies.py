"""Copies made by themselves, encrypted, compared and brought back: nothing goes that has no better in its place."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.cli import copies
from relcadence.store import backup_rota as rota

Run = Callable[..., Any]
START = datetime(2026, 1, 5, 8, tzinfo=UTC).replace(tzinfo=None)  # as names have it
SECRET = "correct horse battery staple"


def kept(days: list[int], kind: str = rota.DAILY) -> list[datetime]:
    """The instants of the copies that stay after one was made on each of these days, in turn."""
    made: list[rota.Kept] = []
    for day in days:
        at = START + timedelta(days=day)
        made.append(rota.Kept(Path(rota.name_at(at, kind)), f"{at:{rota.STAMP}}", kind, False))
        gone = set(rota.spare(made))
        made = [each for each in made if each not in gone]
    return [each.made_at for each in made if each.made_at]


def test_a_copy_each_day_for_years_keeps_7_daily_4_weekly_12_monthly() -> None:
    left = [at.date() for at in kept(list(range(800)))]
    last = max(left)
    assert left[-7:] == [last - timedelta(days=back) for back in range(6, -1, -1)]
    assert len({day.isocalendar()[:2] for day in left[-10:]}) >= 4
    assert len({(day.year, day.month) for day in left}) == 12
    assert len(left) <= 7 + 4 + 12


@settings(max_examples=40)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=60))
def test_whatever_days_there_were_the_newest_and_a_spread_over_time_stay(gaps: list[int]) -> None:
    days = [sum(gaps[: at + 1]) for at in range(len(gaps))]
    left = kept(days)
    assert START + timedelta(days=days[-1]) in left
    assert len(left) >= min(7, len(days))
    assert len(left) <= 7 + 4 + 12
    months = {((START + timedelta(days=day)).year, (START + timedelta(days=day)).month) for day in days}
    assert len({(at.year, at.month) for at in left}) == min(12, len(months))


def test_copies_before_acts_are_kept_by_number_and_those_asked_for_always() -> None:
    assert len(kept(list(range(30)), rota.IMPORT)) == rota.KEPT_OF_ACTS
    assert len(kept(list(range(30)), "")) == 30


@pytest.fixture
def home(run: Run, book: Path) -> Path:
    """The practice, where copies are made by themselves."""
    assert run("config", "set", "auto_backup", "yes").code == 0
    return book


def backups(home: Path, kind: str = "") -> list[Path]:
    return sorted((home / "backups").glob(f"*{kind}.db*")) if (home / "backups").exists() else []


def test_the_first_change_of_a_day_makes_one_copy_of_what_was_before(run: Run, home: Path) -> None:
    before = run("export", "json").out
    run("log", "jose", "--call")
    (copy,) = backups(home, "-daily")
    assert copy.stat().st_mode & 0o777 == 0o600 and copy.parent.stat().st_mode & 0o777 == 0o700
    run("log", "jose", "--call")
    assert backups(home) == [copy]
    assert run("backup", "restore", copy, "--yes").code == 0
    assert run("export", "json").out == before


def test_reads_make_none_nor_does_a_store_without_people(run: Run, isolation: Path) -> None:
    run("init", "--yes")
    run("config", "set", "capacity", "3")
    run("add", "Wang Li")
    for words in (["today"], ["list"], ["show", "wang"], ["export", "json"], ["doctor"]):
        run(*words)
    assert backups(isolation) == []
    run("add", "Jose")
    assert len(backups(isolation, "-daily")) == 1


def test_where_no_copy_can_be_written_the_change_is_made_and_told(run: Run, home: Path) -> None:
    (home / "backups").write_text("in the way")
    ended = run("log", "jose", "--call")
    assert ended.code == 0 and "Today's backup was not made" in ended.err
    assert run("show", "jose", "--json").data["touches"] == 2
    ended = run("erase", "jose", "--yes")
    assert ended.code == 7 and run("show", "jose").code == 0, "what destroys needs its copy"


def test_a_big_store_is_copied_by_a_process_of_its_own(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "AT_ONCE", 1000)
    started: list[list[str]] = []
    monkeypatch.setattr("os.posix_spawn", lambda path, words, env, **more: started.append(words) or 1)
    assert run("log", "jose", "--call").code == 0
    assert backups(home) == []
    ((*_python, word, daily, _no_input),) = started
    assert run(word, daily).code == 0
    assert len(backups(home, "-daily")) == 1
    assert run(word, daily).out == "Today's copy is made already.\n"


def test_an_import_and_an_erasure_are_preceded_by_a_copy(run: Run, home: Path, tmp_path: Path) -> None:
    run("log", "jose", "--call")
    (tmp_path / "people.csv").write_text("Name,Email\nAna Diaz,ana@a.example\n")
    before = run("export", "json").out
    assert run("import", tmp_path / "people.csv", "--yes").code == 0
    (copy,) = backups(home, "-import")
    assert run("erase", "ana", "--yes").code == 0
    (held,) = backups(home, "-erase")
    assert b"Ana Diaz" in held.read_bytes()
    assert run("backup", "restore", copy, "--yes").code == 0
    assert run("export", "json").out == before


def test_erase_everywhere_leaves_nothing_in_any_copy(run: Run, home: Path) -> None:
    run("backup")
    run("log", "wang li", "--call")
    ended = run("erase", "wang li", "--everywhere", "--yes", "--json")
    assert ended.code == 0 and ended.data["backups_left"] == []
    assert [path.name for path in home.rglob("*") if path.is_file() and b"Wang Li" in path.read_bytes()] == []
    for path in backups(home):
        assert run("backup", "verify", path).code == 0


def test_a_passphrase_is_asked_for_or_out_of_the_environment_and_nothing_lies_in_the_clear(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "away.age"
    assert run("backup", "--encrypt", "-o", target).code == 5, "nobody can be asked"
    monkeypatch.setenv("RELCADENCE_BACKUP_PASSPHRASE", SECRET)
    data = run("backup", "--encrypt", "-o", target, "--json").data
    assert data["encrypted"] and data["people"] == 7
    sealed = target.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600 and sorted(tmp_path.iterdir()) == [target, home]
    assert sealed.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"SQLite" not in sealed and b"Wang" not in sealed


@pytest.mark.long  # each try of a passphrase takes seconds on purpose
def test_an_encrypted_copy_is_opened_by_its_passphrase_alone(run: Run, home: Path, tmp_path: Path) -> None:
    target, command = tmp_path / "away.age", f"echo {SECRET}"
    assert run("backup", "--encrypt", "-o", target, "--passphrase-command", command).code == 0
    assert pyrage.passphrase.decrypt(target.read_bytes(), SECRET) == (home / "relcadence.db").read_bytes()
    assert run("backup", "verify", target, "--passphrase-command", command).code == 0
    ended = run("backup", "verify", target, "--passphrase-command", "echo something else")
    assert ended.code == 6 and "cannot be decrypted" in ended.err
    assert run("backup", "verify", target, "--passphrase-command", "false").code == 2


def test_a_copy_locked_to_a_key_needs_the_other_half_and_no_passphrase(run: Run, home: Path, tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# made today\n{key}\n")
    (tmp_path / "other.txt").write_text(f"{pyrage.x25519.Identity.generate()}\n")
    (tmp_path / "to.txt").write_text(f"# hers\n{key.to_public()}\n")
    before = run("export", "json").out
    for to in (str(key.to_public()), str(tmp_path / "to.txt")):
        target = tmp_path / "away.age"
        assert run("backup", "--to", to, "-o", target).code == 0
        assert run("backup", "verify", target).code == 5
        assert run("backup", "verify", target, "--identity", tmp_path / "key.txt").code == 0
        assert run("backup", "verify", target, "--identity", tmp_path / "other.txt").code == 6
    sealed = target.read_bytes()
    run("log", "jose", "--call")
    assert run("backup", "restore", target, "--identity", tmp_path / "key.txt", "--yes").code == 0
    assert run("export", "json").out == before
    target.write_bytes(sealed[:-100])
    assert run("backup", "verify", target, "--identity", tmp_path / "key.txt").code == 6
    assert run("backup", "--to", "age1nonsense", "-o", target).code == 2
    assert run("backup", "verify", target, "--identity", tmp_path / "to.txt").code == 2


def test_a_copy_is_never_written_over_what_is_no_copy(run: Run, home: Path, tmp_path: Path) -> None:
    letter, link = tmp_path / "letter.txt", tmp_path / "link.db"
    letter.write_text("Dear client")
    link.symlink_to(letter)
    for target in (letter, link, tmp_path, home / "relcadence.db"):
        assert run("backup", "-o", target).code == 5
    assert letter.read_text() == "Dear client" and link.is_symlink()
    assert run("backup", "-o", tmp_path / "copy.db").code == run("backup", "-o", tmp_path / "copy.db").code == 0


def test_the_preview_of_a_restore_says_what_would_be_lost(run: Run, home: Path) -> None:
    copy = run("backup", "--json").data["path"]
    for name in ("Later One", "Later Two"):
        run("add", name)
    run("log", "jose", "--call")
    run("erase", "fang", "--yes")
    ended = run("backup", "restore", copy)
    assert ended.code == 5
    assert ended.err.splitlines()[0].startswith("3 changes since ")
    assert ended.err.splitlines()[1:4] == [
        "2 contacts would be lost: Later One, Later Two",
        "1 touch would be lost.",
        "1 person erased since would come back.",
    ]
    data = run("backup", "restore", copy, "--yes", "--json").data
    assert (data["lost"]["people"], data["lost"]["touches"]) == (["Later One", "Later Two"], 1)
    assert run("backup", "restore", data["path"]).err.startswith("The store has nothing that this copy lacks.")


def test_a_restore_is_taken_back_by_restoring_what_it_kept_and_undo_says_so(run: Run, home: Path) -> None:
    copy = run("backup", "--json").data["path"]
    run("add", "Later One")
    after = run("export", "json").out
    kept = Path(run("backup", "restore", copy, "--yes", "--json").data["kept"])
    ended = run("undo")
    assert ended.code == 5 and f"relcadence backup restore {kept.name}" in ended.err
    assert f"relcadence backup restore {kept.name}" in run("history").out
    assert run("backup", "restore", kept.name, "--yes").code == 0
    assert run("export", "json").out == after


def test_a_bare_restore_takes_the_newest_good_copy(run: Run, home: Path) -> None:
    good = Path(run("backup", "--json").data["path"])
    bad = Path(run("backup", "--json").data["path"])
    content = bytearray(bad.read_bytes())
    at = content.index("José Ortega".encode())
    content[at] ^= 1
    bad.write_bytes(content)
    (home / "relcadence.db").write_bytes(b"")
    ended = run("backup", "restore", "--yes")
    assert ended.code == 0
    assert str(good) in ended.out and f"{bad} is damaged and passed over." in ended.err
    assert run("show", "jose").code == 0


def test_no_writer_loses_a_change_to_a_restore(run: Run, home: Path) -> None:
    """A change made just before a restore is in what was kept; one that waited for it is in the restored store."""
    copy = run("backup", "--json").data["path"]
    store = home / "relcadence.db"
    done = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE contact SET city = 'Boston' WHERE id = 4")
            done.set()
            threading.Event().wait(0.3)
            other.execute("COMMIT")

    writer = threading.Thread(target=hold)
    writer.start()
    done.wait()
    kept = run("backup", "restore", copy, "--yes", "--json").data["kept"]
    writer.join()
    cities = "SELECT city FROM contact WHERE id = 4"
    with closing(sqlite3.connect(kept)) as aside, closing(sqlite3.connect(store)) as now:
        assert (aside.execute(cities).fetchone()[0], now.execute(cities).fetchone()[0]) == ("Boston", "")


def test_what_a_cut_off_copy_left_is_swept(run: Run, home: Path) -> None:
    import os

    (home / "backups").mkdir(mode=0o700)
    old, new = (home / "backups" / f".{name}.new" for name in ("old", "new"))
    for each in (old, new):
        each.write_bytes(b"half")
    os.utime(old, (0, 0))
    run("log", "jose", "--call")
    assert not old.exists() and new.exists()
    assert "old" not in run("backup", "list").out
