"""What the book knows about people, for matching an import: asked of the store key by key."""

from __future__ import annotations

from collections.abc import Sequence

from relcadence.domain.known import Known
from relcadence.domain.likeness import is_own_line, name_key
from relcadence.domain.people import Reach
from relcadence.store.queries import people
from relcadence.store.reading import Store

UID, PRINT = "uid:", "print:"


def known(store: Store) -> Known:
    """A `Known` over the store. Names are read once, since they are compared in any order of their words."""
    names: dict[str, list[int]] = {}

    def by_name(key: str) -> Sequence[int]:
        if not names:
            for number, name in store.rows(
                "SELECT id, name FROM contact UNION SELECT contact_id, name FROM alias ORDER BY 1"
            ):
                ids = names.setdefault(name_key(name), [])
                if number not in ids:
                    ids.append(number)
        return names.get(key, ())

    def by_reach(kind: str, key: str) -> Sequence[int]:
        rows = store.rows(
            "SELECT contact_id, kind, value, label FROM reach WHERE kind = :kind AND folded = :key",
            kind=kind,
            key=key,
        )
        return sorted({number for number, *way in rows if kind == "email" or is_own_line(Reach(*way))})

    def by_source(prefix: str, key: str) -> Sequence[int]:
        rows = store.rows("SELECT contact_id FROM source WHERE key = :key", key=prefix + key)
        return sorted({number for (number,) in rows})

    return Known(
        by_uid=lambda key: by_source(UID, key),
        by_email=lambda key: by_reach("email", key),
        by_phone=lambda key: by_reach("phone", key),
        by_name=by_name,
        by_source=lambda key: by_source(PRINT, key),
        contact=lambda number: people.contact(store, number),
    )
