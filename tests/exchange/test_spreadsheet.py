"""Tables: headers of the known address books, encodings, delimiters, orders of dates, rows that cannot be taken."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.matching import PastTouch, Person
from relcadence.domain.people import Reach
from relcadence.errors import BadInput, UsageProblem
from relcadence.exchange.reading import Reading, read
from relcadence.exchange.written_dates import DayOrder, read_date, read_yearly

DATA = Path(__file__).parent / "data"


def reading(text: str, **options: object) -> Reading:
    return read(text.encode(), this_year=2026, **options)  # type: ignore[arg-type]


def person(text: str, **options: object) -> Person:
    (found,) = reading(text, **options).people
    return found


def of_file(name: str) -> Reading:
    return read((DATA / name).read_bytes(), this_year=2026)


def test_google_file() -> None:
    found = of_file("google.csv")
    assert found.people == [
        Person(
            2,
            "Lakshmi Raman",
            organisation="Tideline Analytics",
            title="CFO",
            reach=(
                Reach("email", "lakshmi@tideline.example", "work"),
                Reach("email", "lakshmi@home.example", "home"),
                Reach("phone", "+1 206-555-0119", "mobile"),
                Reach("phone", "+1 206-555-0120", "mobile"),
                Reach("address", "9 Pier Road\nSeattle", "work"),
            ),
            aliases=("Lucky",),
            roles=("client",),
            tags=("Sailing",),
            city="Seattle",
            birthday="1990-01-31",
            anniversary="2010-05-06",
            related=("spouse: Arun",),
            note='Writes. "Never before ten"\nClub: Rowing',
            extra=("X-DEPARTMENT:Finance", "URL:https://raman.example"),
        ),
        Person(4, "lost@nowhere.example", reach=(Reach("email", "lost@nowhere.example"),), birthday="--05-02"),
        Person(5, "Chris Chris", reach=(Reach("email", "chris@chris.example"),)),
    ]
    assert (found.format, found.problems) == ("contacts.csv", [])
    assert found.notes == ["read as UTF-8, separated by comma"]


def test_outlook_file() -> None:
    found = of_file("outlook-cp1252.csv")
    assert found.people == [
        Person(
            2,
            "Benoît Lefort",
            organisation="Port Autonome",
            title="Directeur juridique",
            reach=(
                Reach("email", "b.lefort@port.example"),
                Reach("phone", "+33 1 99 00 12 99", "work"),
                Reach("phone", "+33 1 99 00 12 00", "fax"),
                Reach("address", "1 quai Nord\nBât. B\nDunkerque 59140\nFrance", "work"),
            ),
            roles=("client",),
            tags=("Maritime",),
            interests=("Golf",),
            city="Dunkerque",
            birthday="1972-03-04",
            related=("spouse: Hélène",),
            note="Déjeuner en mars",
        ),
        Person(
            3,
            "Inés Muñoz",
            organisation="Banco del Sur",
            title="VP",
            reach=(Reach("email", "i.munoz@banco.example"), Reach("phone", "(305) 555-0199", "mobile")),
            roles=("referrer",),
            birthday="1980-12-25",
        ),
    ]
    assert found.notes == ["read as Windows-1252, separated by comma", "dates read month first"]


def test_linkedin_file() -> None:
    found = of_file("linkedin.csv")
    assert [(person.line, person.name, person.organisation, person.met_on) for person in found.people] == [
        (5, "Carla Silvani", "Silvani & Figli S.r.l.", "2026-11-05"),
        (6, 'Robert "Rob" Van Dorp, MBA', "VD Advisory", "2024-03-15"),
    ]
    assert found.people[0].reach == (Reach("handle", "https://www.linkedin.example/in/csilvani", "linkedin"),)
    assert found.notes[1:] == ["header found in line 4", "empty rows passed over: 1"]


def test_chinese_file() -> None:
    found = of_file("chinese-gb18030.csv")
    assert [(one.name, one.roles, one.level, one.birthday, one.title) for one in found.people] == [
        ("林海", ("client",), 3, "lunar:8-15", "法务总监"),
        ("郑敏", ("referrer",), 2, "1982-03-08", "合伙人"),
        ("孙悦悦", ("prospect",), 1, "lunar:leap4-1", "董事长"),
        ("周宁", ("colleague", "circle"), 3, "", "律师"),
    ]
    assert found.people[0].reach == (
        Reach("email", "linhai@huaxia.example"),
        Reach("phone", "13800001001", "mobile"),
    )
    assert found.notes == ["read as GB 18030, separated by comma"]


def test_touches_file() -> None:
    found = of_file("touches.csv")
    assert found.touches == [
        PastTouch(2, "2025-11-22", "Ifeoma Abara", "meeting", "out", 45, "asked about the lease"),
        PastTouch(3, "2026-01-21", "周婷", "call", "in"),
        PastTouch(4, "2026-02-22", "Chris Chris", "meal", "out", 90, "two\nlines"),
    ]
    assert [(problem.line, problem.fatal, problem.raw) for problem in found.problems] == [
        (6, True, "2026-13-01,Nobody,call,out,,impossible day\n"),
        (7, True, "2026-01-02,Nobody,pigeon,out,,no such channel\n"),
    ]


def test_own_list() -> None:
    found = person(
        "Name,Role,Level,Cadence,Email,Phone,Birthday,Interests,Do not contact,Tags,Last contact,Notes\n"
        'Mei Whitford,"client, circle",3,Quarterly,m@x.example,+1 212-555-0109,--04-18,"leases; tax",yes,vip,'
        "2026-10-02,tall\n"
    )
    assert found == Person(
        2,
        "Mei Whitford",
        reach=(Reach("email", "m@x.example"), Reach("phone", "+1 212-555-0109")),
        roles=("client", "circle"),
        level=3,
        tags=("vip",),
        interests=("leases", "tax"),
        cadence="quarterly",
        birthday="--04-18",
        do_not_contact="yes",
        note="tall",
        last_touch_on="2026-10-02",
    )


@pytest.mark.parametrize(
    ("header", "row", "name", "reach"),
    [
        # Google's old form
        ("Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Group Membership",
         "Jo Ek,Jo,Ek,* Work,a@x.example ::: b@x.example,* myContacts", "Jo Ek",
         (Reach("email", "a@x.example", "work"), Reach("email", "b@x.example", "work"))),
        # Outlook.com
        ("First Name,Last Name,E-mail Address,E-mail 2 Address,Company Main Phone",
         "Jo,Ek,a@x.example,b@x.example,99", "Jo Ek",
         (Reach("email", "a@x.example"), Reach("email", "b@x.example"), Reach("phone", "99", "main"))),
        # Outlook in German, semicolons
        ("Anrede;Vorname;Nachname;Firma;E-Mail-Adresse;Mobiltelefon", "Frau;Jo;Ek;X AG;a@x.example;0151 1",
         "Jo Ek", (Reach("email", "a@x.example"), Reach("phone", "0151 1", "mobile"))),
        # Thunderbird
        ("First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Home Phone",
         "Jo,Ek,Jo of Ek,,a@x.example,,12", "Jo of Ek",
         (Reach("email", "a@x.example"), Reach("phone", "12", "home"))),
        # a practice management program
        ("title,job_title,first_name,last_name,company,business_street,business_city,email_address,primary_phone",
         "Ms,Clerk,Jo,Ek,X,1 Road,Leith,a@x.example,12", "Jo Ek",
         (Reach("email", "a@x.example"), Reach("phone", "12"), Reach("address", "1 Road\nLeith", "work"))),
        ("姓名\t微信号\t电话", "周宁\tzhou_n\t010-6552 9988；13800001004", "周宁",
         (Reach("phone", "010-6552 9988"), Reach("phone", "13800001004"), Reach("handle", "zhou_n", "wechat"))),
        (" NAME : |E-Mail", "Jo|a@x.example", "Jo", (Reach("email", "a@x.example"),)),
    ],
)  # fmt: skip
def test_headers_of_other_programs(header: str, row: str, name: str, reach: tuple[Reach, ...]) -> None:
    found = person(f"{header}\r\n{row}\r\n")
    assert (found.name, found.reach) == (name, reach)


def test_thunderbird_birthday_in_three_columns() -> None:
    header = "Display Name,Birth Year,Birth Month,Birth Day"
    assert person(f"{header}\nJo,1980,2,9\n").birthday == "1980-02-09"
    assert person(f"{header}\nJo,,2,29\n").birthday == "--02-29"
    assert person(f"{header}\nJo,,,\n").birthday == ""


def test_own_words_by_mapping() -> None:
    found = person("Kunde;Rang;Tel.\nJo Ek;2;12\n", mapping={"kunde": "name", "Rang": "Level", "Tel.": "phone"})
    assert (found.name, found.level, found.reach) == ("Jo Ek", 2, (Reach("phone", "12"),))


def test_mapping_overrules_a_known_header() -> None:
    found = person("Name,Title\nJo,Friend\n", mapping={"Title": "role"})
    assert (found.roles, found.title) == (("circle",), "")


def test_mapping_that_fits_nothing() -> None:
    with pytest.raises(UsageProblem, match="no field a column can be"):
        reading("Name\nJo\n", mapping={"Name": "colour"})
    with pytest.raises(UsageProblem, match="There is no column “kunde”"):
        reading("Name,Level\nJo,1\n", mapping={"Kunde": "name"})


def test_no_column_of_name_or_email() -> None:
    with pytest.raises(BadInput) as caught:
        reading("Kunde;Telefonnr\nJo;12\n")
    assert caught.value.what == (
        "No column of this table is known as a name or an e-mail address. Line 1 has: “Kunde”, “Telefonnr”."
    )
    assert caught.value.hint == 'Say which column is which, for example: --map "Kunde=name" --map "…=email".'


DATES = "Name,Birthday\n{}\n"


@pytest.mark.parametrize(
    ("rows", "order", "birthdays"),
    [
        (["A,3/4/1972", "B,25/12/1980"], None, ["1972-04-03", "1980-12-25"]),
        (["A,3/4/1972", "B,12/25/1980"], None, ["1972-03-04", "1980-12-25"]),
        (["A,3/4/1972"], "dmy", ["1972-04-03"]),
        (["A,3/4/1972"], "mdy", ["1972-03-04"]),
        (["A,3/3/1972", "B,0/0/00", "C,"], None, ["1972-03-03", "", ""]),
        (["A,3.4.1972"], None, ["1972-04-03"]),
        (["A,3/4/72", "B,31/1/26", "C,31/1/27"], None, ["1972-04-03", "2026-01-31", "1927-01-31"]),
        (["A,12-31", "B,01-02"], None, ["--12-31", "--01-02"]),
        (["A,3/4", "B,13/4"], None, ["--04-03", "--04-13"]),
    ],
)
def test_order_of_day_and_month(rows: list[str], order: str | None, birthdays: list[str]) -> None:
    found = reading(DATES.format("\n".join(rows)), day_order=order)
    assert [one.birthday for one in found.people] == birthdays
    assert not found.problems


def test_order_that_no_row_decides_is_asked_for() -> None:
    with pytest.raises(BadInput) as caught:
        reading(DATES.format("A,3/4/1972\nB,5/6/1980"))
    assert "“Birthday” can be read day first or month first: no row tells" in caught.value.what
    assert caught.value.hint == "Say --dates dmy (day first) or --dates mdy (month first)."


def test_rows_that_contradict_each_other_are_asked_for() -> None:
    with pytest.raises(BadInput, match="line 2 has the day first, line 3 the month"):
        reading(DATES.format("A,25/4/1972\nB,5/26/1980"))
    found = reading(DATES.format("A,25/4/1972\nB,5/26/1980"), day_order="dmy")
    assert [(one.birthday, one.note) for one in found.people] == [("1972-04-25", ""), ("", "Birthday: 5/26/1980")]
    assert [(problem.line, problem.fatal) for problem in found.problems] == [(3, False)]


def test_a_column_that_cannot_be_told_follows_another() -> None:
    found = person("Name,Birthday,Last contact\nA,3/4/1972,25/12/2025\n")
    assert (found.birthday, found.last_touch_on) == ("1972-04-03", "2025-12-25")


@pytest.mark.parametrize("order", ["ymd", "", "DMY"])
def test_order_that_is_none(order: str) -> None:
    with pytest.raises(UsageProblem):
        reading("Name\nJo\n", day_order=order)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("'=SUM(1)", "=SUM(1)"), ("'+1 212", "+1 212"), ("'-x", "-x"), ("'@x", "@x"), ("'tis", "'tis"), ("=1", "=1")],
)
def test_quote_before_a_formula_is_taken_off(cell: str, value: str) -> None:
    assert person(f"Name,Note\nJo,{cell}\n").note == value


ROWS = [
    ("Name,Email\nJo,a@x.example,more,cells\n", "it has 4 cells where the header has 2"),
    ("Name,Email\nEk,e@x.example\nJo", "it has 1 cells of 2 and no line end: the file seems cut off"),
    ('Name,Email\nJo,"a@x.example\n', "its quotation never ends"),
    ('Name,Email\n"Jo', "its quotation never ends"),
    (f'Name,Email\n"{"x" * 140_000}",a@x.example\n', "a cell is over 128 KB"),
    (f"Name,Email\n{'n' * 1001},a@x.example\n", "The name has 1,001 characters"),
]


@pytest.mark.parametrize(("text", "reason"), ROWS)
def test_row_that_cannot_be_taken(text: str, reason: str) -> None:
    *_, problem = reading(text).problems
    assert problem.fatal
    assert reason in problem.reason
    assert "Jo" not in [one.name for one in reading(text).people]


def test_row_may_be_shorter_than_the_header() -> None:
    assert not reading("Name,Email,Note\nJo,a@x.example\nEk\n").problems


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("Level", "7", "The level “7” is not one of 1 to 4"),
        ("Role", "guru", "“guru” is not a role and is kept as a tag"),
        ("Birthday", "soon", "the birthday “soon” cannot be read and is kept in the note"),
        ("Email", "a at x", "the e-mail address “a at x” cannot be read and is kept in the note"),
        ("Channel", "pigeon", "the preferred channel “pigeon” cannot be read and is kept in the note"),
        ("Last contact", "--05-04", "the last touch “--05-04” cannot be read and is kept in the note"),
    ],
)
def test_cell_that_cannot_be_taken(column: str, cell: str, reason: str) -> None:
    found = reading(f"Name,{column}\nJo,{cell}\n")
    assert [one.name for one in found.people] == ["Jo"]
    assert not found.problems[0].fatal
    assert found.problems[0].reason == f"Line 2: {reason}."


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"),
     ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32"), ("cp1252", "Windows-1252")],
)  # fmt: skip
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(encoding: str, shown: str, delimiter: str) -> None:
    text = f"Name{delimiter}Email{delimiter}Note\r\nJosé Núñez{delimiter}j@x.example{delimiter}“à bientôt”\r\n"
    found = read(text.encode(encoding), this_year=2026)
    assert [(one.name, one.note) for one in found.people] == [("José Núñez", "“à bientôt”")]
    assert found.notes[0].startswith(f"read as {shown}, separated by")


@pytest.mark.parametrize(
    ("encoding", "names"),
    [("gb18030", ["刘洋", "欧阳娜"]), ("cp1251", ["Иван Петров", "Ольга Смирнова", "Пётр Чайковский"])],
)
def test_encodings_that_do_not_say_what_they_are(encoding: str, names: list[str]) -> None:
    text = "Name,Note\n" + "".join(f"{name},{name} — {name} {name}\n" for name in names)
    found = read(text.encode(encoding), this_year=2026)
    assert [one.name for one in found.people] == names


def test_encoding_asked_for() -> None:
    data = "Name\nŁucja\n".encode("cp1250")
    assert [one.name for one in read(data, this_year=2026, encoding="cp1250").people] == ["Łucja"]
    with pytest.raises(UsageProblem):
        read(data, this_year=2026, encoding="klingon")
    with pytest.raises(BadInput):
        read(data, this_year=2026, encoding="utf-8")


def test_mixed_encodings() -> None:
    rows = ["刘洋,x", "周宁,x", "Zoë,x"]
    data = b"Name,Note\n" + "\n".join(rows).encode() + b"\n" + "José,x\n".encode("cp1252")
    found = read(data, this_year=2026)
    assert [one.name for one in found.people] == ["刘洋", "周宁", "Zoë", "José"]


def test_excel_says_its_delimiter() -> None:
    assert person("sep=;\r\nName;Note\r\nJo, the first;a,b\r\n").name == "Jo, the first"


@pytest.mark.parametrize("words", ["hello", "32/1/1980", "1980-13-01", "2/30/1980", "29/2/1981", "1e5", "٣/٤", "-1"])
def test_words_that_are_no_day(words: str) -> None:
    with pytest.raises(ValueError):
        read_date(words, "mdy", 2026)


FORMS = (
    "{d}/{m}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{y}年{m}月{d}日", "{y}{m:02}{d:02}", "{y}/{m}/{d}",
    "{y}-{m:02}-{d:02} 10:30", "{y}-{m:02}-{d:02}T00:00:00Z",
)  # fmt: skip


@settings(max_examples=200)
@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(FORMS))
def test_every_form_of_a_day_is_read_alike(day: date, form: str) -> None:
    words = form.format(d=day.day, m=day.month, y=day.year)
    expected = day.isoformat() if day.year > 1604 else f"--{day.month:02}-{day.day:02}"
    assert read_yearly(words, "dmy", 9999) == expected


@settings(max_examples=200)
@given(st.lists(st.tuples(st.dates(), st.booleans()), max_size=8))
def test_order_is_never_told_against_a_row(days: list[tuple[date, bool]]) -> None:
    pairs = [(day.day, day.month) if is_day_first else (day.month, day.day) for day, is_day_first in days]
    column = DayOrder()
    for line, (one, two) in enumerate(pairs, 2):
        column.see(line, f"{one}/{two}/1999")
    order, day_first, month_first = column.told, column.day_first, column.month_first
    assert bool(day_first) == any(one > 12 for one, _ in pairs)
    assert bool(month_first) == any(two > 12 for _, two in pairs)
    is_ambiguous = any(one != two for one, two in pairs)
    expected = {(0, 0): "open" if is_ambiguous else "", (1, 0): "dmy", (0, 1): "mdy", (1, 1): "both"}
    assert order == expected[bool(day_first), bool(month_first)]


@settings(max_examples=200)
@given(st.text(max_size=30), st.sampled_from(["", "dmy", "mdy"]))
def test_any_words_are_a_day_or_a_value_error(words: str, order: str) -> None:
    try:
        found = read_yearly(words, order, 2026)
    except ValueError:
        return
    assert found == "" or found == read_yearly(found, "", 2026)
