"""Lines of touches: how each is read, in several ways where it can be, and that no word is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.dates import parse_date
from relcadence.exchange.log_lines import LogLine, lines, readings
from relcadence.exchange.words import CHANNEL_OF

MONDAY = date(2026, 11, 23)


def days(words: str) -> list[date]:
    return [parse_date(words, MONDAY, past=True)]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("2026-11-20 wang call asked about lease", ("2026-11-20", "wang", "call", "asked about lease")),
        ("wang call", (None, "wang", "call", "")),
        ("yesterday Wang Li lunch at the pier", ("2026-11-22", "Wang Li", "meal", "at the pier")),
        ("last fri wang li e-mailed: the draft", ("2026-11-20", "wang li", "email", "the draft")),
        ("15 mar 2026 o'neil met him", ("2026-03-15", "o'neil", "meeting", "him")),
        ("11/3, jose wechat ok", ("2026-11-03", "jose", "message", "ok")),
        ("#12 card", (None, "#12", "card", "")),
        ("昨天 王芳 电话 问了租约", ("2026-11-22", "王芳", "call", "问了租约")),
        ("昨天王芳电话问了租约", ("2026-11-22", "王芳", "call", "问了租约")),
        ("11月20日陈静微信：谢谢", ("2026-11-20", "陈静", "message", "谢谢")),
        ("上周五 林伟 吃饭", ("2026-11-20", "林伟", "meal", "")),
        ("王芳 信 已寄", (None, "王芳", "letter", "已寄")),
        ("wang 电话 lease", (None, "wang", "call", "lease")),
    ],
)
def test_how_a_line_is_read(line: str, first: tuple[str | None, str, str, str]) -> None:
    on, *rest = first
    assert readings(line, days)[0] == LogLine(date.fromisoformat(on) if on else None, *rest)


def test_a_word_that_may_be_a_day_or_a_name_is_read_as_both() -> None:
    assert readings("sun wei call hello", days) == [
        LogLine(date(2026, 11, 22), "wei", "call", "hello"),
        LogLine(None, "sun wei", "call", "hello"),
    ]


def test_a_note_may_name_a_channel_too() -> None:
    found = readings("wang call about the meeting", days)
    assert found[0] == LogLine(None, "wang", "call", "about the meeting")
    assert found[1:] == [LogLine(None, "wang call about the", "meeting", "")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("wang asked about the lease", "No word of it says how"),
        ("call", "It names nobody"),
        ("2026-11-20 call asked", "It names nobody"),
        ("2026-13-45 wang call", "There is no month 13"),
        ("13/45 wang call", "There is no month 13"),
    ],
)
def test_what_cannot_be_read(line: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        readings(line, days)


def test_empty_lines_and_remarks_are_passed_over_and_numbers_kept() -> None:
    assert [tuple(line) for line in lines("\n# a remark\n  wang   call \r\n\n　\nlast")] == [
        (3, "wang call"),
        (6, "last"),
    ]


WORD = st.sampled_from(
    ["wang", "li", "yesterday", "fri", "call", "lunch", "asked", "王芳", "电话", "昨天", "2026-11-20", "mar"]
)


@given(st.lists(WORD, min_size=1, max_size=8))
def test_no_word_is_lost_and_none_is_made_up(words: list[str]) -> None:
    try:
        found = readings(" ".join(words), days)
    except ValueError:
        return
    for one in found:
        assert one.name and one.channel in CHANNEL_OF.values()
        rest = f"{one.name}{one.note}".replace(" ", "")
        whole = "".join(words)
        assert whole.endswith(one.note.replace(" ", "")) and one.name.replace(" ", "") in whole
        assert len(whole) - len(rest) >= len("电话")
        if one.on is None:
            assert whole.startswith(one.name.replace(" ", ""))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(line: str) -> None:
    for each in lines(line):
        try:
            assert readings(each.text, days)
        except ValueError as refused:
            assert str(refused).endswith((".", ")"))
