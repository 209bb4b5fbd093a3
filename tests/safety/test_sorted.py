"""Every command is known to the tests of safety: how it is run, and what it is to be asked."""

from __future__ import annotations

from tests.safety.outputs import ACTS, APART, READS, leaves


def test_every_command_is_sorted() -> None:
    known, there = {*READS, *ACTS, *APART}, set(leaves())
    unsorted = there - known
    assert not unsorted, f"say in tests/safety/outputs.py how these are run: {sorted(unsorted)}"
    assert known - there == {"backup"}, "these are gone"
