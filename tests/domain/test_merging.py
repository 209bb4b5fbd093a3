"""Two contacts made one: the first is believed, the second adds, and what they differ in is named."""

import pytest

from relcadence.domain.merging import Conflict, merge
from relcadence.domain.people import Contact, DoNotContact, Reach

FIRST = Contact(
    "Ann Lee", 1, roles=("client",), level=2, title="CFO", tags=("vip",), note="tea",
    reach=(Reach("phone", "+1 212 555 0101"),), birthday="--02-29",
)  # fmt: skip
SECOND = Contact(
    "Lee, Anna", 2, roles=("client", "referrer"), level=3, organisation="Acme", tags=("VIP", "tax"), note="golf",
    reach=(Reach("phone", "212-555-0101"), Reach("email", "ann@x.example")), birthday="1980-02-29",
    aliases=("Annie", "Lee Ann"),
)  # fmt: skip


def test_the_merged_contact() -> None:
    merged, conflicts = merge(FIRST, SECOND, "US")
    assert conflicts == (Conflict("level", "2", "3"),)
    assert merged == FIRST._replace(
        roles=("client", "referrer"), organisation="Acme", tags=("vip", "tax"), birthday="1980-02-29",
        reach=(*FIRST.reach, SECOND.reach[1]), aliases=("Lee, Anna", "Annie"), note="tea\ngolf\nlevel: 3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "kept", "conflict"),
    [
        ("--02-29", "1980-02-29", "1980-02-29", False),
        ("1980-02-29", "--02-29", "1980-02-29", False),
        ("1980-05-24", "1981-05-24", "1980-05-24", True),
        ("lunar:8-15", "lunar:1979-8-15", "lunar:1979-8-15", False),
        ("lunar:8-15", "1979-10-05", "lunar:8-15", True),
    ],
)
def test_the_fuller_birthday_stays_and_another_is_named(ours: str, theirs: str, kept: str, conflict: bool) -> None:
    first, second = Contact("Ann Lee", 1, birthday=ours), Contact("Ann Lee", 2, birthday=theirs)
    merged, conflicts = merge(first, second)
    assert merged.birthday == kept
    assert conflicts == ((Conflict("birthday", ours, theirs),) if conflict else ())
    assert merged.note == (f"birthday: {theirs}" if conflict else "")


def test_a_ban_of_either_holds_and_the_living_one_counts() -> None:
    banned = SECOND._replace(do_not_contact=DoNotContact("2026-01-01", "asked"), status="archived")
    assert merge(FIRST, banned).contact.do_not_contact == banned.do_not_contact
    assert merge(FIRST, banned).contact.status == "active"
    assert merge(banned, FIRST).contact.status == "active"


def test_one_contact_is_not_merged_with_itself() -> None:
    with pytest.raises(ValueError, match="one contact already"):
        merge(FIRST, FIRST)
