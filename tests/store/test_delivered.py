"""What was handed out: stamps that only rise, kept bytes, and a state that never stands in the way."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.errors import StoreTrouble
from relcadence.store.delivered import Delivered

NOW = datetime(2026, 11, 23, 7, 0, 0, 900, tzinfo=UTC)
STAMP = NOW.replace(microsecond=0)
LATER = NOW + timedelta(days=1)


def stamps(path: Path, items: dict[str, bytes], now: datetime = NOW, shape: str = "") -> dict[str, Any]:
    """One export of its own, as a process would make it; fails on a warning."""
    with Delivered.open(path) as state:
        told = state.stamps(items.items(), now, shape)
        assert state.warning == ""
    return told


def render(item: str, sequence: int, stamped_at: datetime) -> bytes:
    return f"{item} {sequence} {stamped_at:%d};".encode()


def content(text: str) -> bytes:
    return sha256(text.encode()).digest()


def exported(path: Path, items: dict[str, str], now: datetime = NOW, shape: str = "") -> bytes:
    with Delivered.open(path) as state:
        rows = ((uid, content(text), text) for uid, text in items.items())
        told = b"".join(state.components(rows, render, now, shape))
        assert state.warning == ""
    return told


def test_a_stamp_rises_only_with_the_content(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    assert stamps(path, {"a": b"1", "b": b"1"}) == {"a": (0, STAMP), "b": (0, STAMP)}
    assert stamps(path, {"a": b"2", "b": b"1"}, LATER) == {"a": (1, STAMP + timedelta(days=1)), "b": (0, STAMP)}
    assert stamps(path, {"a": b"1"}, LATER)["a"].sequence == 2


def test_the_file_is_made_by_the_first_write_and_private(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with Delivered.open(path) as state:
        assert state.last_digest() is None
        state.forget(["a"])
        assert not path.exists()
        state.note_digest(date(2026, 11, 23), "me@lawoffice.example", NOW, "<1@lawoffice.example>")
    assert path.exists()
    assert all(stat.S_IMODE(beside.stat().st_mode) == 0o600 for beside in tmp_path.iterdir())


def test_a_file_of_no_bytes_is_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.touch()
    with Delivered.open(path) as state:
        assert (state.last_digest(), state.warning) == (None, "")
    assert stamps(path, {"a": b"1"}) == {"a": (0, STAMP)}


def test_a_clock_set_back_does_not_set_the_stamp_back(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    stamps(path, {"a": b"1"}, LATER)
    assert stamps(path, {"a": b"2"}, NOW) == {"a": (1, STAMP + timedelta(days=1))}


def test_one_content_has_one_revision_in_all_shapes(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    stamps(path, {"a": b"1"}, shape="feed")
    assert stamps(path, {"a": b"1"}, LATER, "file") == {"a": (0, STAMP)}
    assert stamps(path, {"a": b"redacted"}, LATER, "file")["a"].sequence == 1
    assert stamps(path, {"a": b"1"}, LATER, "feed")["a"].sequence == 0
    assert stamps(path, {"a": b"2"}, LATER, "feed")["a"].sequence == 2


def test_a_moment_without_a_zone_is_refused(tmp_path: Path) -> None:
    with Delivered.open(tmp_path / "state.db") as state, pytest.raises(ValueError, match="without a time zone"):
        state.stamps([("a", b"1")], datetime(2026, 11, 23))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.binary(max_size=1)), max_size=12))
@settings(deadline=None, max_examples=40)
def test_sequences_of_a_uid_never_fall_and_never_stand_for_two_contents(told: list[tuple[str, str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Delivered.open(Path(folder, "state.db")) as state:
        given_out: dict[tuple[str, int], bytes] = {}
        last: dict[tuple[str, str], int] = {}
        for n, (uid, shape, content) in enumerate(told):
            sequence, at = state.stamps([(uid, content)], NOW + timedelta(days=n), shape)[uid]
            assert given_out.setdefault((uid, sequence), content) == content
            assert last.get((uid, shape), 0) <= sequence
            assert at <= STAMP + timedelta(days=n)
            last[uid, shape] = sequence


def test_components_come_sorted_and_unchanged_ones_from_kept_bytes(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    assert exported(path, {"b": "two", "a": "one"}) == b"one 0 23;two 0 23;"
    assert exported(path, {"a": "one", "b": "2"}, LATER) == b"one 0 23;2 1 24;"
    with Delivered.open(path) as state:
        again = state.components([("a", content("one"), "")], lambda *_: b"rendered anew", LATER)
        assert b"".join(again) == b"one 0 23;"


def test_an_unchanged_export_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    exported(path, {"b": "two", "a": "one"})
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    assert exported(path, {"b": "two", "a": "one"}, LATER) == b"one 0 23;two 0 23;"
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_what_left_the_output_keeps_its_sequence_but_no_words(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    exported(path, {"a": "Ana Sokołowska", "b": "two"})
    exported(path, {"b": "two"})
    assert b"Ana" not in path.read_bytes()
    assert exported(path, {"a": "Ana Sokołowska"}, LATER) == "Ana Sokołowska 0 23;".encode()
    assert exported(path, {"a": "other"}, LATER) == b"other 1 24;"


def test_one_uid_twice_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with Delivered.open(path) as state, pytest.raises(ValueError, match="same UID, a"):
        list(state.components([("a", b"1", "1"), ("a", b"2", "2")], render, NOW))
    assert exported(path, {"a": "3"}) == b"3 0 23;"


@pytest.mark.parametrize("failure", [ValueError("bad item"), KeyboardInterrupt()])
def test_an_item_that_fails_leaves_the_state_as_it_was(tmp_path: Path, failure: BaseException) -> None:
    path = tmp_path / "state.db"
    exported(path, {"a": "1"})

    def fail(*_: object) -> bytes:
        raise failure

    with Delivered.open(path) as state:
        with pytest.raises(type(failure)):
            list(state.components([("a", b"2", "2")], fail, LATER))
        assert state.stamps([("a", content("1"))], LATER)["a"].sequence == 0


def test_forgotten_is_gone_to_the_last_byte(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    exported(path, {f"u{n:04}": f"Ana Sokołowska {n}" for n in range(500)} | {"keep": "Femi"})
    with Delivered.open(path) as state:
        state.forget(f"u{n:04}" for n in range(500))
    raw = path.read_bytes()
    assert (b"Soko" in raw, b"u0001" in raw, b"Femi" in raw) == (False, False, True)
    assert exported(path, {"keep": "Femi"}, LATER) == b"Femi 0 23;"


def test_digests(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with Delivered.open(path) as state:
        state.note_digest(date(2026, 11, 23), "me@lawoffice.example", NOW, "<1@x.example>")
        state.note_digest(date(2026, 11, 20), "me@lawoffice.example", NOW - timedelta(days=3), "<0@x.example>")
    with Delivered.open(path) as state:
        assert state.last_digest() == (date(2026, 11, 23), STAMP)


def test_several_exports_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.db"

    def change(n: int) -> int:
        return int(stamps(path, {"a": b"%d" % n})["a"].sequence)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(change, range(40))) == list(range(40))


def damaged(path: Path) -> None:
    path.write_bytes(b"not a database, but long enough to be taken for one" * 100)


def newer(path: Path) -> None:
    stamps(path, {"a": b"1"})
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [damaged, newer, a_folder])
def test_the_output_goes_out_with_a_warning(tmp_path: Path, spoil: Any) -> None:
    path = tmp_path / "state.db"
    spoil(path)
    with Delivered.open(path) as state:
        assert state.last_digest() is None
        assert list(state.components([("a", b"1", "one")], render, NOW)) == [b"one 0 23;"]
        assert state.stamps([("a", b"1")], NOW) == {"a": (0, STAMP)}
        state.note_digest(date(2026, 11, 23), "me@lawoffice.example", NOW, "<1@x.example>")
        assert f"cannot be noted in {path}" in state.warning
        with pytest.raises(StoreTrouble, match="could not be cleared"):
            state.forget(["a"])


def test_a_place_that_is_none(tmp_path: Path) -> None:
    with Delivered.open(tmp_path / "missing" / "state.db") as state:
        assert state.stamps([("a", b"1")], NOW) == {"a": (0, STAMP)}
        assert "cannot be noted" in state.warning


def test_a_state_damaged_in_the_middle_still_lets_all_out(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    items = {f"u{n:04}": f"{'x' * 300}{n}" for n in range(300)}
    exported(path, items)
    raw = path.read_bytes()
    path.write_bytes(raw[:8192] + b"\xff" * (len(raw) - 16384) + raw[-8192:])
    with Delivered.open(path) as state:
        rows = ((uid, content(text), text) for uid, text in items.items())
        assert len(list(state.components(rows, render, LATER))) == 300
        assert "cannot be noted" in state.warning


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


def test_a_home_that_cannot_be_written_is_read() -> None:
    def tell() -> str:
        with Delivered.open(path) as state:
            assert (state.warning, state.last_digest()) == ("", (date(2026, 11, 23), STAMP))
            items = [("a", b"1", "one"), ("b", b"3", "new")]
            told = b"".join(state.components(items, render, LATER)).decode()
            assert state.last_digest() is not None
            return f"{told} {state.warning}"

    with tempfile.TemporaryDirectory() as above:
        Path(above).chmod(0o755)
        home = Path(above, "home")
        home.mkdir()
        path = home / "state.db"
        with Delivered.open(path) as state:
            list(state.components([("a", b"1", "one"), ("b", b"2", "two")], render, NOW))
            state.note_digest(date(2026, 11, 23), "me@lawoffice.example", NOW, "<1@x.example>")
        path.chmod(0o444)
        home.chmod(0o555)
        assert without_rights(tell) == (
            f"one 0 23;new 1 24; What goes out cannot be noted in {path} (attempt to write a readonly database); "
            "calendars may take unchanged entries for changed ones."
        )
