"""What is typed to search: words, phrases, filters, in any script."""

from datetime import date

import pytest

from relcadence.domain.search import Filter, parse, spaced

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("Müller", "muller"),
        ("Ｗáng 王丽", "wang 王 丽"),
        ("王丽丽lee", "王 丽 丽 lee"),
        ("straße", "strasse"),
        ("カタカナ", "カ タ カ ナ"),
        ("", ""),
    ],
)
def test_text_as_it_is_indexed(text: str, indexed: str) -> None:
    assert spaced(text) == indexed


@pytest.mark.parametrize(
    ("words", "terms", "filters"),
    [
        (["Lease", "lease"], ("lease",), ()),
        (["left a message"], ("left a message",), ()),
        (["王丽"], ("王 丽",), ()),
        (["***"], (), ()),
        (["role:client", "tax"], ("tax",), (("role", "=", "client"),)),
        (["role:-client"], (), (("role", "<>", "client"),)),
        (["level:>=3"], (), (("level", ">=", "3"),)),
        (["level:2"], (), (("level", "=", "2"),)),
        (["silent:>60d"], (), (("silent", ">", "2026-09-24"),)),
        (["silent:8w"], (), (("silent", ">=", "2026-09-28"),)),
        (["has:birthday"], (), (("has", "=", "birthday"),)),
        (["no:email"], (), (("has", "<>", "email"),)),
        (["TAG:Tax Law"], (), (("tag", "=", "Tax Law"),)),
        (["role:client level:>=3"], (), (("role", "=", "client"), ("level", ">=", "3"))),
        (["a lease tag:Tax Law HAS:birthday"], ("a lease",), (("tag", "=", "Tax Law"), ("has", "=", "birthday"))),
        (["re:lease"], ("re:lease",), ()),
        (["http://x.example"], ("http://x.example",), ()),
    ],
)
def test_queries(words: list[str], terms: tuple[str, ...], filters: tuple[tuple[str, str, str], ...]) -> None:
    query = parse(words, TODAY)
    assert (query.terms, query.filters) == (terms, tuple(Filter(*each) for each in filters))


@pytest.mark.parametrize("word", ["role:boss", "level:9", "level:>=x", "silent:>soon", "has:money", "status:gone"])
def test_filters_that_cannot_be_followed(word: str) -> None:
    with pytest.raises(ValueError, match=word.partition(":")[0]):
        parse([word], TODAY)
