"""How the store is kept up: what was written last, how far its dates go, whom nothing reaches."""

from __future__ import annotations

from datetime import date

from relcadence.store import migrations
from relcadence.store.reading import Store


def schema(store: Store) -> int:
    """The schema that the store has."""
    return migrations.version(store.connection)


def last_change(store: Store) -> int:
    """The number of the newest change set; 0 where nothing was changed yet."""
    return int(store.value("SELECT max(id) FROM journal") or 0)


def last_change_at(store: Store) -> str:
    """The latest instant in the journal, in ISO form; "" where nothing was changed yet."""
    return str(store.value("SELECT max(at) FROM journal") or "")


def last_touch_on(store: Store) -> date | None:
    """The day of the newest touch with anybody."""
    on = store.value("SELECT max(touched_on) FROM touch")
    return date.fromisoformat(on) if on else None


def laid_out_from(store: Store) -> int:
    """The year from which on the dates of occasions and holidays are laid out, five years ahead; 0 for none."""
    return int(store.value("SELECT year FROM extent") or 0)


def unreachable(store: Store) -> int:
    """How many people who may be contacted have neither e-mail nor phone nor handle."""
    return int(
        store.value(
            "SELECT count(*) FROM contact c WHERE status <> 'archived' AND no_contact_on = '' AND NOT EXISTS "
            "(SELECT 1 FROM reach r WHERE r.contact_id = c.id AND r.kind IN ('email', 'phone', 'handle'))"
        )
    )
