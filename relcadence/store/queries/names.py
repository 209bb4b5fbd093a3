"""Finding a contact by what people type: a name, a part of one, an e-mail address, or #number."""

from __future__ import annotations

from collections.abc import Iterable

from relcadence.domain.names import Named, near_names, resolve
from relcadence.domain.text import fold
from relcadence.errors import Ambiguous, NotFound, say
from relcadence.store.reading import Store, like
from relcadence.store.rows import keys_in

MOST_CANDIDATES = 12
LONGEST_NAME = 1000
LONGEST_NUMBER = 15
"""Digits of a number that a contact may have: more do not fit a key."""
KNOWN = """
    SELECT c.id, c.name, k.folded, k.alias,
           CASE WHEN c.organisation <> '' THEN c.organisation ELSE coalesce(
             (SELECT value FROM reach r WHERE r.contact_id = c.id AND r.kind = 'email' ORDER BY rank LIMIT 1), '') END
    FROM name_key k JOIN contact c ON c.id = k.contact_id
"""


def contact_id(store: Store, typed: str, *, archived: bool = False) -> int:
    """The number of the one contact meant. NotFound or Ambiguous otherwise; the archived only if asked for."""
    found = candidates(store, typed, archived=archived)
    if len(found) == 1:
        return found[0].id
    if not found and archived and (active := candidates(store, typed)):
        raise NotFound(
            say("Nobody archived is called “{typed}”.", typed=typed),
            say("{name} is not archived: relcadence show #{id}", name=active[0].name, id=active[0].id),
        )
    if not found:
        raise NotFound(say("Nobody here is called “{typed}”.", typed=typed), _other_place(store, typed, archived))
    lines = [f"{one.id} {one.name}" + (f" ({one.about})" if one.about else "") for one in found[:MOST_CANDIDATES]]
    if len(found) > MOST_CANDIDATES:
        lines.append(say("and {number} more", number=len(found) - MOST_CANDIDATES))
    raise Ambiguous(
        say("“{typed}” may be any of {count} people.", typed=typed, count=len(found)),
        "Type more of the name, or the number:",
        lines,
    )


def names_of(store: Store, numbers: Iterable[int]) -> dict[int, str]:
    """The names of these contacts, by number."""
    listed = keys_in(numbers)
    return dict(store.rows(f"SELECT id, name FROM contact WHERE id IN ({listed})"))


def namesakes(store: Store, name: str) -> list[Named]:
    """Everybody, the archived among them, who has exactly that name or is also called so, by number."""
    rows = store.rows(f"{KNOWN} WHERE k.folded = :folded ORDER BY c.id", folded=fold(name))
    return [Named(*row) for row in rows]


def anybody(store: Store, typed: str) -> int:
    """The number of the one contact meant; one of the archived where nobody else has the name."""
    archived = not candidates(store, typed) and bool(candidates(store, typed, archived=True))
    return contact_id(store, typed, archived=archived)


def _other_place(store: Store, typed: str, archived: bool) -> str:
    if not archived and candidates(store, typed, archived=True):
        return say("Somebody of that name is archived; bring them back with: relcadence restore {name}", name=typed)
    if near := near_names(typed, (Named(*row) for row in store.rows(f"{KNOWN} WHERE c.status <> 'archived'"))):
        return say("Did you mean {words}?", words=", ".join(near))
    return say("See who is: relcadence list — or add them: relcadence add NAME")


def candidates(store: Store, typed: str, *, archived: bool = False) -> list[Named]:
    """All contacts that are equally near to what was typed."""
    if len(typed) > LONGEST_NAME:
        return []
    shown = "c.status = 'archived'" if archived else "c.status <> 'archived'"
    digits = typed.strip().removeprefix("#")
    if digits.isdecimal() and len(digits) <= LONGEST_NUMBER:
        rows = store.rows(f"{KNOWN} WHERE {shown} AND c.id = :id AND k.alias = 0", id=int(digits))
        return [Named(*row) for row in rows]
    if "@" in typed:
        rows = store.rows(
            f"{KNOWN} WHERE {shown} AND k.alias = 0 AND c.id IN "
            "(SELECT contact_id FROM reach WHERE kind = 'email' AND folded = :folded)",
            folded=typed.strip().casefold(),
        )
        if rows:
            return [Named(*row) for row in rows]
    words = fold(typed).split()
    if not words:
        return []
    rows = store.rows(f"{KNOWN} WHERE {shown} AND k.folded = :folded", folded=fold(typed))
    if rows and not all(alias for *_rest, alias, _about in rows):
        return resolve(typed, (Named(*row) for row in rows))
    part = f"%{like(max(words, key=len))}%"
    rows = store.rows(f"{KNOWN} WHERE {shown} AND k.folded LIKE :part ESCAPE '!' ORDER BY c.name, c.id", part=part)
    return resolve(typed, (Named(*row) for row in rows)) or _by_sound(store, "".join(words), shown)


def _by_sound(store: Store, typed: str, shown: str) -> list[Named]:
    """Those whose Chinese name sounds so, else those whose name begins to."""
    if not typed.isascii() or not typed.isalpha():
        return []
    rows = store.rows(
        f"{KNOWN} JOIN name_sound s ON s.contact_id = c.id WHERE {shown} AND k.alias = 0 AND s.sound LIKE :begun "
        "ORDER BY s.sound <> :typed, c.name, c.id",
        begun=f"{typed}%", typed=typed,
    )  # fmt: skip
    whole = {
        number for (number,) in store.rows("SELECT contact_id FROM name_sound WHERE sound = :typed", typed=typed)
    }
    found = {row[0]: Named(*row) for row in rows if row[0] in whole or not whole}
    return list(found.values())
