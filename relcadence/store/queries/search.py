"""Searching: the index gives the rows, the facts their words; people come first, then what was said, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from relcadence.domain.search import Filter, Query, spaced
from relcadence.store.reading import Store, like
from relcadence.store.rows import keys_in
from relcadence.store.search_index import KINDS, STEP

CHUNK = 200
WEIGHTS = "10.0, 4.0, 5.0, 1.0, 2.0"  # of a match in name, place, tags, note, ways


class Found(NamedTuple):
    """One hit: who, where it was found, and the words there; `on` is the day of what was said."""

    contact_id: int
    contact: str
    where: str
    words: str
    on: str


def search(store: Store, query: Query, limit: int) -> list[Found]:
    """The hits of a query, best first, at most `limit`. Without words: whom the filters leave, by name."""
    where, values = _conditions(query.filters)
    if not query.terms:
        return _by_filters(store, where, values, limit)
    with store.snapshot():
        match = " ".join(map(_quoted, query.terms))
        numbers = _people(store, match, where, values, limit) or _by_part(store, query.terms, where, values, limit)
        found = [hit for number in numbers for hit in _in_person(store, number, query.terms)]
        if len(found) < limit:
            found += islice(_said(store, match, where, values), limit - len(found))
        if not found and len(query.terms) > 1:
            numbers = _across(store, query.terms, where, values, limit)
            found = [hit for number in numbers for hit in _in_person(store, number, query.terms)]
    return found[:limit]


def _quoted(term: str) -> str:
    """A term for MATCH: a phrase, whose last word may go on."""
    words = term.replace('"', " ")
    return f'"{words}"' + ("*" if len(term) > 1 else "")


def _by_filters(store: Store, where: str, values: dict[str, Any], limit: int) -> list[Found]:
    rows = store.rows(
        "SELECT c.id, c.name, '', c.organisation, s.last_on FROM contact c "
        f"JOIN standing s ON s.contact_id = c.id WHERE {where} ORDER BY c.name, c.id LIMIT :limit",
        **values, limit=limit,
    )  # fmt: skip
    return [Found(*row) for row in rows]


def _people(store: Store, match: str, where: str, values: dict[str, Any], limit: int) -> list[int]:
    rows = store.rows(
        "SELECT c.id FROM person_text p JOIN contact c ON c.id = p.rowid JOIN standing s ON s.contact_id = c.id "
        f"WHERE person_text MATCH :match AND {where} "
        f"ORDER BY bm25(person_text, {WEIGHTS}), c.name, c.id LIMIT :limit",
        **values, match=match, limit=limit,
    )  # fmt: skip
    return [number for (number,) in rows]


def _by_part(store: Store, terms: Sequence[str], where: str, values: dict[str, Any], limit: int) -> list[int]:
    """Where no word begins so: the term within a name, or its figures within a number."""
    if len(terms) != 1 or len(terms[0]) < 3:
        return []
    figures = "".join(filter(str.isdecimal, terms[0]))
    rows = store.rows(
        f"SELECT DISTINCT c.id FROM contact c JOIN standing s ON s.contact_id = c.id WHERE {where} AND c.id IN ("
        "SELECT contact_id FROM name_key WHERE folded LIKE :part ESCAPE '!' UNION SELECT contact_id FROM reach "
        "WHERE kind = 'phone' AND :figures <> '%%' AND folded LIKE :figures) ORDER BY c.name, c.id LIMIT :limit",
        **values, part=f"%{like(terms[0])}%", figures=f"%{figures if len(figures) > 4 else ''}%", limit=limit,
    )  # fmt: skip
    return [number for (number,) in rows]


def _across(store: Store, terms: Sequence[str], where: str, values: dict[str, Any], limit: int) -> list[int]:
    """The contacts that have all the words, though no one text of theirs has."""
    rare, is_all = _mentions_of_the_rarest(store, terms)
    found: list[tuple[str, int]] = []
    for at in range(0, len(rare), CHUNK):
        among = keys_in(_having_all(store, rare[at : at + CHUNK], terms))
        found += store.rows(f"{_ALLOWED} WHERE {where} AND c.id IN ({among})", **values)
        if len(found) >= limit:
            break
    if is_all or len(found) >= limit:
        return [number for _, number in sorted(found)[:limit]]
    parts = " INTERSECT ".join(
        f"SELECT * FROM (SELECT rowid FROM person_text WHERE person_text MATCH :t{at} UNION "
        f"SELECT contact_id FROM touch WHERE id IN (SELECT rowid / {STEP} FROM said_text "
        f"WHERE said_text MATCH :t{at} AND rowid % {STEP} = 0))"
        for at in range(len(terms))
    )
    rows = store.rows(
        f"{_ALLOWED} WHERE {where} AND c.id IN ({parts}) ORDER BY c.name, c.id LIMIT :limit",
        **values, **{f"t{at}": _quoted(term) for at, term in enumerate(terms)}, limit=limit,
    )  # fmt: skip
    return [number for _, number in rows]


_ALLOWED = "SELECT c.name, c.id FROM contact c JOIN standing s ON s.contact_id = c.id"
_PROBE = {"most": 1000}


def _mentions_of_the_rarest(store: Store, terms: Iterable[str]) -> tuple[list[int], bool]:
    """The contacts of whom, or to whom, the rarest word was said (the latest of many); whether those are all."""
    probed = []
    for term in terms:
        match = _quoted(term)
        people = store.rows(
            "SELECT rowid FROM person_text WHERE person_text MATCH :match LIMIT :most", **_PROBE, match=match
        )
        said = store.rows(
            f"SELECT rowid / {STEP} FROM said_text WHERE said_text MATCH :match AND rowid % {STEP} = 0 "
            "ORDER BY rowid DESC LIMIT :most", **_PROBE, match=match,
        )  # fmt: skip
        probed.append((len(people) + len(said), max(len(people), len(said)) < _PROBE["most"], people, said))
    _, is_all, people, said = min(probed, key=lambda each: each[0])
    among = keys_in(key for (key,) in said)
    met = store.rows(
        f"SELECT contact_id FROM touch WHERE id IN ({among}) AND contact_id IS NOT NULL ORDER BY id DESC"
    )
    return list(dict.fromkeys(number for (number,) in (*people, *met))), is_all


def _having_all(store: Store, numbers: Sequence[int], terms: Sequence[str]) -> list[int]:
    """Those of these contacts whose texts together have all the words."""
    among = ", ".join(map(str, numbers))
    texts: dict[int, list[str]] = {number: [] for number in numbers}
    for number, *told in store.rows(
        f"SELECT rowid, name, place, tags, note, ways FROM person_text WHERE rowid IN ({among})"
    ):
        texts[number] += told
    for number, words in store.rows(
        f"SELECT t.contact_id, s.words FROM touch t JOIN said_text s ON s.rowid = t.id * {STEP} "
        f"WHERE t.contact_id IN ({among})"
    ):
        texts[number].append(words)
    patterns = [re.compile(rf"(?<!\w){re.escape(term)}" + r"\b" * (len(term) == 1)) for term in terms]
    return [number for number in numbers if all(each.search("\n".join(texts[number])) for each in patterns)]


_FIELDS = """
    SELECT 0, 'name', name FROM contact WHERE id = :id
    UNION ALL SELECT 1, 'alias', name FROM alias WHERE contact_id = :id
    UNION ALL SELECT 2, 'organisation', organisation FROM contact WHERE id = :id
    UNION ALL SELECT 3, 'title', title FROM contact WHERE id = :id
    UNION ALL SELECT 4, 'city', city FROM contact WHERE id = :id
    UNION ALL SELECT 5, kind, value FROM label WHERE contact_id = :id
    UNION ALL SELECT 6, kind, value FROM reach WHERE contact_id = :id
    UNION ALL SELECT 7, 'note', note FROM contact WHERE id = :id
    UNION ALL SELECT 8, 'preferences', preferences FROM contact WHERE id = :id
    UNION ALL SELECT 9, 'how met', how_met FROM contact WHERE id = :id
    ORDER BY 1
"""


def _in_person(store: Store, number: int, terms: Sequence[str]) -> Iterator[Found]:
    """The field of a contact that holds most of the words, the first of several."""
    fields = [(where, words) for _, where, words in store.rows(_FIELDS, id=number)]
    name = fields[0][1]
    held = [(sum(term in spaced(words) for term in terms), where, words) for where, words in fields]
    best = max(held, key=lambda each: each[0])
    yield Found(number, name, best[1] if best[0] else "name", best[2] if best[0] else name, "")


_SAID = {
    "touch": ("t.note, t.touched_on", "contact_id"),
    "promise": ("t.text, t.due_on", "contact_id"),
    "appointment": ("t.text, t.due_on", "contact_id"),
    "referral": ("trim(t.name || ' ' || t.note), t.referred_on", "referrer_id"),
}


def _said(store: Store, match: str, where: str, values: dict[str, Any]) -> Iterator[Found]:
    found = store.each("SELECT rowid FROM said_text WHERE said_text MATCH :match ORDER BY rowid DESC", match=match)
    while chunk := [row_id for (row_id,) in islice(found, CHUNK)]:
        hits: list[Found] = []
        for kind, table in enumerate(KINDS):
            keys = [row_id // STEP for row_id in chunk if row_id % STEP == kind]
            if keys:
                hits += _rows_said(store, table, keys, where, values)
        yield from sorted(hits, key=lambda hit: hit.on, reverse=True)


def _rows_said(store: Store, table: str, keys: Iterable[int], where: str, values: dict[str, Any]) -> Iterator[Found]:
    words, who = _SAID[table]
    rows = store.rows(
        f"SELECT c.id, c.name, '{table}', {words} FROM {table} t JOIN contact c ON c.id = t.{who} "
        f"JOIN standing s ON s.contact_id = c.id WHERE t.id IN ({', '.join(map(str, keys))}) AND {where}",
        **values,
    )
    return (Found(*row) for row in rows)


_HELD = {
    **{
        kind: f"SELECT contact_id FROM reach WHERE kind = '{kind}'"
        for kind in ("email", "phone", "address", "handle")
    },
    **{kind: f"SELECT contact_id FROM occasion WHERE kind = '{kind}'" for kind in ("birthday", "anniversary")},
    "note": "SELECT id FROM contact WHERE note <> ''",
    "level": "SELECT id FROM contact WHERE level IS NOT NULL",
    "promise": "SELECT contact_id FROM promise WHERE state = 'open'",
    "tag": "SELECT contact_id FROM label WHERE kind = 'tag'",
    "touch": "SELECT contact_id FROM standing WHERE touches > 0",
}
_OPPOSITE = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "="}


def _conditions(filters: Sequence[Filter]) -> tuple[str, dict[str, Any]]:
    """The filters as SQL over contact c and standing s, with its values; the archived only where a filter says so."""
    parts, values = [], {}
    if not any(each.key == "status" for each in filters):
        parts.append("c.status <> 'archived'")
    for at, each in enumerate(filters):
        name = f"f{at}"
        values[name] = each.value
        inside = "NOT IN" if each.sign == "<>" else "IN"
        if each.key == "role":
            parts.append(f"c.id {inside} (SELECT contact_id FROM role_held WHERE until_on = '' AND role = :{name})")
        elif each.key == "tag":
            parts.append(
                f"c.id {inside} (SELECT contact_id FROM label WHERE kind = 'tag' AND lower(value) = lower(:{name}))"
            )
        elif each.key == "level":
            held = "c.level" if each.value != "0" else "coalesce(c.level, 0)"  # unknown is neither high nor low
            parts.append(f"{held} {each.sign} CAST(:{name} AS INTEGER)")
        elif each.key == "silent":
            parts.append(f"s.last_on {_OPPOSITE[each.sign]} :{name}")
        elif each.key == "has":
            parts.append(f"c.id {inside} ({_HELD[each.value]}) AND :{name} <> ''")
        elif each.key == "status" and each.value != "any":
            parts.append(f"c.status {each.sign} :{name}")
        elif each.key in ("city", "org"):
            column = "city" if each.key == "city" else "organisation"
            values[name] = f"%{like(each.value)}%"
            parts.append(f"c.{column} {'NOT ' if each.sign == '<>' else ''}LIKE :{name} ESCAPE '!'")
        else:
            del values[name]
    return " AND ".join(parts) or "1", values
