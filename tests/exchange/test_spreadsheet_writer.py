"""Contacts as a table: harmless to spreadsheet programs, and read back by our own import."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.people import Contact, DoNotContact, Reach
from relcadence.exchange.reading import read
from relcadence.exchange.spreadsheet_writer import table
from relcadence.exchange.vcard_writer import CardOf

PEOPLE = [
    CardOf(
        Contact(
            "王丽", uuid="u1", roles=("client", "referrer"), level=3, tags=("tax", "vip"), interests=("golf",),
            aliases=("Wang Li", "Lily"), organisation='Harbour "H", Ltd', title="CFO", cadence="every 10 days",
            channel="call", language="zh", city="上海", birthday="lunar:8-15", note="=HYPERLINK(1)\nsecond line",
            do_not_contact=DoNotContact("2026-01-01", "asked"),
            reach=(
                Reach("email", "li@h.example", "work"), Reach("email", "li@home.example"),
                Reach("phone", "+1 212 555 0101", "mobile"), Reach("address", "1 Quay\nBoston", "home"),
                Reach("handle", "lily", "wechat"),
            ),
        ),
        "2010-06-05",
    ),
    CardOf(Contact("-Bo", uuid="u2", birthday="--05-24", reach=(Reach("phone", "+49 89 1"),))),
]  # fmt: skip


def written(excel: bool = False) -> bytes:
    return b"".join(table(PEOPLE, ["2026-11-01", ""], excel=excel))


def test_our_own_import_reads_it_back() -> None:
    people = read(written(), this_year=2026).people
    for each, person in zip(PEOPLE, people, strict=True):
        names = (
            "name", "organisation", "title", "roles", "level", "tags", "interests", "aliases", "cadence", "channel",
            "language", "city", "birthday", "note", "reach",
        )  # fmt: skip
        assert {name: getattr(person, name) for name in names} == {
            name: getattr(each.contact, name) for name in names
        }
        assert (person.uid, person.anniversary) == (each.contact.uuid, each.anniversary)
    assert (people[0].last_touch_on, people[0].do_not_contact) == ("2026-11-01", "asked")


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert written(excel=True) == b"\xef\xbb\xbf" + written()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    text = b"".join(table([CardOf(Contact(f"{start}1+1", note=f"{start}cmd"))])).decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]
    (person,) = read(text.encode(), this_year=2026).people
    assert (person.name, person.note) == (f"{start}1+1".strip(), f"{start}cmd".strip())


@settings(max_examples=60)
@given(
    st.from_regex(r"[\w =+@,;'\"\n-]{1,60}", fullmatch=True)
    .map(str.strip)
    .filter(lambda text: text and text[0] != "'")
)
def test_a_note_comes_back_as_it_was(note: str) -> None:
    (person,) = read(b"".join(table([CardOf(Contact("Ana Diaz", note=note))])), this_year=2026).people
    assert person.note == note
