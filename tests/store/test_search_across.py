"""Words that stand in several texts of one contact: found together, be they rare or said to everybody."""

from __future__ import annotations

from typing import Any

import pytest

from relcadence.domain.people import Contact
from relcadence.domain.search import parse
from relcadence.store.changes import people
from relcadence.store.changes.writer import Writer
from relcadence.store.queries.search import search

from .conftest import TODAY, Book

SIZE = 300
TOLD_BOTH = (7, 150, 299)


@pytest.fixture
def talkative(book: Book) -> Book:
    """Everybody was told of the lease or of spring five times, three were told of both, one has a rare name."""

    def fill(writer: Writer) -> None:
        people.add_many(writer, [Contact(f"Ann {at}", note="rare stamps" if at == 7 else "") for at in range(SIZE)])
        said = [
            (number, f"2026-{month:02}-01", "call", "a lease" if number % 2 else "in spring")
            for month in range(1, 6)
            for number in range(1, SIZE + 1)
        ]
        both = [(at + 1, "2020-01-01", "call", "in spring" if (at + 1) % 2 else "a lease") for at in TOLD_BOTH]
        writer.insert_many("touch", ("contact_id", "touched_on", "channel", "note"), [*both, *said])

    book.change(fill)
    return book


@pytest.mark.parametrize(
    ("words", "limit", "names"),
    [
        (["lease", "spring"], 50, ["Ann 150", "Ann 299", "Ann 7"]),
        (["lease", "spring"], 2, ["Ann 150", "Ann 299"]),
        (["stamps", "spring"], 50, ["Ann 7"]),
        (["stamps", "lease", "spring"], 50, ["Ann 7"]),
        (["lease", "spring", "level:3"], 50, []),
        (["leases", "spring"], 50, []),
    ],
)
def test_words_of_several_texts(talkative: Any, words: list[str], limit: int, names: list[str]) -> None:
    found = talkative.read(lambda store: search(store, parse(words, TODAY), limit))
    assert [hit.contact for hit in found] == names
