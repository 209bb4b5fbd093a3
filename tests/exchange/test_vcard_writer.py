"""Contacts as vCards: whole output, read back by another parser and by our own reader."""

import logging

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.people import Contact, Reach
from relcadence.exchange.reading import read
from relcadence.exchange.vcard_writer import CardOf, card, name_parts

logging.getLogger("vobject.base").setLevel(logging.CRITICAL)
VERSIONS = ["3.0", "4.0"]
LILY = CardOf(
    Contact(
        "Wang Li", uuid="11111111-2222-4333-8444-555555555555", roles=("client",), tags=("tax; leases", "vip"),
        organisation="Harbour, Textiles", title="CFO", aliases=("Lily",), language="zh", birthday="--02-29",
        city="Boston",
        reach=(
            Reach("email", "li@harbour.example", "work"), Reach("phone", "+1 212 555 0101", "mobile"),
            Reach("phone", "0101", "chalet"), Reach("address", "1 Quay St\nBoston MA 02110\nUSA", "home"),
            Reach("handle", "lily88", "wechat"), Reach("handle", "https://in.example/lily", "linkedin"),
        ),
        note="likes tea\nBEGIN:VCARD",
    ),
    "2010-06-05",
    ("X-DEPARTMENT:Finance", "item1.X-FOO;TYPE=a:b", "item1.X-ABLabel:Foo"),
)  # fmt: skip
THREE = """\
BEGIN:VCARD
VERSION:3.0
PRODID:-//relcadence//relcadence//EN
UID:11111111-2222-4333-8444-555555555555
FN:Wang Li
N:Li;Wang;;;
NICKNAME:Lily
ORG:Harbour\\, Textiles;Finance
TITLE:CFO
EMAIL;TYPE=INTERNET,WORK:li@harbour.example
TEL;TYPE=CELL:+1 212 555 0101
item2.TEL:0101
item2.X-ABLabel:chalet
ADR;TYPE=HOME:;;1 Quay St;Boston;;MA 02110;USA
IMPP;X-SERVICE-TYPE=wechat:wechat:lily88
X-SOCIALPROFILE;TYPE=linkedin:https://in.example/lily
BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29
item3.X-ABDATE:2010-06-05
item3.X-ABLabel:_$!<Anniversary>!$_
NOTE:likes tea\\nBEGIN:VCARD
CATEGORIES:client,tax\\; leases,vip
item1.X-FOO;TYPE=a:b
item1.X-ABLabel:Foo
END:VCARD
"""


def test_a_whole_card() -> None:
    assert card(LILY).decode().replace("\r\n", "\n") == THREE


def test_what_version_4_writes_otherwise() -> None:
    lines = card(LILY, "4.0").decode().split("\r\n")
    assert lines[1] == "VERSION:4.0"
    for line in ("UID:urn:uuid:11111111-2222-4333-8444-555555555555", "BDAY:--0229", "ANNIVERSARY:20100605",
                 "LANG:zh", "TEL;TYPE=CELL;VALUE=text:+1 212 555 0101"):  # fmt: skip
        assert line in lines


@pytest.mark.parametrize("version", VERSIONS)
def test_another_parser_reads_it(version: str) -> None:
    found = vobject.readOne(card(LILY, version).decode())
    assert (found.fn.value, found.email.value, found.org.value) == (
        "Wang Li", "li@harbour.example", ["Harbour, Textiles", "Finance"],
    )  # fmt: skip
    assert (found.n.value.family, found.n.value.given) == ("Li", "Wang")
    assert found.note.value == "likes tea\nBEGIN:VCARD"
    assert found.adr.value.city == "Boston"


@pytest.mark.parametrize("version", VERSIONS)
def test_our_own_reader_gives_the_contact_back(version: str) -> None:
    (person,) = read(card(LILY, version), this_year=2026).people
    contact = LILY.contact
    told = {
        name: getattr(person, name) for name in ("name", "title", "reach", "aliases", "roles", "birthday", "city")
    }
    assert told == {name: getattr(contact, name) for name in told}
    assert (person.anniversary, person.uid, person.organisation) == (
        LILY.anniversary,
        contact.uuid,
        contact.organisation,
    )
    assert person.extra == LILY.extra


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ana Diaz", ("Diaz", "Ana", "", "", "")),
        ("Robert Van der Berg, MBA", ("Van der Berg", "Robert", "", "", "MBA")),
        ("Ana Lucía Pérez de la Torre", ("de la Torre", "Ana", "Lucía Pérez", "", "")),
        ("王丽", ("王", "丽", "", "", "")),
        ("欧阳娜", ("欧阳", "娜", "", "", "")),
        ("Cher", ("", "Cher", "", "", "")),
    ],
)
def test_the_parts_of_a_name(name: str, parts: tuple[str, ...]) -> None:
    assert name_parts(name) == parts


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60)


@settings(max_examples=60)
@given(TEXT, TEXT, TEXT, st.sampled_from(VERSIONS))
def test_no_value_makes_a_line_of_its_own(name: str, note: str, label: str, version: str) -> None:
    contact = Contact(f"A{name}", uuid="u", note=note, tags=(label,), reach=(Reach("handle", note, label),))
    data = card(CardOf(contact, "", (f"X-A:{label}",)), version)
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert data.decode()
    unfolded = data.replace(b"\r\n ", b"")
    assert unfolded.count(b"\r\nEND:VCARD") == 1 and unfolded.count(b"\r\nBEGIN:VCARD") == 0
    assert len(read(data, this_year=2026).people) == 1


@settings(max_examples=60)
@given(st.from_regex(r"[\w ,;\\:'\"\n-]{1,80}", fullmatch=True).map(str.strip).filter(bool))
def test_a_note_comes_back_as_it_was(note: str) -> None:
    contact = Contact("Ana Diaz", uuid="u", note=note)
    (person,) = read(card(CardOf(contact)), this_year=2026).people
    assert person.note == note
