"""Text made harmless, folded and measured."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.text import clean, cut, display_width, fold, pad, plain_form

ANY = st.text(st.characters(codec=None), max_size=40)  # lone surrogates too
OBEYED = {*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Wang Fang", "Wang Fang"),
        ("王芳 [VIP] :smile:", "王芳 [VIP] :smile:"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\x1b]52;c;aGk=\x07", "\ufffd]52;c;aGk=\ufffd"),
        ("a\x9b31m\x7f\x00", "a\ufffd31m\ufffd\ufffd"),
        ("moc\u202egro", "moc\ufffdgro"),
        ("\u2066x\u2069 \u061c\u200e\u200f", "\ufffdx\ufffd \ufffd\ufffd\ufffd"),
        ("two\r\nlines\tand\na\rhalf", "two lines and a half"),
        ("half a \ud83d", "half a \ufffd"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("می\u200cروم", "می\u200cروم"),
        ("\x85\u2028\u2029", "   "),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_clean_keeps_line_breaks_where_asked() -> None:
    assert clean("one\r\ntwo\n\x1bthree\r", lines=True) == "one\ntwo\n\ufffdthree "


@given(ANY, st.booleans())
def test_nothing_obeyed_is_left(text: str, lines: bool) -> None:
    cleaned = clean(text, lines=lines)
    allowed = {0x0A} if lines else set()
    assert not {ord(char) for char in cleaned} & (OBEYED - allowed)
    assert cleaned.encode().decode() == cleaned
    assert clean(cleaned, lines=lines) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "jose nunez"),
        ("Straße", "STRASSE"),
        ("Øystein Łukasz", "oystein lukasz"),
        ("ＷＡＮＧ　Ｆａｎｇ", "wang fang"),
        ("  Anne\t Marie ", "anne marie"),
        ("O’Brien", "o'brien"),
        ("Smith‑Jones", "smith-jones"),
        ("İstanbul ığdır", "istanbul igdir"),
        ("Нгуен Йосиф", "нгуен иосиф"),
        ("ｶﾞ", "ガ"),
        ("soft\u00adhyphen", "softhyphen"),
        ("王芳", "王芳"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(ANY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=20))
def test_case_and_composition_do_not_count(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "columns"), [("Wang", 4), ("王芳", 4), ("José", 4), ("Jose\u0301", 4), ("ｶﾞ", 2), ("🎂", 2), ("", 0)]
)
def test_display_width(text: str, columns: int) -> None:
    assert display_width(text) == columns


@pytest.mark.parametrize(
    ("text", "right", "padded"),
    [("王芳", False, "王芳  "), ("王芳", True, "  王芳"), ("longer than six", False, "longer than six")],
)
def test_pad(text: str, right: bool, padded: str) -> None:
    assert pad(text, 6, right=right) == padded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Zoë Łukasz", "Zoe Lukasz"),
        ("Ærøskøbing, Straße", "AEroskobing, Strasse"),
        ("“yes” … ● → ×", '"yes" ... * -> x'),
        ("王芳：ok", "????: ok"),
        ("\u0301\u200d", ""),
    ],
)
def test_plain_form(text: str, plain: str) -> None:
    assert "".join(map(plain_form, text)) == plain


@given(ANY)
def test_a_plain_form_is_ascii(text: str) -> None:
    assert "".join(map(plain_form, text)).isascii()


@given(ANY, st.integers(1, 30))
def test_cut_fits_and_says_so(text: str, width: int) -> None:
    shown = cut(text, width)
    assert display_width(shown) <= width
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))
