"""Messages in two languages; without a catalogue, in the source's."""

import pytest

from relcadence.language import Translator, of_environment


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE@euro"}, "de_DE"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({}, "en"),
    ],
)
def test_of_environment(environ: dict[str, str], language: str) -> None:
    assert of_environment(environ) == language


@pytest.mark.parametrize("language", ["", "en", "en_GB", "xx"])
def test_the_source_needs_no_catalogue(language: str) -> None:
    translate = Translator(language)
    assert translate("{name} is {braced}", name="Wang {x}", braced=1) == "Wang {x} is 1"
    assert translate("as {it} stands") == "as {it} stands"
    assert translate("") == ""
    assert [translate.plural("one day", "{number} days", number) for number in (1, 2)] == ["one day", "2 days"]
