"""Topics against interests: plurals, phrases, other scripts; nothing fits by chance of a few letters."""

import pytest

from relcadence.domain.topics import read_topics, shared


@pytest.mark.parametrize(
    ("topics", "cares", "found"),
    [
        (["leases"], ["commercial leases", "sailing"], ("commercial leases",)),
        (["lease"], ["Leases"], ("Leases",)),
        (["commercial leases"], ["leases"], ("leases",)),
        (["companies"], ["company law"], ("company law",)),
        (["taxes"], ["tax"], ("tax",)),
        (["art"], ["start-ups", "martial arts", "art"], ("martial arts", "art")),
        (["Bôats"], ["boat"], ("boat",)),
        (["租赁"], ["商业租赁", "帆船"], ("商业租赁",)),
        (["tax"], ["taxis"], ()),
        (["business"], ["bus"], ()),
        (["leases"], [], ()),
        ([], ["leases"], ()),
        ([" ", "!"], ["?", ""], ()),
    ],
)
def test_what_an_article_speaks_to(topics: list[str], cares: list[str], found: tuple[str, ...]) -> None:
    assert shared(topics, cares) == found


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("leases,tax", ("leases", "tax")),
        (" rent  caps ; Tax，租赁、税 ,,", ("rent caps", "Tax", "租赁", "税")),
        ("tax,Tax,TAX", ("TAX",)),
        ("", ()),
    ],
)
def test_topics_as_they_are_typed(text: str, topics: tuple[str, ...]) -> None:
    assert read_topics(text) == topics
