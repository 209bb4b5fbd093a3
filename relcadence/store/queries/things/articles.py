"""Articles out of the store: what there is to send, who had it, and whom it would suit."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from relcadence.domain.topics import read_topics, shared
from relcadence.domain.vocabulary import DEFAULT_ROLE
from relcadence.store.queries.points import points
from relcadence.store.rows import Rows, listed_in

POINT = "articles"


class ArticleRow(NamedTuple):
    """An article with how many had it and when it last went out."""

    id: int
    title: str
    link: str
    topics: tuple[str, ...]
    added_on: str
    note: str
    retired_on: str
    sent: int
    last_sent_on: str


class Had(NamedTuple):
    """Somebody who was sent an article, on which day last."""

    contact_id: int
    contact: str
    sent_on: str


class Fit(NamedTuple):
    """Somebody an article would suit, and which interests or tags of theirs it speaks to."""

    contact_id: int
    contact: str
    interests: tuple[str, ...]
    last_article_on: str


def articles(store: Rows, *, everything: bool = False, number: int | None = None) -> list[ArticleRow]:
    """The articles, newest first, or the one of that number; with `everything` the retired too."""
    rows = store.rows(
        "SELECT a.id, a.title, a.link, a.topics, a.added_on, a.note, a.retired_on, count(DISTINCT c.id), "
        "coalesce(max(t.touched_on), '') FROM article a LEFT JOIN touch t ON t.article_id = a.id "
        "LEFT JOIN contact c ON c.id = t.contact_id AND c.status <> 'archived' "
        "WHERE (:everything = 1 OR a.retired_on = '') AND (:number IS NULL OR a.id = :number) "
        "GROUP BY a.id ORDER BY a.retired_on <> '', a.added_on DESC, a.id DESC",
        everything=int(everything or number is not None), number=number,
    )  # fmt: skip
    return [ArticleRow._make((*row[:3], read_topics(row[3]), *row[4:])) for row in rows]


def had(store: Rows, number: int) -> list[Had]:
    """Who had an article, the last first; the archived left out."""
    rows = store.rows(
        "SELECT c.id, c.name, max(t.touched_on) FROM touch t JOIN contact c ON c.id = t.contact_id "
        "WHERE t.article_id = :id AND c.status <> 'archived' GROUP BY c.id, c.name ORDER BY 3 DESC, 2, 1",
        id=number,
    )
    return [Had(*row) for row in rows]


def of_contact(store: Rows, number: int) -> list[tuple[int, str, str]]:
    """The articles somebody had: number, title, day; the last first."""
    return store.rows(
        "SELECT a.id, a.title, max(t.touched_on) FROM touch t JOIN article a ON a.id = t.article_id "
        "WHERE t.contact_id = :id GROUP BY a.id, a.title ORDER BY 3 DESC, 1 DESC",
        id=number,
    )


def fits(store: Rows, number: int) -> list[Fit]:
    """Those whom the habit of articles is about who care about its topics and have not had it; longest without one
    first.

    Left out are the dormant, those not to be contacted, and those for whom articles are barred.
    """
    (article,) = articles(store, number=number)
    wanted = next(point.roles for point in points(store) if point.key == POINT)
    listed, given = listed_in(wanted)
    held = f"c.id IN (SELECT contact_id FROM role_held WHERE until_on = '' AND role IN ({listed}))"
    if DEFAULT_ROLE in wanted:
        held = f"({held} OR c.id NOT IN (SELECT contact_id FROM role_held WHERE until_on = ''))"
    cares: dict[int, list[str]] = defaultdict(list)
    for contact, value in store.rows("SELECT contact_id, value FROM label ORDER BY kind, id"):
        cares[contact].append(value)
    people = store.rows(
        "SELECT c.id, c.name, c.barred, coalesce((SELECT max(touched_on) FROM touch t WHERE t.contact_id = c.id "
        "AND t.channel = 'article' AND t.direction = 'out'), '') FROM contact c "
        f"WHERE c.status = 'active' AND c.no_contact_on = '' AND {held} "
        "AND c.id NOT IN (SELECT contact_id FROM touch WHERE article_id = :id AND contact_id IS NOT NULL) "
        "ORDER BY 4, c.name, c.id",
        id=number,
        **given,
    )
    found = (
        Fit(contact, name, shared(article.topics, cares[contact]), last)
        for contact, name, barred, last in people
        if "article" not in barred.split(",")
    )
    return [each for each in found if each.interests]
