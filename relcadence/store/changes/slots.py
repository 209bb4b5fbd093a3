"""The open slot is a row, made in the transaction that closes the one before: a handle is never used again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache

from relcadence.domain.weighing import weight
from relcadence.store import dates, kept, search_index
from relcadence.store.changes import triggers
from relcadence.store.changes.writer import Writer, new_uuid
from relcadence.store.outlook import Basis, NewBasis, Outlook


def bring_up_to_date(writer: Writer) -> None:
    """Close the slots that were kept, open the next ones, and rewrite all kept values that have become stale.

    An undo carries the row images of slots with it, so nothing is closed or opened there.
    """
    connection, touched = writer.connection, writer.touched
    triggers.follow(writer)
    touched.everybody |= dates.lay_out(connection, writer.today.year)
    kept.forget_gone(connection, touched)
    kept.spread(connection, touched)
    for number in touched.contacts - touched.made:
        touched.occasions.update(
            key for (key,) in connection.execute("SELECT id FROM occasion WHERE contact_id = ?", (number,))
        )
    kept.note_standing(connection, touched)
    kept.note_fulfilled(connection, touched)
    kept.note_sounds(connection, touched)
    search_index.note(connection, touched.described, touched.renamed, touched.said)
    new = touched.made - touched.slotted
    _settle_new(writer, new)
    basis = Basis(connection)
    for owner, numbers in (("contact", touched.contacts - new), ("account", touched.accounts)):
        for number in sorted(numbers):
            outlook = _settle(writer, basis, basis.outlook(owner, number))
            kept.note_due(connection, outlook, weight_of(outlook))
    if writer.undoes is None:
        _open_occasions(writer, touched.occasions)
    kept.note_occasions(connection, sorted(touched.occasions), writer.today.year)


def note_said(writer: Writer) -> None:
    """Have what was said so far found by its words, so that no list of it grows."""
    touched = writer.touched
    search_index.note(writer.connection, (), (), touched.said)
    touched.said.clear()
    if writer.withholds:
        triggers.withhold(touched)


def weight_of(outlook: Outlook) -> int:
    """The weight of an owner's slot by role and level; silence, value and windows missed are added when read."""
    return _weight(outlook.level, outlook.role)


@cache
def _weight(level: int | None, role: str) -> int:
    return weight(level, role).total


def _settle_new(writer: Writer, made: Collection[int]) -> None:
    """Open the slots of contacts that the change set has just made, and keep what follows for them."""
    if not made:
        return
    basis = NewBasis(writer.connection)
    for numbers in kept.some_of(made):
        basis.gather(numbers)
        outlooks = [each for each in map(basis.of_contact, numbers) if each.due]
        keys = writer.insert_many(
            "slot", ("uuid", "contact_id", "after_on"), [(new_uuid(), each.number, "") for each in outlooks]
        )
        opened = zip(keys, outlooks, strict=True)
        kept.note_new_due(writer.connection, [(key, "", each, weight_of(each)) for key, each in opened])


def _settle(writer: Writer, basis: Basis, outlook: Outlook) -> Outlook:
    """Note since when a new rhythm holds, and follow the first open window with the slot's row.

    An undo brings those rows with it; it only opens a slot where a rhythm would be left without one.
    """
    if outlook.owner == "contact" and outlook.number in writer.touched.made:
        return outlook
    undoing = writer.undoes is not None
    before = _before(writer, outlook)
    if not undoing:
        outlook = _note_new_rhythm(writer, basis, outlook, before)
    if outlook.due is None:
        return outlook
    slot = writer.rows(
        f"SELECT id, after_on FROM slot WHERE {outlook.owner}_id = :number AND closed_on = ''", number=outlook.number
    )
    if not slot:
        open_slot(writer, outlook.owner, outlook.number)
    elif not undoing and before and before[1] < outlook.due.start.isoformat() and outlook.last >= before[1]:
        close_slot(writer, slot[0][0], "done")
    return outlook


def _before(writer: Writer, outlook: Outlook) -> tuple[str, str] | None:
    """The cadence and the window start that were kept before this change set."""
    rows = writer.rows(
        "SELECT d.cadence, d.start_on FROM due d JOIN slot s ON s.id = d.slot_id "
        f"WHERE s.{outlook.owner}_id = :number",
        number=outlook.number,
    )
    return rows[0] if rows else None


def _note_new_rhythm(writer: Writer, basis: Basis, outlook: Outlook, before: tuple[str, str] | None) -> Outlook:
    """A rhythm holds from the day it was given, regained or changed: windows before that day do not exist."""
    fresh = (outlook.owner, outlook.number) in writer.touched.fresh and outlook.since
    if outlook.due is None or fresh or (before and before[0] == outlook.cadence):
        return outlook
    writer.change(outlook.owner, outlook.number, rhythm_since=writer.today.isoformat())
    return basis.outlook(outlook.owner, outlook.number)


def open_slot(writer: Writer, owner: str, number: int, after: str = "") -> int:
    """A new open slot of a contact, account or occasion; `after` closes all windows up to that day."""
    return writer.insert_named("slot", **{f"{owner}_id": number, "after_on": after})


def close_slot(writer: Writer, slot_id: int, outcome: str, *, through: date | None = None) -> int:
    """Close a slot as done or skipped and open the next; `through` closes its windows up to that day too."""
    slot = writer.row("slot", slot_id)
    writer.change("slot", slot_id, closed_on=writer.today.isoformat(), outcome=outcome)
    owner = next(name for name in ("contact", "account", "occasion") if slot[f"{name}_id"])
    after = max(slot["after_on"], through.isoformat() if through else "")
    return open_slot(writer, owner, slot[f"{owner}_id"], after)


def _open_occasions(writer: Writer, occasions: Iterable[int]) -> None:
    """Open a slot for each of these occasions that is there and has none."""
    for numbers in kept.some_of(occasions):
        found = writer.rows(
            f"SELECT id FROM occasion o WHERE id IN ({', '.join(map(str, numbers))}) AND NOT EXISTS "
            "(SELECT 1 FROM slot WHERE occasion_id = o.id AND closed_on = '') ORDER BY id"
        )
        columns = ("uuid", "occasion_id", "after_on")
        writer.insert_many("slot", columns, [(new_uuid(), number, "") for (number,) in found])
