"""The form of `edit` without options: it comes back as it went, in every language and by English labels too."""

from datetime import date

import pytest

from relcadence.cli import form
from relcadence.domain.people import Contact, DoNotContact, Reach
from relcadence.errors import UsageProblem
from relcadence.language import Translator

TODAY = date(2026, 11, 23)
WANG = Contact(
    "Wang Li", id=1, roles=("client", "referrer"), level=2, organisation="Harbour Textiles", title="partner",
    reach=(Reach("phone", "+1 212 555 0101"), Reach("handle", "li88", "wechat"), Reach("address", "1 Pier\nBoston")),
    aliases=("Lily", "Li, Wang"), tags=("vip",), preferences="tea", birthday="1980-02-20", status="active",
    basis="prior relation", note="two\nlines", do_not_contact=DoNotContact("2026-11-01", "asked"),
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_form_comes_back_as_it_went(language: str) -> None:
    translate = Translator(language)
    assert form.read(form.write(WANG, translate), WANG, TODAY, translate) == WANG


def test_the_labels_are_in_the_language_of_the_user() -> None:
    text = form.write(WANG, Translator("zh_CN"))
    assert "\n姓名: Wang Li\n" in text and "\n角色: client, referrer\n" in text
    assert "\nname:" not in text


@pytest.mark.parametrize("line", ["城市：上海", "城市: 上海", "city: 上海", "City : 上海"])
def test_a_label_is_known_in_both_languages_and_with_either_colon(line: str) -> None:
    assert form.read(f"name: Wang\n{line}\n", WANG, TODAY, Translator("zh_CN")).city == "上海"


def test_a_line_that_is_not_understood_is_named() -> None:
    with pytest.raises(UsageProblem, match="Line 2 of the form"):
        form.read("name: Wang\nheight: tall\n", WANG, TODAY, Translator("en"))
