"""Which contacts may be one person: pairs with a score from 0 to 100 and the reasons, found without comparing all.

One rule: only those are compared who share a key (an address, a number, a name, a word of it with an initial) or
stand next to each other when names are sorted; a key that many share says nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from relcadence.domain import birthdays
from relcadence.domain.likeness import is_han, is_plainly_another, name_key, same_organisation

MOST_OF_A_KEY = 30
MOST_SHARED = 3  # an address of more people is an office's
NEIGHBOURS = 3
LEAST = 50
SCORES = {
    "email": 60, "phone": 50, "handle": 50, "name": 50, "each other's alias": 60,
    "name as alias": 50, "alias": 45, "similar name": 35, "initial": 20,
    "birthday": 25, "organisation": 20, "city": 5,
}  # fmt: skip
AGAINST = {"other birthday": 40, "other organisation": 25, "other name": 30}


class Candidate(NamedTuple):
    """A contact as it is compared: `names` with aliases, the name itself first; `ways` are (kind, folded value)."""

    id: int
    names: tuple[str, ...]
    organisation: str = ""
    city: str = ""
    birthday: str = ""
    ways: tuple[tuple[str, str], ...] = ()


class Pair(NamedTuple):
    """Two contacts that may be one: the older number first, the score, and the reasons for and against."""

    first: int
    second: int
    score: int
    reasons: tuple[str, ...]


def pairs(
    people: Iterable[Candidate], least: int = LEAST, apart: Collection[tuple[int, int]] = frozenset()
) -> list[Pair]:
    """The pairs that score at least so much, likeliest first, without those told `apart` (older number first)."""
    everybody = list(people)
    holders = Counter(way for each in everybody for way in set(each.ways))
    known = {
        each.id: each._replace(ways=tuple(way for way in each.ways if holders[way] <= MOST_SHARED))
        for each in everybody
    }
    scored = (score(known[first], known[second]) for first, second in sorted(_blocked(known.values()) - {*apart}))
    return sorted((each for each in scored if each.score >= least), key=lambda each: (-each.score, *each[:2]))


def score(one: Candidate, other: Candidate) -> Pair:
    """How likely the two are one person, and why."""
    reasons = list(dict.fromkeys(kind for kind, value in one.ways if (kind, value) in other.ways and kind in SCORES))
    reasons += _names(one, other)
    if same_organisation(one.organisation, other.organisation):
        reasons.append("organisation")
    elif one.organisation and other.organisation:
        reasons.append("other organisation")
    if birthdays.is_same(one.birthday, other.birthday):
        reasons.append("birthday")
    elif birthdays.is_other(one.birthday, other.birthday):
        reasons.append("other birthday")
    if one.city and one.city.casefold() == other.city.casefold():
        reasons.append("city")
    points = sum(SCORES.get(each, 0) - AGAINST.get(each, 0) for each in reasons)
    return Pair(one.id, other.id, max(0, min(100, points)), tuple(reasons))


def _names(one: Candidate, other: Candidate) -> list[str]:
    """What the names say: the strongest likeness, or that they are plainly others."""
    ours, theirs = [name_key(each) for each in one.names], [name_key(each) for each in other.names]
    if ours[0] == theirs[0]:
        return ["name"]
    if ours[0] in theirs and theirs[0] in ours:
        return ["each other's alias"]
    if (ours[0] in theirs and _is_full(one.names[0])) or (theirs[0] in ours and _is_full(other.names[0])):
        return ["name as alias"]
    if set(ours) & set(theirs):
        return ["alias"]
    from rapidfuzz.fuzz import ratio

    if ratio(ours[0], theirs[0]) >= 88 and len(ours[0].split()) == len(theirs[0].split()):
        return ["similar name"]
    if _initials(ours[0], theirs[0]):
        return ["initial"]
    return ["other name"] if is_plainly_another(one.names[0], other.names[0]) else []


def _is_full(name: str) -> bool:
    """Whether a name says more than a nickname does."""
    return is_han(name) or len(name_key(name).split()) > 1


def _initials(one: str, other: str) -> bool:
    """Whether a family name is shared and the rest agrees in its initials: J. Smith and John Smith."""
    ours, theirs = set(one.split()), set(other.split())
    shared = {word for word in ours & theirs if len(word) > 2}
    rest, others = ours - shared, theirs - shared
    is_short = any(len(word) <= 3 or any(o.startswith(word) for o in others) for word in rest) or any(
        any(o.startswith(word) for o in rest) for word in others
    )
    return bool(shared and rest and others) and is_short and {w[0] for w in rest} == {w[0] for w in others}


def _blocked(people: Iterable[Candidate]) -> set[tuple[int, int]]:
    """The pairs worth a look."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    sorted_names: list[tuple[str, int]] = []
    for each in people:
        for key in set(_keys(each)):
            blocks[key].append(each.id)
        sorted_names += [(name_key(name), each.id) for name in each.names]
    found = {
        pair
        for (kind, _), ids in blocks.items()
        if 1 < len(ids) <= MOST_OF_A_KEY or (kind == "name" and len(ids) > 1)
        for pair in _all_pairs(ids[: MOST_OF_A_KEY * 3])
    }
    sorted_names.sort()
    for at, (_, number) in enumerate(sorted_names):
        for _, other in sorted_names[at + 1 : at + 1 + NEIGHBOURS]:
            if other != number:
                found.add((min(number, other), max(number, other)))
    return found


def _keys(each: Candidate) -> Iterator[tuple[str, str]]:
    yield from each.ways
    for name in each.names:
        key = name_key(name)
        yield "name", key
        words = key.split()
        for word in words:
            if len(word) > 2:
                yield from (("initial", f"{word} {other[0]}") for other in words if other != word)


def _all_pairs(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((min(a, b), max(a, b)) for at, a in enumerate(ids) for b in ids[at + 1 :] if a != b)
