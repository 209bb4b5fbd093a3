"""Templates: fields and choices, and nothing else, whatever is written into them."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.cli.cards_texts import BUILT_IN, FIELDS
from relcadence.exchange.templates import LONGEST, check, render

VALUES = {"salutation": "Ms Wang", "name": "Wang Li", "organisation": ""}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Dear {{ salutation }},", "Dear Ms Wang,"),
        ("{% if organisation %}at {{ organisation }}{% else %}you{% endif %}", "you"),
        ("{% if organisation or name %}x{% elif name %}y{% endif %}", "x"),
        ("{{ name if not organisation else 'nobody' }}", "Wang Li"),
        ("{% if name == 'Wang Li' %}it is you{% endif %}", "it is you"),
        ("{{ name|upper }} {{ name | lower | trim }}", "WANG LI wang li"),
        ("{# a word to oneself #}\n\nplain\n", "plain"),
        ("100 % {sure} & <b>", "100 % {sure} & <b>"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("", ""),
    ],
)
def test_fields_and_choices(text: str, filled: str) -> None:
    assert render(text, VALUES) == filled


def test_what_people_wrote_is_filled_in_as_it_stands() -> None:
    """No template in a name is looked into, and nothing is escaped as if it were HTML."""
    for hostile in ("{{ salutation }}", "{% for x in y %}", "<script>", "{{ 9 * 9 }}", "{#", "%}"):
        assert render("{{ name }}!", {"name": hostile}) == f"{hostile}!"


PLAIN = "only fields, as {{ name }}, and choices, as {% if name %} … {% endif %}, belong in a card."
PARTS = "fields have no parts: write {{ name }}, not {{ name"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Dear {{ salutaton }}", "Line 1: there is no field “salutaton”. Did you mean salutation?"),
        (
            "a\nb\n{{ weather }}",
            "Line 3: there is no field “weather”. The fields are name, organisation, salutation.",
        ),
        ("{{ self }}", "Line 1: there is no field “self”."),
        ("a\n{% for each in name %}{{ each }}{% endfor %}", "Line 2: loops have no place in a card."),
        ("{% for a in range(10**9) %}{% endfor %}", "Line 1: loops have no place in a card."),
        ("{{ name.__class__.__mro__ }}", f"Line 1: {PARTS}.first }}}}."),
        ("{{ name['x'] }}", f"Line 1: {PARTS}[0] }}}}."),
        ("{{ name.upper() }}", "Line 1: nothing can be called."),
        ("{{ cycler('a') }}", "Line 1: nothing can be called."),
        ("{{ 'a' * 10**9 }}", f"Line 1: {PLAIN}"),
        ("{{ name ~ name }}", f"Line 1: {PLAIN}"),
        ("{{ [name] }}", f"Line 1: {PLAIN}"),
        ("{{ name|attr('__class__') }}", f"Line 1: {PLAIN}"),
        ("{{ '%99999999s'|format(name) }}", f"Line 1: {PLAIN}"),
        ("{{ name|center(99999999) }}", f"Line 1: {PLAIN}"),
        ("{% set name = 1 %}", f"Line 1: {PLAIN}"),
        ("{% macro a() %}{% endmacro %}", f"Line 1: {PLAIN}"),
        ("{% include '/etc/passwd' %}", f"Line 1: {PLAIN}"),
        ("{% import 'x' as y %}", f"Line 1: {PLAIN}"),
        ("{% extends 'x' %}", f"Line 1: {PLAIN}"),
        ("{% filter upper %}a{% endfilter %}", f"Line 1: {PLAIN}"),
        ("{{ name", "Line 1: "),
        ("a\n{% if name %}", "Line 2: "),
        ("\n\n{% endif %}", "Line 3: "),
        ("{% nonsense %}", "Line 1: Encountered unknown tag 'nonsense'."),
        ("{{ name|nonsense }}", f"Line 1: {PLAIN}"),
        ("{{ " + "(" * 3000 + "name" + ")" * 3000 + " }}", "The template is nested too deeply"),
        ("{% if name %}" * 300 + "{% endif %}" * 300, "The template is nested too deeply"),
        ("{{ name" + "|upper" * 1500 + " }}", "The template is nested too deeply"),
        ("{{ " + "9" * 9000 + " }}", "The template is nested too deeply, or a number in it is too long."),
        ("x" * (LONGEST + 1), "A template has 10000 characters at the most."),
    ],
    ids=lambda text: text[:40],
)
def test_anything_else_is_refused_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        check(text, VALUES)
    assert str(refused.value).startswith(sentence)
    with pytest.raises(ValueError):
        render(text, VALUES)


words = st.sampled_from([
    "{{", "}}", "{%", "%}", "{#", "#}", " ", "\n", "name", "salutation", "x", "if", "else", "endif", "for", "in", "(",
    ")", "[", "]", ".", "|", "upper", "'", '"', "*", "**", "9", "not", "and", "==", "set", "call", "block", "-",
    "__class__",
])  # fmt: skip


@given(st.lists(words, max_size=25).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_no_text_does_more_than_fill_in_or_be_refused(text: str) -> None:
    try:
        filled = render(text, VALUES)
    except ValueError as refused:
        assert str(refused).startswith(("Line ", "The template "))
    else:
        assert len(filled) <= len(text) + 25 * 7


@pytest.mark.parametrize("language", BUILT_IN)
@pytest.mark.parametrize("name", FIELDS)
def test_the_texts_that_come_with_the_program(name: str, language: str) -> None:
    text = (files("relcadence") / "data" / "templates" / language / f"{name}.txt").read_text("utf-8")
    check(text, FIELDS[name])
    full = render(text, {field: f"<{field}>" for field in FIELDS[name]})
    bare = render(text, dict.fromkeys(FIELDS[name], ""))
    assert "<salutation>" in full and ("<me>" if language == "zh_CN" else "<signature>") in full
    assert "{" not in full + bare and len(full) < 400
    assert full.isascii() is (language == "en")
