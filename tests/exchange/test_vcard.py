"""vCards of every version and origin: values, broken cards, hostile ones, and another parser as judge."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.matching import Person, Problem
from relcadence.domain.people import Reach
from relcadence.exchange.document import Document
from relcadence.exchange.vcard import Group, read_cards
from relcadence.exchange.vcard_lines import MAX_CARD, cards, fields, logical_lines, read_line, unescaped

DATA = Path(__file__).parent / "data"


def read(text: str | bytes) -> list[Person | Problem | Group]:
    return list(read_cards(Document(text if isinstance(text, bytes) else text.encode()).lines(), 2026))


def one(*lines: str, version: str = "3.0") -> Person:
    card = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    person, *problems = read(card)
    assert isinstance(person, Person)
    assert not problems
    return person


def test_apple_file() -> None:
    first, second, third, group = read((DATA / "apple.vcf").read_bytes())
    assert first == Person(
        1,
        "Dr. Ifeoma Abara",
        uid="11F0-AA:ABPerson",
        organisation="Northlight Ferries Ltd",
        title="General Counsel",
        reach=(
            Reach("email", "i.abara@northlight.example", "work"),
            Reach("phone", "+44 7700 900456", "mobile"),
            Reach("address", "3 Mole Street\nLeith EH6 4XX\nUnited Kingdom", "work"),
            Reach("email", "ifeoma@abara.example", "home"),
            Reach("handle", "https://www.linkedin.example/in/ifeoma", "linkedin"),
            Reach("phone", "+44 20 7946 0999", "fax"),
        ),
        roles=("client",),
        tags=("Ferries",),
        city="Leith",
        birthday="--02-29",
        anniversary="2012-07-21",
        note="Sails, paints; vegetarian.\nMet at the 2018 seminar.",
        extra=("X-DEPARTMENT:Legal", "item3.URL;type=pref:https://northlight.example", "item3.X-ABLabel:HomePage"),
    )
    assert second == Person(
        2,
        "周婷",
        organisation="远航建材有限公司",
        reach=(Reach("phone", "+86 139 0013 9000", "mobile"),),
        aliases=("Tina", "Tingting", "Zhou Ting"),
        birthday="1979-09-25",
        related=("spouse: 李强",),
        note="喜欢普洱茶，女儿在伦敦读书。",
    )
    assert isinstance(third, Person)
    assert (third.name, third.organisation) == ("Greyfriars Housing Association",) * 2
    assert group == Group(4)


def test_outlook_21_file_in_windows_1252() -> None:
    first, second = read((DATA / "outlook-21.vcf").read_bytes())
    assert first == Person(
        1,
        "Zoé Gagné",
        organisation="Compagnie, La",
        reach=(
            Reach("address", "Suite 9\n222 Example Road\nNewtown NY 99999\nUSA", "work"),
            Reach("email", "zoe@compagnie.example"),
            Reach("phone", "(111) 555-0100", "work"),
            Reach("phone", "(111) 555-0101", "mobile"),
            Reach("handle", "zoe@im.example", "im"),
        ),
        aliases=("Zo",),
        city="Newtown",
        birthday="1922-03-10",
        anniversary="2012-08-01",
        note="First line\nSecond line with = 3D and a soft break before a space",
        extra=("X-DEPARTMENT:Service",),
    )
    assert isinstance(second, Person)
    assert (second.name, second.aliases, second.anniversary) == ("Adam Zielinski", ("Adas",), "2001-09-08")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("BDAY:1980-06-01", "birthday", "1980-06-01"),
        ("BDAY:19800601", "birthday", "1980-06-01"),
        ("BDAY;value=date:1980-06-01", "birthday", "1980-06-01"),
        ("BDAY:1980-06-01T00:00:00Z", "birthday", "1980-06-01"),
        ("BDAY:--0229", "birthday", "--02-29"),
        ("BDAY:--02-29", "birthday", "--02-29"),
        ("BDAY:1604-02-29", "birthday", "--02-29"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-07-04", "birthday", "--07-04"),
        ("BDAY;X-APPLE-OMIT-YEAR=1900:1900-07-04", "birthday", "--07-04"),
        ("BDAY;VALUE=text:8 March 1982", "birthday", "1982-03-08"),
        ("BDAY;VALUE=text:农历八月十五", "birthday", "lunar:8-15"),
        ("BDAY:", "birthday", ""),
        ("ANNIVERSARY:20090808T1430-0500", "anniversary", "2009-08-08"),
        ("X-EVOLUTION-ANNIVERSARY:2001-02-03", "anniversary", "2001-02-03"),
        ("UID:urn:uuid:4f-aa", "uid", "4f-aa"),
        ("NICKNAME:Bob,Bo\\,bby", "aliases", ("Bob", "Bo,bby")),
        ("CATEGORIES:myContacts,Referrers,Golf", "roles", ("referrer",)),
        ("CATEGORIES:myContacts,Referrers,Golf", "tags", ("Golf",)),
        ("ORG:Baker\\; Sons\\, Ltd;", "organisation", "Baker; Sons, Ltd"),
        ("ROLE:Counsel", "title", "Counsel"),
        ("LANG;PREF=1:fr", "language", "fr"),
        ("RELATED;TYPE=spouse;VALUE=text:Jo", "related", ("spouse: Jo",)),
        ("X-EVOLUTION-SPOUSE:Jo", "related", ("spouse: Jo",)),
        ("RELATED;TYPE=friend:urn:uuid:f81d4fae", "extra", ("RELATED;TYPE=friend:urn:uuid:f81d4fae",)),
        ("X-LOCKER:17", "extra", ("X-LOCKER:17",)),
        ("EMAIL:mailto:a@b.example", "reach", (Reach("email", "a@b.example"),)),
        ("EMAIL:not an address", "extra", ("EMAIL:not an address",)),
        ("TEL;TYPE=CELL,VOICE:+1 2", "reach", (Reach("phone", "+1 2", "mobile"),)),
        ('TEL;VALUE=uri;TYPE="work,voice":tel:+1-418;ext=102', "reach", (Reach("phone", "+1-418 ext. 102", "work"),)),
        ("TEL;TYPE=WORK;TYPE=FAX:12345", "reach", (Reach("phone", "12345", "fax"),)),
        ("IMPP;X-SERVICE-TYPE=WeChat:weixin:jo_1", "reach", (Reach("handle", "jo_1", "wechat"),)),
        ("IMPP:xmpp:jo@im.example", "reach", (Reach("handle", "jo@im.example", "xmpp"),)),
        ("X-QQ:12345", "reach", (Reach("handle", "12345", "qq"),)),
        ("URL:https\\://jo.example", "extra", ("URL:https\\://jo.example",)),
        ("GEO:1\\,2", "extra", ("GEO:1\\,2",)),
        ("PHOTO;VALUE=uri:https://jo.example/me.jpg", "extra", ()),
    ],
)
def test_one_property(line: str, field: str, value: object) -> None:
    assert getattr(one("FN:Jo", line), field) == value


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["FN:  Ana   Lucía ", "N:x;y"], "Ana Lucía"),
        (["N:O'Neil;Máire;Ann;Dr.;Jr."], "Dr. Máire Ann O'Neil Jr."),
        (["N:O'Neil;Máire;;Mrs.;"], "Máire O'Neil"),
        (["N:欧阳;娜;;;"], "欧阳娜"),
        (["FN:", "NICKNAME:Bo", "EMAIL:bo@x.example"], "Bo"),
        (["FN:", "EMAIL:bo@x.example", "ORG:X"], "bo@x.example"),
        (["ORG:Only A Firm"], "Only A Firm"),
        (["TEL:12345"], ""),
        (["FN:Chris Chris", "N:Chris;Chris"], "Chris Chris"),
        (["FN:Two\\nLines"], "Two Lines"),
        (["item1.FN:Grouped"], "Grouped"),
        (["FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E9=99=88=E5=BB=BA"], "陈建"),
        (["FN;ENCODING=quoted-printable;CHARSET=GBK:=B3=C2=BD=A8"], "陈建"),
        (["FN;QUOTED-PRINTABLE:Jos=E9"], "José"),
        (["FN:[bold]x[/bold] 😀 \u202eevil"], "[bold]x[/bold] 😀 \u202eevil"),
    ],
)
def test_names(lines: list[str], name: str) -> None:
    assert one(*lines, version="2.1").name == name


def test_label_of_an_apple_item() -> None:
    person = one("FN:Jo", "item1.TEL:555", "item1.X-ABLabel:Yacht", "item2.TEL:556", "item2.X-ABLabel:_$!<Work>!$_")
    assert person.reach == (Reach("phone", "555", "yacht"), Reach("phone", "556", "work"))


@pytest.mark.parametrize("words", ["1980", "1980-06", "---29", "3/4/1972", "2030-01-01", "some day"])
def test_birthday_that_cannot_be_read_is_kept_in_the_note(words: str) -> None:
    person, problem = read(f"BEGIN:VCARD\nFN:Jo\nNOTE:tall\nBDAY:{words}\nEND:VCARD\n")
    assert isinstance(person, Person)
    assert (person.birthday, person.note) == ("", f"tall\nBirthday: {words}")
    assert isinstance(problem, Problem)
    assert not problem.fatal
    assert problem.reason == f"Card 1: the birthday “{words}” cannot be read as a day and is kept in the note."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends(encoding: str, line_end: str) -> None:
    from relcadence.exchange.reading import read as read_file

    text = line_end.join(["begin:vcard", "version:3.0", "fn:Zoë", " Long", "note:a\\,b", "end:vcard", ""])
    reading = read_file(text.encode(encoding), this_year=2026)
    assert [(person.name, person.note) for person in reading.people] == [("ZoëLong", "a,b")]


def test_fold_that_cuts_a_character() -> None:
    line = "FN:喜欢".encode()
    data = b"BEGIN:VCARD\r\n" + line[:5] + b"\r\n " + line[5:] + b"\r\nEND:VCARD\r\n"
    assert [person.name for person in read(data) if isinstance(person, Person)] == ["喜欢"]


BROKEN = [
    ("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\nN:B;Cu", ["A"], [2], "the file ends before its END:VCARD"),
    ("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", ["B"], [1], "no END:VCARD before the next card"),
    ("BEGIN:VCARD\nFN:A\nNOTE:" + "x" * MAX_CARD + "\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD", ["B"], [1], "256 KB"),
    ("BEGIN:VCARD\nFN:" + "n" * 1001 + "\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD", ["B"], [1], "1,001 characters"),
]


@pytest.mark.parametrize(("text", "names", "numbers", "reason"), BROKEN)
def test_broken_card_leaves_the_others(text: str, names: list[str], numbers: list[int], reason: str) -> None:
    found = read(text)
    assert [person.name for person in found if isinstance(person, Person)] == names
    problems = [problem for problem in found if isinstance(problem, Problem)]
    assert [problem.line for problem in problems] == numbers
    assert all(problem.fatal and problem.raw.startswith("BEGIN:VCARD") for problem in problems)
    assert reason in problems[0].reason


def test_line_that_is_no_property_is_left_out() -> None:
    person, problem = read("BEGIN:VCARD\nFN:Jo\nthis is nothing\nTEL:123\nEND:VCARD\n")
    assert isinstance(person, Person)
    assert person.reach == (Reach("phone", "123"),)
    assert isinstance(problem, Problem)
    assert not problem.fatal
    assert "“this is nothing” first" in problem.reason


def test_raw_text_of_a_problem_is_a_card_again() -> None:
    _, problem = read("BEGIN:VCARD\r\nFN:Jo\r\nBDAY:1980\r\nEND:VCARD\r\n")
    assert isinstance(problem, Problem)
    assert [type(item) for item in read(problem.raw)] == [Person, Problem]


def test_pictures_are_dropped_as_they_pass() -> None:
    picture = b"PHOTO;ENCODING=b:" + b"\r\n ".join([b"A" * 74] * 200_000)
    data = b"BEGIN:VCARD\r\nFN:Jo\r\n" + picture + b"\r\nTEL:1\r\nEND:VCARD\r\n"
    (card,) = cards(Document(data).lines())
    assert card.lines == [b"FN:Jo", b"TEL:1"]


HOSTILE = {
    "many parameters, no colon": b"TEL;type=" + b"w," * 60_000 + b" end",
    "colons in an open quote": b'TEL;x="' + b":" * 120_000,
    "quotes": b'TEL;x="' * 20_000 + b":1",
    "semicolons": b"ADR:" + b";" * 200_000,
    "escapes": b"ADR:" + b"\\;" * 100_000,
    "soft breaks": b"NOTE;QUOTED-PRINTABLE:" + b"=\r\n" * 60_000,
    "deep nesting": b"AGENT:\r\nBEGIN:VCARD\r\n" * 20_000,
    "ten thousand properties": b"X-A:1\r\n" * 10_000,
    "ten thousand numbers": b"".join(b"TEL:%d\r\n" % number for number in range(10_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_card_is_read_to_its_end(name: str) -> None:
    """A pattern that backtracks would take years over some of these."""
    found = read(b"BEGIN:VCARD\r\nFN:Jo\r\n" + HOSTILE[name] + b"\r\nEND:VCARD\r\n")
    assert len(found) <= 2
    assert all(len(item.extra) <= 200 for item in found if isinstance(item, Person))


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@settings(max_examples=150)
@given(WORDS, WORDS, st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=60))
def test_what_another_writer_wrote_is_read(given_name: str, family: str, note: str) -> None:
    import vobject

    card = vobject.vCard()
    card.add("fn").value = f"{given_name} {family}"
    card.add("n").value = vobject.vcard.Name(family=family, given=given_name)
    card.add("note").value = note
    (person,) = read(card.serialize().encode())
    assert isinstance(person, Person)
    spoken = " ".join(f"{given_name} {family}".split())
    assert person.name == spoken or not spoken
    assert person.note == note.strip()


@settings(max_examples=150)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=7))
def test_fields_come_back_as_they_were_escaped(parts: list[str]) -> None:
    parts = [*parts[:-1], parts[-1] or "x"]
    escaped = [part.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n") for part in parts]
    assert fields(";".join(escaped)) == parts
    assert unescaped(escaped[0]) == parts[0]


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_make_lines_or_none(data: bytes) -> None:
    for line in logical_lines(Document(data).lines()):
        read_line(line)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(
    ["BEGIN:VCARD", "END:VCARD", "FN:A", "N:;;;;", "BDAY:1980", "AGENT:", " fold", "item1.X-ABDATE:1", "PHOTO:x", "=",
     "item1.X-ABLabel:y", "NOTE;ENCODING=QUOTED-PRINTABLE:=E9=", "ADR:;", "X-ANDROID-CUSTOM:a/nickname", "ORG:",
     "TEL;CHARSET=nonsense:\x00", "EMAIL;TYPE=:@", "IMPP::", 'X;A="', "KIND:group", "", "\t"]
), max_size=25))  # fmt: skip
def test_any_order_of_lines_is_survived(lines: list[str]) -> None:
    found = read("\n".join(lines))
    whole = sum(1 for item in found if not isinstance(item, Problem) or item.fatal)
    assert whole <= lines.count("BEGIN:VCARD")
