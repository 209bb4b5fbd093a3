"""Dates as people say them: what each phrase means, what is refused and how, and the laws that always hold."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from dateutil.parser import parse as dateutil_parse
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.dates import parse_date, parse_days, parse_span, snooze_day
from relcadence.domain.dates_calendar import MONTHS, WEEKDAYS

MONDAY = date(2026, 11, 23)
FORMS = "tomorrow, fri, next mon, in 2w, 15 mar, 3/15, 2026-03-15, end of month, 明天, 下周五, 3月15日, 八月十五"


@pytest.mark.parametrize(
    ("text", "ahead", "past"),
    [
        ("today", "2026-11-23", "2026-11-23"),
        ("Tomorrow", "2026-11-24", "2026-11-24"),
        ("tmr", "2026-11-24", "2026-11-24"),
        ("yesterday", "2026-11-22", "2026-11-22"),
        ("the day after tomorrow", "2026-11-25", "2026-11-25"),
        ("day before yesterday", "2026-11-21", "2026-11-21"),
        # a bare weekday is the nearest; today's own is a week from now, or today when spoken of as past
        ("fri", "2026-11-27", "2026-11-20"),
        ("Friday", "2026-11-27", "2026-11-20"),
        ("on thurs", "2026-11-26", "2026-11-19"),
        ("mon", "2026-11-30", "2026-11-23"),
        ("sun", "2026-11-29", "2026-11-22"),
        ("weekend", "2026-11-28", "2026-11-21"),
        # weeks run from Monday to Sunday
        ("next fri", "2026-12-04", "2026-12-04"),
        ("last fri", "2026-11-20", "2026-11-20"),
        ("this fri", "2026-11-27", "2026-11-27"),
        ("this mon", "2026-11-23", "2026-11-23"),
        ("next mon", "2026-11-30", "2026-11-30"),
        ("fri next week", "2026-12-04", "2026-12-04"),
        ("next week", "2026-11-30", "2026-11-30"),
        ("last week", "2026-11-16", "2026-11-16"),
        ("next month", "2026-12-01", "2026-12-01"),
        ("next quarter", "2027-01-01", "2027-01-01"),
        ("next year", "2027-01-01", "2027-01-01"),
        # lengths of time; bare ones lead the way that is spoken of
        ("in 2w", "2026-12-07", "2026-12-07"),
        ("in 3 days", "2026-11-26", "2026-11-26"),
        ("+3d", "2026-11-26", "2026-11-26"),
        ("2w", "2026-12-07", "2026-11-09"),
        ("3d", "2026-11-26", "2026-11-20"),
        ("-3d", "2026-11-20", "2026-11-20"),
        ("2 months ago", "2026-09-23", "2026-09-23"),
        ("a week ago", "2026-11-16", "2026-11-16"),
        ("two weeks from now", "2026-12-07", "2026-12-07"),
        ("in 1 quarter", "2027-02-23", "2027-02-23"),
        ("1y", "2027-11-23", "2025-11-23"),
        # dates without a year
        ("15 mar", "2027-03-15", "2026-03-15"),
        ("mar 15", "2027-03-15", "2026-03-15"),
        ("the 15th of March", "2027-03-15", "2026-03-15"),
        ("23 nov", "2026-11-23", "2026-11-23"),
        ("24 nov", "2026-11-24", "2025-11-24"),
        ("22 nov", "2027-11-22", "2026-11-22"),
        ("29 feb", "2028-02-29", "2024-02-29"),
        ("15th", "2026-12-15", "2026-11-15"),
        ("31st", "2026-12-31", "2026-10-31"),
        # whole dates
        ("March 15, 2027", "2027-03-15", "2027-03-15"),
        ("18-Apr-24", "2024-04-18", "2024-04-18"),
        ("18 apr ’99", "1999-04-18", "1999-04-18"),
        ("15.3.2027", "2027-03-15", "2027-03-15"),
        ("2026-03-15", "2026-03-15", "2026-03-15"),
        ("2026/3/15", "2026-03-15", "2026-03-15"),
        ("20260315", "2026-03-15", "2026-03-15"),
        ("２０２６-０３-１５", "2026-03-15", "2026-03-15"),
        ("Fri 27 Nov 2026", "2026-11-27", "2026-11-27"),
        ("fri, 27 nov 2026", "2026-11-27", "2026-11-27"),
        ("2026-W53-5", "2027-01-01", "2027-01-01"),
        ("2026w53", "2026-12-28", "2026-12-28"),
        # ends
        ("end of month", "2026-11-30", "2026-10-31"),
        ("end of the month", "2026-11-30", "2026-10-31"),
        ("eom", "2026-11-30", "2026-10-31"),
        ("eow", "2026-11-29", "2026-11-22"),
        ("end of year", "2026-12-31", "2025-12-31"),
        ("end of next month", "2026-12-31", "2026-12-31"),
        ("end of last quarter", "2026-09-30", "2026-09-30"),
        ("end of feb", "2027-02-28", "2026-02-28"),
        ("end of feb 2028", "2028-02-29", "2028-02-29"),
        ("year-end", "2026-12-31", "2025-12-31"),
        # Chinese, solar
        ("今天", "2026-11-23", "2026-11-23"),
        ("明天", "2026-11-24", "2026-11-24"),
        ("后天", "2026-11-25", "2026-11-25"),
        ("後天", "2026-11-25", "2026-11-25"),
        ("昨天", "2026-11-22", "2026-11-22"),
        ("前天", "2026-11-21", "2026-11-21"),
        ("周五", "2026-11-27", "2026-11-20"),
        ("星期五", "2026-11-27", "2026-11-20"),
        ("礼拜天", "2026-11-29", "2026-11-22"),
        ("下周五", "2026-12-04", "2026-12-04"),
        ("下個星期五", "2026-12-04", "2026-12-04"),
        ("下下周五", "2026-12-11", "2026-12-11"),
        ("本周三", "2026-11-25", "2026-11-25"),
        ("这周三", "2026-11-25", "2026-11-25"),
        ("上周一", "2026-11-16", "2026-11-16"),
        ("周末", "2026-11-28", "2026-11-21"),
        ("下周", "2026-11-30", "2026-11-30"),
        ("下个月", "2026-12-01", "2026-12-01"),
        ("3天后", "2026-11-26", "2026-11-26"),
        ("三天之后", "2026-11-26", "2026-11-26"),
        ("两周后", "2026-12-07", "2026-12-07"),
        ("3个月后", "2027-02-23", "2027-02-23"),
        ("半年后", "2027-05-23", "2027-05-23"),
        ("半个月前", "2026-11-08", "2026-11-08"),
        ("两个星期", "2026-12-07", "2026-11-09"),
        ("3月15日", "2027-03-15", "2026-03-15"),
        ("3月15号", "2027-03-15", "2026-03-15"),
        ("3 月 15", "2027-03-15", "2026-03-15"),
        ("三月十五日", "2027-03-15", "2026-03-15"),
        ("2027年3月15日", "2027-03-15", "2027-03-15"),
        ("二〇二七年三月十五日", "2027-03-15", "2027-03-15"),
        ("明年3月15日", "2027-03-15", "2027-03-15"),
        ("15号", "2026-12-15", "2026-11-15"),
        ("下个月15号", "2026-12-15", "2026-12-15"),
        ("月底", "2026-11-30", "2026-10-31"),
        ("下月底", "2026-12-31", "2026-12-31"),
        ("二月底", "2027-02-28", "2026-02-28"),
        ("年底", "2026-12-31", "2025-12-31"),
        ("明年底", "2027-12-31", "2027-12-31"),
        # Chinese, lunar
        ("八月十五", "2027-09-15", "2026-09-25"),
        ("农历八月十五", "2027-09-15", "2026-09-25"),
        ("農曆8月15日", "2027-09-15", "2026-09-25"),
        ("腊月廿三", "2027-01-30", "2026-02-10"),
        ("闰四月初一", "2027-05-06", "2026-05-17"),
        ("2028年闰五月初一", "2028-06-23", "2028-06-23"),
        ("明年正月初一", "2027-02-06", "2027-02-06"),
        ("初一", "2026-12-09", "2026-11-09"),
        ("十五", "2026-11-23", "2026-11-23"),
        ("三十", "2026-12-08", "2026-11-08"),
        ("除夕", "2027-02-05", "2026-02-16"),
        ("mid-autumn festival", "2027-09-15", "2026-09-25"),
        ("lunar:8-15", "2027-09-15", "2026-09-25"),
    ],
)
def test_phrases(text: str, ahead: str, past: str) -> None:
    assert parse_date(text, MONDAY).isoformat() == ahead
    assert parse_date(text, MONDAY, past=True).isoformat() == past


@pytest.mark.parametrize(
    ("text", "mdy", "dmy", "ymd"),
    [
        ("3/4", "2027-03-04", "2027-04-03", "2027-03-04"),
        ("3/15", "2027-03-15", "2027-03-15", "2027-03-15"),
        ("15/3", "2027-03-15", "2027-03-15", "2027-03-15"),
        ("3.4.2027", "2027-03-04", "2027-04-03", "2027-03-04"),
        ("03-04-27", "2027-03-04", "2027-04-03", "2003-04-27"),
        ("27/3/04", "2004-03-27", "2004-03-27", "2027-03-04"),
        ("2027-3-4", "2027-03-04", "2027-03-04", "2027-03-04"),
    ],
)
def test_the_order_of_numbers(text: str, mdy: str, dmy: str, ymd: str) -> None:
    found = [parse_date(text, MONDAY, order=order).isoformat() for order in ("mdy", "dmy", "ymd")]
    assert found == [mdy, dmy, ymd]


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2027-01-01", "last fri", "2026-12-25"),
        ("2026-12-31", "in 2 months", "2027-02-28"),
        ("2028-01-31", "1m", "2028-02-29"),
        ("2028-02-29", "in 1 year", "2029-02-28"),
        ("2028-02-29", "29 feb", "2028-02-29"),
        ("2096-03-01", "29 feb", "2104-02-29"),
        ("2026-01-31", "31st", "2026-01-31"),
        ("2026-02-01", "31st", "2026-03-31"),
        ("2026-11-30", "eom", "2026-11-30"),
        ("2026-12-31", "end of next month", "2027-01-31"),
        ("2026-11-29", "next mon", "2026-11-30"),
        ("2026-11-29", "this mon", "2026-11-23"),
        ("2026-11-27", "fri", "2026-12-04"),
        ("2026-03-29", "end of march", "2026-03-31"),
        ("2027-02-05", "大年三十", "2027-02-05"),
        ("2027-02-06", "腊月三十", "2028-01-25"),
        ("2026-01-01", "正月初一", "2026-02-17"),
        ("9999-12-31", "today", "9999-12-31"),
        ("0001-01-01", "in 3d", "0001-01-04"),
    ],
)
def test_edges_of_the_calendar(today: str, text: str, expected: str) -> None:
    assert parse_date(text, date.fromisoformat(today)).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31 feb", "There is no 31 February: that month has 29 days at most."),
        ("2/30", "There is no 30 February: that month has 29 days at most."),
        ("2月30日", "There is no 30 February: that month has 29 days at most."),
        ("29 feb 2027", "There is no 29 February 2027: that month has 28 days."),
        ("31 april 2027", "There is no 31 April: that month has 30 days at most."),
        ("2026-13-05", "There is no month 13: they run from 1 to 12."),
        ("13/13", "There is no month 13: they run from 1 to 12."),
        ("0/5", "There is no month 0: they run from 1 to 12."),
        ("32nd", "There is no day 32: a month has 31 days at most."),
        ("40号", "There is no day 40: a month has 31 days at most."),
        ("下个月32号", "There is no 32 December: that month has 31 days at most."),
        ("2027-w53", "There is no such day of week 53 in 2027."),
        ("fri 28 nov 2026", "28 November 2026 is a Saturday, not a Friday."),
        ("0000-01-01", "It lies outside the years 1 to 9999."),
        ("99999y", "It lies outside the years 1 to 9999."),
        ("in 999999w", "It lies outside the years 1 to 9999."),
        ("腊月三十一", "There is no lunar day 31; a lunar month has 29 or 30 days."),
        ("闰十二月初一", "Lunar month 12 is never doubled; leap months are those from 2 to 11."),
        ("1850年八月十五", "Lunar dates are known from 1900 to 2099, not for 1850."),
    ],
)
def test_impossible_dates(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_date(text, MONDAY)
    assert str(refused.value) == f"“{text}” is no possible date. {sentence} Dates are written like {FORMS}."


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("yesterdy", "yesterday"),
        ("tomorow", "tomorrow"),
        ("nxt fri", "next fri"),
        ("15 marhc", "15 march"),
        ("in 2 weks", "in 2 weeks"),
        ("wensday", "wednesday"),
        ("wendesday", "wednesday"),
        ("31 febuary", ""),
        ("27/3/4", ""),
        ("soon", ""),
        ("", ""),
        ("am", ""),
        ("eo", ""),
        ("2026-03", ""),
        ("3/15/", ""),
        ("2027年", ""),
        ("0天", ""),
        ("明夭", ""),
    ],
)
def test_unknown_phrases(text: str, meant: str) -> None:
    guess = f" Did you mean “{meant}”?" if meant else ""
    with pytest.raises(ValueError) as refused:
        parse_date(text, MONDAY)
    assert str(refused.value) == f"“{text}” is not a date known here.{guess} Dates are written like {FORMS}."


def test_the_forms_named_in_an_error_are_read_and_follow_the_order() -> None:
    for order, slashed in (("mdy", "3/15"), ("dmy", "15/3"), ("ymd", "2026/3/15")):
        with pytest.raises(ValueError) as refused:
            parse_date("?", MONDAY, order=order)
        forms = str(refused.value).partition("written like ")[2].rstrip(".").split(", ")
        assert slashed in forms
        assert all(parse_date(form, MONDAY, order=order) for form in forms)


@pytest.mark.parametrize("today", [date.min, date.max, date(1899, 12, 31), date(2100, 3, 1)])
@pytest.mark.parametrize("past", [False, True])
def test_no_phrase_breaks_at_the_ends_of_time(today: date, past: bool) -> None:
    phrases = (
        "yesterday", "tomorrow", "mon", "last mon", "next sun", "3d", "3d ago", "31st", "29 feb", "eow", "eoy",
        "end of feb", "last year", "next year", "3/4/05", "八月十五", "初一", "明年3月1日", "去年底", "下月底",
    )  # fmt: skip
    for phrase in phrases:
        try:
            assert isinstance(parse_date(phrase, today, past=past), date)
        except ValueError as refused:
            assert str(refused).startswith(f"“{phrase}” is no possible date.")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-12-24..2027-01-02", "2026-12-24", "2027-01-02"),
        ("2026-12-24 .. 2027-01-02", "2026-12-24", "2027-01-02"),
        ("2026-12-24 – 2027-01-02", "2026-12-24", "2027-01-02"),
        ("2026-12-24 - 2027-01-02", "2026-12-24", "2027-01-02"),
        ("2026-12-24至2027-01-02", "2026-12-24", "2027-01-02"),
        ("2026-12-24", "2026-12-24", "2026-12-24"),
    ],
)
def test_spans(text: str, start: str, end: str) -> None:
    assert [day.isoformat() for day in parse_span(text)] == [start, end]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("24 dec to 2 jan", "2026-12-24", "2027-01-02"),
        ("24 dec TO 2 jan", "2026-12-24", "2027-01-02"),
        ("today..1w", "2026-11-23", "2026-11-30"),
        ("除夕到正月初七", "2027-02-05", "2027-02-12"),
        ("12/24~1/2", "2026-12-24", "2027-01-02"),
    ],
)
def test_spans_in_words(text: str, start: str, end: str) -> None:
    assert [day.isoformat() for day in parse_span(text, MONDAY)] == [start, end]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2027-01-02..2026-12-24", "“2027-01-02..2026-12-24” ends on 2026-12-24, before it begins on 2027-01-02."),
        ("christmas", "“christmas” is no span of days; write 2026-12-24..2027-01-02."),
        ("2026-12-24..", "“2026-12-24..” is no span of days; write 2026-12-24..2027-01-02."),
        ("2026-02-30", "“2026-02-30” is no span of days; write 2026-12-24..2027-01-02."),
    ],
)
def test_no_span(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_span(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60d", 60), ("60", 60), ("60 days", 60), ("1 day", 1), ("2w", 14), ("2 wks", 14), ("3m", 90), ("3mo", 90),
        ("1q", 91), ("1y", 365), ("2 Years", 730), ("60天", 60), ("两周", 14), ("三个星期", 21), ("3个月", 90),
        ("半年", 180), ("2年", 730),
    ],
)  # fmt: skip
def test_lengths_of_time(text: str, expected: int) -> None:
    assert parse_days(text) == expected


@pytest.mark.parametrize("text", ["", "0", "0d", "d", "-3d", "3x", "fri", "3月", "1234567d", "1.5w", "零天"])
def test_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_days(text)
    assert str(refused.value) == f"“{text}” is not a length of time; write it like 60d, 2w, 3m, 1y."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3d", "2026-11-26"), ("3", "2026-11-26"), ("2w", "2026-12-07"), ("1m", "2026-12-23"), ("fri", "2026-11-27"),
        ("next mon", "2026-11-30"), ("in 2w", "2026-12-07"), ("12/1", "2026-12-01"), ("三天", "2026-11-26"),
        ("下周五", "2026-12-04"), ("mon", "2026-11-30"),
    ],
)  # fmt: skip
def test_putting_off(text: str, expected: str) -> None:
    assert snooze_day(text, MONDAY).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("yesterday", "“yesterday” is 2026-11-22, which is not ahead; name a later day, or 3d, 2w."),
        ("today", "“today” is 2026-11-23, which is not ahead; name a later day, or 3d, 2w."),
        ("999999y", "“999999y” is too far ahead. It lies outside the years 1 to 9999."),
    ],
)
def test_no_putting_off(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        snooze_day(text, MONDAY)
    assert str(refused.value) == sentence


def test_an_english_phrase_needs_no_lunar_calendar() -> None:
    code = (
        "import sys, datetime, relcadence.domain.dates as dates\n"
        "dates.parse_date('fri', datetime.date(2026, 11, 23))\n"
        "print(sorted({'lunardate', 'dateutil', 'difflib', 'relcadence.domain.lunar'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


DAYS = st.dates(date(1905, 1, 1), date(2095, 12, 31))
HAN = "〇一二三四五六七八九"


def han(value: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(value, 10)
    return (("" if tens == 1 else HAN[tens]) + "十" if tens else "") + (HAN[ones] if ones else "")


@settings(deadline=None, max_examples=200)
@given(DAYS, DAYS)
def test_every_way_to_write_a_whole_date_names_it(day: date, today: date) -> None:
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    ways = [
        day.isoformat(), f"{day:%Y%m%d}", f"{day:%G-W%V-%u}", f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}", f"{weekday} {day.day} {month[:3]} {day.year}",
        f"{day.day}-{month[:3]}-{day.year}", f"{day.year}年{day.month}月{day.day}日",
        f"{''.join(HAN[int(digit)] for digit in str(day.year))}年{han(day.month)}月{han(day.day)}日",
    ]  # fmt: skip
    assert {parse_date(way, today) for way in ways} == {day}
    assert parse_date(f"{day.month}/{day.day}/{day.year}", today, order="mdy") == day
    assert parse_date(f"{day.day}.{day.month}.{day.year}", today, order="dmy") == day


@settings(deadline=None, max_examples=200)
@given(DAYS)
def test_dateutil_reads_whole_dates_the_same_way(day: date) -> None:
    for text in (f"{day:%d %B %Y}", f"{day:%b %d %Y}", f"{day:%m/%d/%Y}", f"{day:%Y/%m/%d}"):
        assert parse_date(text, MONDAY) == dateutil_parse(text).date()
    assert (
        parse_date(f"{day:%d/%m/%Y}", MONDAY, order="dmy") == dateutil_parse(f"{day:%d/%m/%Y}", dayfirst=True).date()
    )


@settings(deadline=None, max_examples=200)
@given(DAYS, st.integers(1, 40), st.sampled_from([("d", "days"), ("w", "weeks"), ("m", "months"), ("y", "years")]))
def test_offsets_are_those_of_dateutil(today: date, count: int, unit: tuple[str, str]) -> None:
    letter, word = unit
    step = relativedelta(**{word: count})
    assert parse_date(f"in {count}{letter}", today) == parse_date(f"{count} {word} from now", today) == today + step
    assert (
        parse_date(f"{count} {word} ago", today) == parse_date(f"{count}{letter}", today, past=True) == today - step
    )


@settings(deadline=None, max_examples=200)
@given(DAYS, st.integers(0, 6))
def test_weekdays(today: date, weekday: int) -> None:
    name, han_name = WEEKDAYS[weekday], "周" + "一二三四五六日"[weekday]
    monday = today - timedelta(days=today.weekday())
    for step, words in enumerate((("last", "上"), ("this", "本"), ("next", "下")), -1):
        expected = monday + timedelta(days=7 * step + weekday)
        assert parse_date(f"{words[0]} {name}", today) == parse_date(words[1] + han_name, today) == expected
    for text in (name, name[:3], han_name):
        assert 1 <= (parse_date(text, today) - today).days <= 7
        assert 0 <= (today - parse_date(text, today, past=True)).days <= 6
        assert parse_date(text, today).weekday() == weekday


@settings(deadline=None, max_examples=200)
@given(DAYS, DAYS)
def test_a_date_without_a_year_is_the_nearest(day: date, today: date) -> None:
    for text in (f"{day.day} {MONTHS[day.month - 1]}", f"{day.month}月{day.day}日"):
        ahead, behind = parse_date(text, today), parse_date(text, today, past=True)
        assert (ahead.month, ahead.day) == (behind.month, behind.day) == (day.month, day.day)
        assert behind <= today <= ahead
        assert (day.day == 29 and day.month == 2) or (ahead - behind).days in (0, 365, 366)


ALPHABET = "0123456789/-. :'+adfimnorstuwxyeghkl今明后天周下上本个月日号底年农历闰初十廿一二五八正腊冬半前之末"


@settings(deadline=None, max_examples=500)
@given(st.text(alphabet=ALPHABET, max_size=12) | st.text(max_size=20), st.dates(), st.booleans())
def test_any_text_is_read_or_refused_with_sentences(text: str, today: date, past: bool) -> None:
    for read in (
        lambda: parse_date(text, today, past=past),
        lambda: parse_span(text, today),
        lambda: parse_days(text),
        lambda: snooze_day(text, today, order="ymd"),
    ):
        try:
            assert read()
        except ValueError as refused:
            assert str(refused).startswith("“")
            assert str(refused).endswith(".")
