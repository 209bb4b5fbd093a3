"""Who is who: two in one file, known from before, alike in name only; what an import may fill and never touch."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.known import Known, index
from relcadence.domain.likeness import (
    email_key,
    is_plainly_another,
    name_key,
    normalise_phone,
    same_organisation,
)
from relcadence.domain.matching import Action, Change, Person, decide, fingerprint, merged
from relcadence.domain.people import Contact, DoNotContact, Reach


def email(value: str) -> Reach:
    return Reach("email", value)


def phone(value: str, label: str = "") -> Reach:
    return Reach("phone", value, label)


def person(line: int, name: str, *reach: Reach, **fields: object) -> Person:
    return Person(line, name, reach=reach, **fields)  # type: ignore[arg-type]


def contact(id_: int, name: str, *reach: Reach, **fields: object) -> Contact:
    return Contact(name, id=id_, reach=reach, **fields)  # type: ignore[arg-type]


def only(action: Action) -> tuple[str, int | None, str]:
    return action.kind, action.contact_id, action.reason_key


@pytest.mark.parametrize(
    ("value", "country", "number"),
    [
        ("+49 (0)89 / 123-456 78", "", "+498912345678"),
        ("+44 7700 900123", "", "+447700900123"),
        ("07700 900123", "GB", "+447700900123"),
        ("138 0013 8000", "CN", "+8613800138000"),
        ("+86 138 0013 8000", "US", "+8613800138000"),
        ("(212) 555-0100", "US", "+12125550100"),
        ("(212) 555-0100", "us", "+12125550100"),
        ("0049 89 12345678", "FR", "+498912345678"),
        ("0049 89 12345678", "", "+498912345678"),
        ("020 7946 0018", "", "02079460018"),
        ("tel:+1-418-656-9254", "", "+14186569254"),
        ("+1 418 656 9254 ext. 102", "", "+14186569254;ext=102"),
        ("+1-418-656-9254;ext=102", "", "+14186569254;ext=102"),
        ("１３８００１３８０００", "CN", "+8613800138000"),
        ("no number", "US", ""),
        ("", "US", ""),
        ("12", "US", ""),
    ],
)
def test_phone_numbers(value: str, country: str, number: str) -> None:
    assert normalise_phone(value, country) == number


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (" ANA@Casa.example ", "ana@casa.example"),
        ("Ana <ana@casa.example>", "ana@casa.example"),
        ("mailto:ana@casa.example", "ana@casa.example"),
    ],
)
def test_email_addresses(value: str, key: str) -> None:
    assert email_key(value) == key


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Dr. Ngozi Okafor", "okafor, NGOZI", True),
        ("Ngozi Okafor Jr.", "Ngozi Okafor", True),
        ("Jörg Müller-Lüdenscheidt", "Jorg Muller Ludenscheidt", True),
        ("Siobhán O'Brien", "SIOBHAN OBRIEN", True),
        ("王丽", "王丽 ", True),
        ("王丽", "王莉", False),
        ("Dr", "Mr", False),
        ("Chris Chris", "Chris", False),
        ("Ann Lee", "Anne Lee", False),
    ],
)
def test_names(one: str, other: str, is_same: bool) -> None:
    assert (name_key(one) == name_key(other)) is is_same


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Harbour Light Shipping Ltd", "Harbour Light Shipping", True),
        ("Shipping, Harbour Light", "The Harbour Light Shipping Co.", True),
        ("Silvestri & Figli S.r.l.", "Silvestri Figli", True),
        ("晨光建材有限公司", "晨光建材", True),
        ("Habour Light Shipping", "Harbour Light Shipping", True),
        ("Harbour Light Shipping", "Harbour Dark Mining", False),
        ("晨光建材有限公司", "华夏科技有限公司", False),
        ("", "", False),
        ("Ltd", "Ltd", True),
    ],
)
def test_organisations(one: str, other: str, is_same: bool) -> None:
    assert same_organisation(one, other) is is_same


@pytest.mark.parametrize(
    ("one", "other", "is_another"),
    [
        ("Maria Lopez", "John Carter", True),
        ("Maria Lopez", "Mariah Lopes", False),
        ("Anna Schmidt", "Peter Schmidt", False),
        ("Bob", "Robert Hale", False),
        ("Wang Li", "王丽", False),
        ("王丽", "张伟", True),
        ("office@x.example", "John Carter", False),
        ("", "John Carter", False),
        ("محمد الفاسي", "Mohamed Elfassi", False),
    ],
)
def test_plainly_another_name(one: str, other: str, is_another: bool) -> None:
    assert is_plainly_another(one, other) is is_another


TWICE = [
    ("equal e-mail", person(1, "Wang Li", email("LI@x.example")), person(2, "王丽", email("li@x.example")), True),
    ("equal phone", person(1, "王丽", phone("+86 138 0013 8000")), person(2, "Wang Li", phone("13800138000")), True),
    ("equal UID", person(1, "Jo Ek", uid="7"), person(2, "Jo M. Ek", uid="7"), True),
    ("only the name", person(1, "Jo Ek"), person(2, "Jo Ek"), False),
    ("name and organisation", person(1, "Jo Ek", organisation="X"), person(2, "Jo Ek", organisation="X"), False),
    (
        "an office's mailbox",
        person(1, "Jo Ek", email("o@x.example")),
        person(2, "Al By", email("o@x.example")),
        False,
    ),
    ("a switchboard", person(1, "Jo Ek", phone("555 0100")), person(2, "Al By", phone("555 0100")), False),
    ("a fax", person(1, "Jo Ek", phone("5550100", "fax")), person(2, "Jo Ek", phone("5550100", "fax")), False),
    ("a running number", person(1, "Jo Ek", uid="1"), person(2, "Al By", uid="1"), False),
]


@pytest.mark.parametrize(("why", "one", "other", "is_one"), TWICE)
def test_twice_in_one_file(why: str, one: Person, other: Person, is_one: bool) -> None:
    assert [lines for _, lines in merged([one, other], "CN")] == ([(2,)] if is_one else [(), ()])


def test_the_first_telling_is_believed_and_the_second_fills() -> None:
    first = person(3, "li@x.example", email("li@x.example"), tags=("tax",), note="tall", birthday="--05-24")
    second = person(
        8, "Wang Li", email("LI@X.example"), phone("1234567"), organisation="X", level=2, tags=("Tax", "golf"),
        note="sings", birthday="1980-05-24", do_not_contact="asked", aliases=("Lily",), last_touch_on="2026-01-02",
    )  # fmt: skip
    assert merged([first, second]) == [
        (
            person(
                3, "Wang Li", email("li@x.example"), phone("1234567"), organisation="X", level=2,
                tags=("tax", "golf"), note="tall\nsings", birthday="1980-05-24", do_not_contact="asked",
                aliases=("Lily",), last_touch_on="2026-01-02",
            ),
            (8,),
        )
    ]  # fmt: skip


def test_a_chain_of_evidence_makes_one() -> None:
    people = [
        person(1, "Jo Ek", email("a@x.example")),
        person(2, "Jo Ek", phone("1234567")),
        person(3, "Jo Ek", email("a@x.example"), phone("1234567")),
        person(4, "Jo Ek", phone("1234567")),
    ]
    assert [lines for _, lines in merged(people)] == [(2, 3, 4)]


NGOZI = contact(7, "Dr. Ngozi Okafor", email("n@harbour.example"), organisation="Harbour Light Ltd")


def by(people: Sequence[Person], *contacts: Contact, uids: Sequence[tuple[str, int]] = ()) -> list[Action]:
    return decide(people, index(contacts, "US", uids), country="US")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (person(1, "Ngozi Okafor", email("N@Harbour.example")), ("same", 7, "email")),
        (person(1, "N. O.", email("n@harbour.example")), ("update", 7, "email")),
        (person(1, "Ngozi Okafor", organisation="Harbour Light"), ("same", 7, "organisation")),
        (person(1, "Okafor Ngozi", organisation="Light Harbour"), ("same", 7, "organisation")),
        (person(1, "Ngozi Okafor"), ("ask", None, "name_only")),
        (person(1, "Ngozi Okafor", email("other@x.example")), ("ask", None, "name_only")),
        (person(1, "Ngozi Okafor", organisation="Dark Mining"), ("create", None, "another")),
        (person(1, "Ngozi Okafors"), ("create", None, "new")),
        (person(1, "John Carter", email("n@harbour.example")), ("ask", None, "other_name")),
        (person(1, "", phone("1234567")), ("skip", None, "nameless")),
        (person(1, "Ngozi", uid="U"), ("update", 7, "uid")),
    ],
)
def test_against_one_known_contact(told: Person, expected: tuple[str, int | None, str]) -> None:
    (action,) = by([told], NGOZI, uids=[("U", 7)])
    assert only(action) == expected
    assert action.candidates == ((7,) if action.kind == "ask" else ())


def test_phone_is_evidence_unless_the_name_is_plainly_another() -> None:
    known = contact(1, "Wang Li", phone("+1 212 555 0100"))
    assert only(*by([person(1, "王丽", phone("(212) 555-0100"))], known)) == ("update", 1, "phone")
    assert only(*by([person(1, "Al By", phone("(212) 555-0100"))], known)) == ("create", None, "new")
    assert only(*by([person(1, "王丽", phone("2125550100", "fax"))], known)) == ("create", None, "new")


def test_equal_handle_with_the_name_is_evidence() -> None:
    known = contact(1, "Jo Ek", Reach("handle", "https://in.example/jo", "linkedin"))
    (action,) = by([person(1, "Jo Ek", Reach("handle", "HTTPS://in.example/jo", "linkedin"))], known)
    assert only(action) == ("same", 1, "handle")


def test_several_contacts_answer() -> None:
    shared = [contact(1, "Jo Ek", email("o@x.example")), contact(2, "Al Ek", email("o@x.example"))]
    (exact,) = by([person(1, "Al Ek", email("o@x.example"))], *shared)
    (unclear,) = by([person(1, "Ek", email("o@x.example"))], *shared)
    assert only(exact) == ("same", 2, "email")
    assert (unclear.kind, unclear.candidates, unclear.reason_key) == ("ask", (1, 2), "several")


def test_alias_is_a_name_too() -> None:
    known = contact(1, "王丽", organisation="晨光建材有限公司", aliases=("Wang Li",))
    (action,) = by([person(1, "Wang Li", organisation="晨光建材")], known)
    assert only(action) == ("same", 1, "organisation")


def test_an_other_birthday_contradicts() -> None:
    known = contact(1, "Jo Ek", organisation="X", birthday="1980-05-24")
    days = {
        "1980-05-24": "same",
        "--05-24": "same",
        "lunar:8-15": "same",
        "--05-25": "create",
        "1981-05-24": "create",
    }
    for day, kind in days.items():
        (action,) = by([person(1, "Jo Ek", organisation="X", birthday=day)], known)
        assert action.kind == kind, day


def test_evidence_decides_before_names_do() -> None:
    known = [contact(1, "Jo Ek", email("jo@x.example"), organisation="X"), contact(2, "Jo Ek", organisation="X")]
    told = [person(1, "Jo Ek", organisation="X"), person(2, "Jo Ek", email("jo@x.example"), organisation="X")]
    assert [action.contact_id for action in by(told, *known)] == [2, 1]


def test_update_adds_what_is_missing() -> None:
    known = contact(
        7, "n@harbour.example", email("n@harbour.example"), phone("020 7946 0018"), tags=("tax",),
        roles=("connection",), note="tall", birthday="--05-24",
    )  # fmt: skip
    told = person(
        1, "Ngozi Okafor", email("N@HARBOUR.example"), email("home@x.example"), phone("+44 20 7946 0018"),
        organisation="Harbour", title="Counsel", level=3, roles=("client",), tags=("Tax", "golf"), note="sings",
        birthday="1980-05-24", do_not_contact="asked", aliases=("Zizi",), city="Leith", cadence="monthly",
    )  # fmt: skip
    (action,) = decide([told], index([known], "GB"), country="GB")
    assert set(action.changes) == {
        Change("name", "n@harbour.example", "Ngozi Okafor"),
        Change("aliases", (), ("Zizi",)),
        Change("organisation", "", "Harbour"),
        Change("title", "", "Counsel"),
        Change("level", None, 3),
        Change("roles", ("connection",), ("connection", "client")),
        Change("tags", ("tax",), ("tax", "golf")),
        Change("reach", known.reach, (*known.reach, email("home@x.example"))),
        Change("note", "tall", "tall\nsings"),
        Change("birthday", "--05-24", "1980-05-24"),
        Change("city", "", "Leith"),
        Change("cadence", "", "monthly"),
        Change("do_not_contact", None, "asked"),
    }


def test_update_never_overwrites_or_clears() -> None:
    known = contact(
        7, "Ngozi Okafor", email("n@x.example"), organisation="Harbour", title="Partner", level=1, roles=("former",),
        cadence="yearly", birthday="1980-05-24", city="Leith", language="en", channel="call", note="tall",
        do_not_contact=DoNotContact("2026-01-01", "asked"),
    )  # fmt: skip
    told = person(
        1, "Ngozi Okafor", email("n@x.example"), organisation="Mining", title="Clerk", level=4, roles=("client",),
        cadence="weekly", birthday="1981-05-24", city="Bath", language="fr", channel="email", do_not_contact="",
    )  # fmt: skip
    (action,) = by([told], known)
    assert (only(action), action.changes) == (("same", 7, "email"), ())


def test_a_note_is_added_only_the_first_time_a_source_tells_it() -> None:
    told = person(1, "Jo Ek", email("jo@x.example"), note="sings")
    edited = contact(1, "Jo Ek", email("jo@x.example"), note="hums")
    (first,) = decide([told], index([edited], ""))
    (again,) = decide([told], index([edited], "", fingerprints=[(fingerprint(told), 1)]))
    assert first.changes == (Change("note", "hums", "hums\nsings"),)
    assert again.changes == ()


NAMES = st.sampled_from(["Jo Ek", "Ek, Jo", "Al By", "王丽", "Wang Li", "张伟", "jo@x.example", "", "Mr. Jo Ek"])
REACHES = st.lists(
    st.sampled_from(
        [email("jo@x.example"), email("JO@x.example"), email("al@x.example"), phone("+12125550100"),
         phone("212 555 0100"), phone("2125550100", "fax"), Reach("handle", "jo"), Reach("address", "1 Road\nLeith")]
    ),
    max_size=3,
    unique=True,
).map(tuple)  # fmt: skip
PEOPLE = st.lists(
    st.builds(
        Person,
        st.just(0),
        NAMES,
        uid=st.sampled_from(["", "", "1", "2"]),
        organisation=st.sampled_from(["", "Harbour Ltd", "Harbour", "Mining"]),
        reach=REACHES,
        aliases=st.sampled_from([(), ("Lily",)]),
        roles=st.sampled_from([(), ("client",), ("former", "circle")]),
        level=st.sampled_from([None, 1, 4]),
        tags=st.sampled_from([(), ("Golf", "tax")]),
        birthday=st.sampled_from(["", "1980-05-24", "--05-24", "lunar:8-15", "lunar:1979-8-15"]),
        note=st.sampled_from(["", "tall", "sings"]),
        do_not_contact=st.sampled_from(["", "yes"]),
    ),
    max_size=8,
).map(lambda people: [person._replace(line=line) for line, person in enumerate(people, start=1)])


class Book:
    """What a store does with the actions: applies them, and remembers UIDs and fingerprints of the source."""

    def __init__(self) -> None:
        self.contacts: dict[int, Contact] = {}
        self.uids: list[tuple[str, int]] = []
        self.fingerprints: list[tuple[str, int]] = []

    @property
    def known(self) -> Known:
        return index(self.contacts.values(), "US", self.uids, self.fingerprints)

    def apply(self, actions: Sequence[Action]) -> None:
        for action in actions:
            if action.kind == "skip":
                continue
            person_, id_ = action.person, action.contact_id or len(self.contacts) + 1
            before = self.contacts.get(id_, Contact(person_.name, id_))
            filled = {field: getattr(person_, field) for field in Contact._fields if hasattr(person_, field)}
            filled["do_not_contact"] = DoNotContact("2026-11-23", "x") if person_.do_not_contact else None
            changes = {change.field: change.after for change in action.changes}
            self.contacts[id_] = before._replace(**(changes if action.contact_id else filled))
            self.uids += [(person_.uid, id_)] if person_.uid else []
            self.fingerprints.append((fingerprint(person_), id_))


@settings(max_examples=400)
@given(PEOPLE)
def test_the_same_file_twice_changes_nothing(people: list[Person]) -> None:
    book = Book()
    book.apply(decide(people, book.known, country="US"))
    held = dict(book.contacts)
    again = decide(people, book.known, country="US")
    assert {action.kind for action in again} <= {"same", "skip"}
    book.apply(again)
    assert book.contacts == held


@settings(max_examples=300)
@given(PEOPLE, PEOPLE)
def test_an_import_loses_nobody_and_nothing(earlier: list[Person], later: list[Person]) -> None:
    book = Book()
    book.apply(decide(earlier, book.known, country="US"))
    actions = decide(later, book.known, country="US")
    lines = [line for action in actions for line in (action.person.line, *action.lines)]
    assert sorted(lines) == [person.line for person in later]
    for action in actions:
        for field, before, after in action.changes:
            if isinstance(before, tuple):
                assert after[: len(before)] == before
            elif field == "note":
                assert after.startswith(before)
            else:
                assert not before or field in ("name", "birthday")
    assert all((action.contact_id is None) == (action.kind in ("create", "ask", "skip")) for action in actions)
    assert all(action.reason and action.reason_key for action in actions)
