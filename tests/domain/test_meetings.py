"""Which meetings were touches, with whom, by which channel."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime
from typing import Any

import pytest

from relcadence.domain import meetings
from relcadence.domain.meetings import Book, Meeting, Verdict, channel_of, decide, named_in

TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 12, tzinfo=UTC)
ME = "me@law.example"


def meeting(**values: Any) -> Meeting:
    """An hour with Marcus on the tenth, but for what the case is about."""
    usual: dict[str, Any] = {
        "uid": "m", "on": date(2026, 11, 10), "starts_at": datetime(2026, 11, 10, 15, tzinfo=UTC), "minutes": 60,
        "title": "Review", "location": "", "people": (("Me", ME), ("Marcus", "marcus@x.example")), "declined": (),
        "all_day": False, "status": "confirmed", "recurring": False,
    }  # fmt: skip
    return Meeting(**usual | values)


def verdict(one: Meeting, *, logged: bool = False, met: tuple[int, ...] = ()) -> Verdict:
    book = Book(
        {"marcus@x.example": (1,), "ana@x.example": (2,), "office@x.example": (1, 2)},
        {"marcus sokolov": (1,), "ana ruiz": (2,), "王小明": (3,), "will": (4,), "kim lee": (5, 6)},
        lambda uid, on: logged,
        lambda number, on: number in met,
    )
    return decide([one], book, frozenset({ME}), NOW, TODAY)[0]


@pytest.mark.parametrize(
    ("values", "kind", "ids", "reason"),
    [
        ({}, "log", (1,), ""),
        ({"people": (("", ME), ("", "marcus@x.example"), ("", "ana@x.example"))}, "log", (1, 2), ""),
        ({"people": (("", "marcus@x.example"), ("", "ana@x.example")), "declined": ("ana@x.example",)},
         "log", (1,), ""),
        ({"people": (), "title": "Lunch with Marcus Sokolov, Ana Ruiz"}, "log", (1, 2), ""),
        ({"people": (("Me", ME),), "title": "与王小明吃饭"}, "log", (3,), ""),
        ({"people": (), "title": "ANA RUIZ (draft)"}, "log", (2,), ""),
        ({"people": (), "title": "I will call"}, "review", (4,), "only one word of the title, will, speaks of them"),
        ({"people": (), "title": "Kim Lee"}, "review", (5, 6), "several are called kim lee"),
        ({"people": (("", "office@x.example"),)}, "review", (1, 2), "several share office@x.example"),
        ({"people": (("Stranger", "s@y.example"),)}, "review", (), "not in the book: Stranger <s@y.example>"),
        ({"people": (("", "s@y.example"),), "title": "Marcus Sokolov"}, "log", (1,), ""),
        ({"people": (("Me", ME),), "title": "Dentist"}, "skip", (), "names nobody"),
        ({"all_day": True, "starts_at": None}, "skip", (), "all day"),
        ({"status": "cancelled"}, "skip", (), "cancelled"),
        ({"declined": (ME,)}, "skip", (), "declined"),
        ({"on": date(2026, 11, 24)}, "skip", (), "still to come"),
        ({"on": TODAY, "starts_at": datetime(2026, 11, 23, 13, tzinfo=UTC)}, "skip", (), "still to come"),
        ({"on": TODAY, "starts_at": datetime(2026, 11, 23, 11, tzinfo=UTC)}, "log", (1,), ""),
    ],
)  # fmt: skip
def test_verdicts(values: dict[str, Any], kind: str, ids: tuple[int, ...], reason: str) -> None:
    told = verdict(meeting(**values))
    assert (told.kind, told.contact_ids, told.reason) == (kind, ids, reason)


def test_nothing_is_logged_twice() -> None:
    assert verdict(meeting(), logged=True).kind == "same"
    assert verdict(meeting(), met=(1,)).kind == "same"
    both = meeting(people=(("", "marcus@x.example"), ("", "ana@x.example")))
    assert verdict(both, met=(1,)).contact_ids == (2,)


@pytest.mark.parametrize(
    ("title", "channel"),
    [
        ("Lunch with Ana", "meal"), ("COFFEE?", "meal"), ("Dinner/call", "meal"), ("和王小明午餐", "meal"),
        ("晚饭", "meal"), ("Weekly call", "call"), ("Phone Ana", "call"), ("电话：租约", "call"),
        ("Visit the site", "visit"),
        ("拜访客户", "visit"), ("Recall notice", "meeting"), ("Review", "meeting"), ("", "meeting"),
    ],
)  # fmt: skip
def test_channels(title: str, channel: str) -> None:
    assert channel_of(title) == channel


def test_the_longer_name_wins() -> None:
    names = {"ana": (1,), "ana ruiz": (2,), "ana ruiz-lopez": (3,), "王小": (4,), "王小明": (5,)}
    assert named_in("Ana Ruiz-Lopez", names) == ["ana ruiz-lopez"]
    assert named_in("Ana Ruiz and 王小明律师", names) == ["ana ruiz", "王小明"]
    assert named_in("Banana ruiz", names) == []


def test_examples() -> None:
    assert doctest.testmod(meetings).failed == 0
