"""Chinese phrases, solar and lunar -> dates; each reader answers one family of phrases, None for any other.

Solar or lunar: 3月15, 3月15日 and 三月十五日 are solar. 农历, 闰, 正月, 冬月, 腊月 and 初五 tell of the lunar
calendar, and so does a day in Chinese numerals without 日 or 号 (八月十五).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.dates_calendar import (
    When,
    add_units,
    day_of_month,
    day_of_year,
    end_of_month,
    make_date,
    nearest,
    nearest_end,
    period_end,
    period_start,
    weekday_in,
)  # fmt: skip
from relcadence.domain.lunar import FESTIVALS, FIRST_YEAR, LAST_YEAR, check_lunar, from_solar, to_solar

WORDS = {
    "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "昨天": -1, "昨日": -1, "前天": -2,
    "大前天": -3,
}  # fmt: skip
YEARS = {"今": 0, "本": 0, "明": 1, "后": 2, "去": -1, "前": -2}
UNITS = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "季": "quarter", "季度": "quarter",
    "年": "year",
}  # fmt: skip
MONTH_WORDS = {"正": 1, "冬": 11, "腊": 12}
SIMPLIFIED = str.maketrans("農曆閏臘後週個兩來禮這號陰舊陽", "农历闰腊后周个两来礼这号阴旧阳")
DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}

_TENS = "[一二三四五六七八九]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二两三四五六七八九]"
_NUM = rf"(?:\d{{1,6}}|{_TENS})"
_YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4})"
_LUNAR = "(?:农历|阴历|旧历)"
_HAN_DAY = f"初[一二三四五六七八九十]|{_TENS}"

WEEKDAY = r"(上+|下+|本|这)?个?(?:周|星期)([一二三四五六日天末1-7])"
PERIOD = r"(上+|下+)个?(周|星期|月|季度|季)"
OFFSET = rf"({_NUM}|半)个?(天|日|周|星期|月|季度|年)[之以]?(后|前)"
SPAN = rf"({_NUM})个?(天|周|星期|(?<=个)月|年)"
SOLAR = (
    rf"(?:(?P<year>{_YEAR})年|(?P<near>[今明后去前本])年)?(?:阳历|公历)?"
    rf"(?P<month>{_NUM})月(?P<day>{_NUM})(?P<unit>[日号])?"
)
NTH = rf"(?:(上+|下+|本|这)个?月)?({_NUM})[日号]"
END = r"(?:(上+|下+|本|这)个?)?(月|季度|季)[底末]"
MONTH_END = rf"(?:({_YEAR})年)?({_NUM})月[底末]"
YEAR_END = r"(?:([今明后去前本])年|年)[底末]"
LUNAR = (
    rf"{_LUNAR}?(?:(?P<year>{_YEAR})年|(?P<near>[今明后去前本])年)?{_LUNAR}?"
    rf"(?P<leap>闰)?(?P<month>[正冬腊]|{_NUM})月(?P<day>{_HAN_DAY}|\d{{1,2}})[日号]?"
)
LUNAR_DAY = rf"{_LUNAR}?(初[一二三四五六七八九十]|十[一二三四五六七八九]|(?:二十|廿)[一二三四五六七八九]?|三十|卅)"
LUNAR_FORM = r"lunar:(?:(?P<year>\d{4})-)?(?P<leap>leap)?(?P<month>\d{1,2})-(?P<day>\d{1,2})"


class LunarWords(NamedTuple):
    """A lunar day as it was written; `year` is None where none was named."""

    year: int | None
    month: int
    day: int
    leap: bool = False


def simplify(text: str) -> str:
    """The text without spaces, with the simplified forms of the characters that dates are written with."""
    return "".join(text.split()).translate(SIMPLIFIED).replace("礼拜", "星期")


def number(text: str) -> int:
    """The value of Arabic or Chinese numerals as dates have them: 15, 十五, 廿三, 初五, 二〇二七."""
    if text.isdecimal():
        return int(text)
    text = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * DIGITS.get(tens, 1) + DIGITS.get(ones, 0)
    return int("".join(str(DIGITS[char]) for char in text))


def _year(found: re.Match[str], today: date) -> int | None:
    if found["year"]:
        return number(found["year"])
    return today.year + YEARS[found["near"]] if found["near"] else None


def _step(words: str | None) -> int:
    """下 1, 下下 2, 上 -1; 本, 这 and nothing 0."""
    words = words or ""
    return words.count("下") - words.count("上")


def read_word(words: str, when: When) -> date | None:
    """今天, 明天, 后天, 昨天 …"""
    return add_units(when.today, WORDS[words], "day") if words in WORDS else None


def read_weekday(words: str, when: When) -> date | None:
    """周五, 下周五, 上星期一, 下下周三, 周末 (its Saturday)."""
    if not (found := re.fullmatch(WEEKDAY, words)):
        return None
    name = found[2]
    weekday = 5 if name == "末" else 6 if name in "日天" else number(name) - 1
    return weekday_in(when, weekday, _step(found[1]) if found[1] else None)


def read_period(words: str, when: When) -> date | None:
    """下周, 下个月, 上季度: the first day of that period."""
    if not (found := re.fullmatch(PERIOD, words)):
        return None
    return add_units(period_start(when.today, UNITS[found[2]]), _step(found[1]), UNITS[found[2]])


def read_offset(words: str, when: When) -> date | None:
    """三天后, 2周后, 两个月前, 半年后; bare (3天, 两周), it leads the way that `past` says."""
    if length := count_and_unit(words):
        return add_units(when.today, length[0] * (-1 if when.past else 1), length[1])
    if not (found := re.fullmatch(OFFSET, words)):
        return None
    count, unit = found[1], UNITS[found[2]]
    sign = 1 if found[3] == "后" else -1
    if count == "半":
        half = {"year": (6, "month"), "month": (15, "day")}.get(unit)
        return add_units(when.today, sign * half[0], half[1]) if half else None
    return add_units(when.today, sign * number(count), unit)


def count_and_unit(words: str) -> tuple[int, str] | None:
    """60天, 两周, 3个月, 半年, 2年 as a count and a unit; None for other phrases, 0天 and 2027年 among them."""
    if words == "半年":
        return 6, "month"
    if not (found := re.fullmatch(SPAN, words)):
        return None
    count, unit = number(found[1]), UNITS[found[2]]
    return (count, unit) if 0 < count < (100 if unit == "year" else 10**6) else None


def solar_words(words: str, today: date) -> tuple[int | None, int, int] | None:
    """3月15日, 2027年3月15日, 三月十五日 as (year or None, month, day), not checked; None for other phrases."""
    found = re.fullmatch(SOLAR, words)
    if not found or not (found["unit"] or found["day"].isdecimal()):
        return None
    return _year(found, today), number(found["month"]), number(found["day"])


def read_solar(words: str, when: When) -> date | None:
    """3月15日, 明年3月15日, 三月十五日: the nearest such day where no year is named."""
    if not (found := solar_words(words, when.today)):
        return None
    year, month, day = found
    return day_of_year(month, day, when) if year is None else make_date(year, month, day)


def read_nth(words: str, when: When) -> date | None:
    """15号: the nearest day of that number; 下个月15号: of that month."""
    if not (found := re.fullmatch(NTH, words)):
        return None
    if not found[1]:
        return day_of_month(number(found[2]), when)
    first = add_units(period_start(when.today, "month"), _step(found[1]), "month")
    return make_date(first.year, first.month, number(found[2]))


def read_end(words: str, when: When) -> date | None:
    """月底, 下月底, 三月底, 季度末, 年底, 明年底."""
    if found := re.fullmatch(YEAR_END, words):
        if found[1]:
            return make_date(when.today.year + YEARS[found[1]], 12, 31)
        return nearest_end("year", when)
    if found := re.fullmatch(MONTH_END, words):
        return end_of_month(number(found[1]) if found[1] else None, number(found[2]), when)
    if not (found := re.fullmatch(END, words)):
        return None
    unit = UNITS[found[2]]
    if found[1]:
        return period_end(add_units(period_start(when.today, unit), _step(found[1]), unit), unit)
    return nearest_end(unit, when)


def lunar_words(words: str, today: date) -> LunarWords | None:
    """农历八月十五, 闰四月初一, 1979年腊月廿三, 中秋, lunar:leap4-1; None for other phrases.

    ValueError, with a sentence, for a day that no lunar year has.
    """
    if festival := FESTIVALS.get(words.removeprefix("农历")):
        return LunarWords(None, *festival)
    if found := re.fullmatch(LUNAR_FORM, words):
        year = int(found["year"]) if found["year"] else None
    elif (found := re.fullmatch(LUNAR, words)) and not solar_words(words, today):
        year = _year(found, today)
    else:
        return None
    month = MONTH_WORDS.get(found["month"]) or number(found["month"])
    day, leap = number(found["day"]), bool(found["leap"])
    check_lunar(month, day, leap)
    return LunarWords(year, month, day, leap)


def read_lunar(words: str, when: When) -> date | None:
    """八月十五, 农历1月3日, 春节: the nearest such day where no year is named; else of that lunar year."""
    if not (found := lunar_words(words, when.today)):
        return None
    if found.year is not None:
        return to_solar(found.year, found.month, found.day, found.leap)
    return nearest_lunar(found.month, found.day, found.leap, when)


def nearest_lunar(month: int, day: int, leap: bool, when: When) -> date:
    """The nearest solar date of a lunar day; ValueError outside the years of the lunar calendar."""
    year = from_solar(when.today).year
    years = range(max(FIRST_YEAR, year - 1), min(LAST_YEAR, year + 1) + 1)
    return nearest((to_solar(at, month, day, leap) for at in years), when)


def read_lunar_day(words: str, when: When) -> date | None:
    """初一, 十五, 廿三: the nearest such day of any lunar month."""
    if not (found := re.fullmatch(LUNAR_DAY, words)):
        return None
    wanted = number(found[1])
    check_lunar(1, wanted)
    step = timedelta(days=-1 if when.past else 1)
    day = when.today
    while from_solar(day).day != wanted:
        day += step
    return day


def read(words: str, when: When) -> date | None:
    """The date of a phrase, or None; ValueError for a date that does not exist."""
    if words.isascii():
        return read_lunar(words, when)
    words = simplify(words)
    readers = (
        read_word, read_weekday, read_solar, read_lunar, read_nth, read_end, read_offset, read_period,
        read_lunar_day,
    )  # fmt: skip
    return next((day for reader in readers if (day := reader(words, when))), None)
