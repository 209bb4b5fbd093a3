"""One entry for every file: what it is by its content, what is refused and why; no bytes break it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.errors import BadInput, UsageProblem
from relcadence.exchange.reading import read, sniff

DATA = Path(__file__).parent / "data"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
KINDS = [
    (b"", "empty"),
    (b" \r\n\t\n", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (b"BEGIN:VCARD\nEND:VCARD", "vcard"),
    (b"\xef\xbb\xbf\r\n begin:vcard\n", "vcard"),
    ("BEGIN:VCARD\r\nEND:VCARD".encode("utf-16"), "vcard"),
    ("BEGIN:VCARD\r\nEND:VCARD".encode("utf-16-be"), "vcard"),
    (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "ics"),
    (b'{"version": 1}', "json"),
    (b'[\n {"name": 1}]', "json"),
    (b"<!DOCTYPE html><html><body>Sign in", "html"),
    (b"\n<HTML>", "html"),
    (b'<?xml version="1.0"?>', "html"),
    (b"%PDF-1.7", "binary"),
    (b"PK\x03\x04\x14\x00\x08\x00", "binary"),
    (PNG, "binary"),
    (b"\x00" * 40, "binary"),
    (b"Name,Email\nJo,a@x.example\n", "contacts.csv"),
    ("姓名;邮箱\n".encode("gb18030"), "contacts.csv"),
    (b"Date,Name,Channel\n", "touches.csv"),
    (b"[bold]Name,Email\n", "contacts.csv"),
    (b"Kunde;Rang\n", "text"),
    (b"Once upon a time\n", "text"),
]


@pytest.mark.parametrize(("data", "kind"), KINDS)
def test_a_file_is_known_by_its_content(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


REFUSED = [
    (b"", "The file is empty."),
    (b"<html><title>Sign in</title>", "This is a web page, not an address book."),
    (PNG, "This is not a text file."),
    (b"BEGIN:VCALENDAR\r\n", "This is a calendar, not an address book."),
    (b"{}", "This is JSON, not an address book."),
    (b"BEGIN:VCARD or not", "There is no card in this vCard file."),
    (b"a;b\n1;2\n", "No column of this table is known as a name or an e-mail address. Line 1 has: “a”, “b”."),
    (b" " * (8 * 1024 * 1024), "The file is empty."),
]


@pytest.mark.parametrize(("data", "what"), REFUSED)
def test_what_is_no_address_book_is_refused_with_a_next_step(data: bytes, what: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(data, this_year=2026)
    assert caught.value.what == what
    assert caught.value.hint.endswith(".")


def test_the_whole_reading_of_a_vcard_file() -> None:
    found = read((DATA / "apple.vcf").read_bytes(), this_year=2026, source="mac")
    assert [person.name for person in found.people] == ["Dr. Ifeoma Abara", "周婷", "Greyfriars Housing Association"]
    assert found._replace(people=[]) == found.__class__(
        "vcard",
        [],
        [],
        [],
        ["read as vCard, UTF-8", "groups or places passed over: 1"],
        "mac",
        "vcard -//Apple Inc//macOS //EN",
    )


def test_a_file_cut_anywhere_loses_nobody_before_the_cut() -> None:
    data = (DATA / "apple.vcf").read_bytes()
    whole = [person.name for person in read(data, this_year=2026).people]
    for cut in range(12, len(data), 7):
        found = read(data[:cut], this_year=2026)
        ended = data[:cut].count(b"END:VCARD")
        assert [person.name for person in found.people] == whole[: min(ended, len(whole))]
        assert all(problem.fatal for problem in found.problems)


def test_a_table_cut_anywhere_loses_nobody_before_the_cut() -> None:
    data = (DATA / "google.csv").read_bytes()
    whole = read(data, this_year=2026).people
    for cut in range(data.index(b"\n") + 1, len(data)):
        found = read(data[:cut], this_year=2026)
        told = found.people if data[:cut].endswith(b"\n") else found.people[:-1]  # the last may have lost letters
        assert told == whole[: len(told)]


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n", " "])
def test_delimiter_that_is_none(delimiter: str) -> None:
    with pytest.raises(UsageProblem):
        read(b"Name\nJo\n", this_year=2026, delimiter=delimiter)


def survives(data: bytes) -> None:
    sniff(data)
    try:
        found = read(data, this_year=2026)
    except BadInput:
        return
    for person in found.people:
        "".join(map(str, person)).encode("utf-8")
        assert "\0" not in "".join(map(str, person))


SEEDS = [path.read_bytes() for path in sorted(DATA.iterdir()) if path.suffix in (".vcf", ".csv")]
CHUNKS = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"BEGIN:VCARD\n", b"END:VCARD\n", b"FN:", b"Name,Email\n", b"Date,Name,Channel\n", b'"', b"\r\n", b",",
         b"\xff\xfe", b"BDAY:", b"ENCODING=QUOTED-PRINTABLE:=", b"Name;Birthday\nJo;3/4/72\n", b"\x00", b"=",
         "姓名,生日\n".encode("gb18030")]
    ),
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(CHUNKS, max_size=12).map(b"".join))
def test_no_bytes_break_it(data: bytes) -> None:
    survives(data)


@settings(max_examples=200)
@given(st.sampled_from(SEEDS), st.data())
def test_no_damage_to_a_real_file_breaks_it(seed: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(seed)))
    until = data.draw(st.integers(at, min(len(seed), at + 50)))
    survives(seed[:at] + data.draw(st.binary(max_size=20)) + seed[until:])


@pytest.mark.long
@settings(max_examples=20_000)
@given(st.lists(CHUNKS, max_size=30).map(b"".join))
def test_no_bytes_break_it_at_length(data: bytes) -> None:
    survives(data)
