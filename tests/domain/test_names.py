"""Names as people type them: exact, alias, words it begins, any part; never one picked out of several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.names import Named, near_names, resolve, sounds
from relcadence.domain.text import fold

BOOK = {
    1: ["Wang Li"],
    2: ["Wang Lin", "Lily"],
    3: ["José Álvarez", "Pepe"],
    4: ["Anna Lindqvist"],
    5: ["Anna-Maria Smith"],
    6: ["王丽", "Wang Lili"],
    7: ["王小明"],
    8: ["Smith", "The Boss"],
    9: ["John Smith"],
    10: ["100% Pure_Ltd"],
    11: ["Lily"],
}
KNOWN = [
    Named(number, names[0], fold(name), at > 0, "")
    for number, names in BOOK.items()
    for at, name in enumerate(names)
]  # fmt: skip

TYPED = [
    ("Wang Li", {1}),
    ("wang lin", {2}),
    ("WANG LI", {1}),
    ("wang  li ", {1}),
    ("Lily", {11}),  # a name stands before an alias
    ("pepe", {3}),
    ("the boss", {8}),
    ("jose", {3}),
    ("alvarez", {3}),
    ("ＡＬＶＡＲＥＺ", {3}),
    ("alv jos", {3}),
    ("wang", {1, 2, 6}),
    ("wang l", {1, 2, 6}),
    ("w li", {1, 2, 6}),
    ("smith", {8}),  # the whole name stands before one of its words
    ("smi", {5, 8, 9}),
    ("john s", {9}),
    ("maria", {5}),
    ("lindq", {4}),
    ("ndqvist", {4}),
    ("王", {6, 7}),
    ("王丽", {6}),
    ("小明", {7}),
    ("明", {7}),
    ("0%", {10}),
    ("%", {10}),
    ("_", {10}),
    ("anna", {4, 5}),
    ("nobody", set()),
    ("wang smith", set()),
    ("", set()),
    ("  ", set()),
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_whom_a_typed_name_means(typed: str, meant: set[int]) -> None:
    assert {one.id for one in resolve(typed, KNOWN)} == meant


def test_somebody_found_by_name_and_by_alias_is_one_answer() -> None:
    assert [one.id for one in resolve("wang lil", KNOWN)] == [6]
    twice = [Named(1, "Mei", "mei", False, ""), Named(1, "Mei", "mei chen", True, "")]
    assert resolve("me", twice) == [twice[0]]


def test_two_people_of_one_name_are_both_given() -> None:
    known = [Named(1, "Li Wei", "li wei", False, "Shanghai"), Named(2, "Li Wei", "li wei", False, "Boston")]
    assert resolve("Li Wei", known) == known


@given(st.sampled_from(sorted(BOOK)), st.data())
def test_a_whole_name_never_means_somebody_of_another_name(number: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(BOOK[number]))
    meant = resolve(name, data.draw(st.permutations(KNOWN)))
    assert number in {one.id for one in meant} or BOOK[number].index(name) > 0
    assert all(fold(name) in map(fold, BOOK[one.id]) for one in meant)


@given(st.sampled_from(KNOWN), st.data())
def test_any_part_of_a_name_finds_it_or_somebody_nearer(one: Named, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(one.folded) - 1))
    part = one.folded[start : data.draw(st.integers(start + 1, len(one.folded)))]
    if part.strip():
        assert resolve(part, KNOWN)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王芳", {"wangfang", "fang", "wf"}),
        ("王小明", {"wangxiaoming", "xiaoming", "wxm", "xm"}),
        ("曾国藩", {"zengguofan", "zgf", "guofan", "gf"}),  # a surname read otherwise than the word
        ("单雄信", {"shanxiongxin", "sxx"}),
        ("吕布", {"lvbu", "lubu", "lb"}),
        ("欧阳修", {"ouyangxiu", "oyx"}),
        ("司马 相如", {"simaxiangru", "smxr"}),
        ("陳靜", {"chenjing", "cj"}),
    ],
)
def test_how_a_chinese_name_sounds(name: str, typed: set[str]) -> None:
    assert typed <= sounds(name)


@pytest.mark.parametrize("name", ["Wang Fang", "王", "", "阿里巴巴有限公司", "王 Fang", "山田たろう", "王芳!"])
def test_no_sound_for_other_names(name: str) -> None:
    assert sounds(name) == set()


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=6))
def test_sounds_are_few_and_typed_in_plain_letters(name: str) -> None:
    found = sounds(name)
    assert len(found) <= 48
    assert all(sound.isascii() and sound.isalpha() and sound.islower() for sound in found)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("zielinsky", ["Tomasz Zieliński"]), ("rosaa", ["Rosa Delgado"]), ("delgdao rosa", []), ("xyz", [])],
)
def test_a_slip_of_the_fingers_is_guessed(typed: str, near: list[str]) -> None:
    people = ((1, "Tomasz Zieliński"), (2, "Rosa Delgado"), (3, "王芳"))
    assert near_names(typed, [Named(number, name, fold(name), False, "") for number, name in people]) == near
