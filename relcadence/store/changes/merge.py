"""Two contacts made one: the history of both under the first, the second's slot closed; one change set, undoable."""

from __future__ import annotations

import sqlite3

from relcadence.domain.merging import Merged
from relcadence.domain.people import Contact
from relcadence.domain.things import GUEST_STATES
from relcadence.store import references
from relcadence.store.changes import people
from relcadence.store.changes.writer import Writer
from relcadence.store.rows import KEY_OF

LISTS = ("reach", "alias", "label")  # brought to the merged contact value by value


def carry_out(writer: Writer, merged: Merged, second: Contact) -> None:
    """Make the first as merged, give it all that the second has, and take the second away."""
    first = merged.contact
    ours, theirs = writer.row("contact", first.id), writer.row("contact", second.id)
    reasons = [row["archived_reason"] for row in (ours, theirs) if row["status"] == "archived"]
    if died := [reason for reason in reasons if reason.casefold() == people.DECEASED]:
        first, reasons = first._replace(status="archived"), died
    _end_slot(writer, second.id)
    _birthday(writer, second.id)
    _roles(writer, first.id, second.id)
    for table in LISTS:
        for (key,) in writer.rows(f"SELECT id FROM {table} WHERE contact_id = :id", id=second.id):
            writer.delete(table, key)
    _same_meetings(writer, first.id, second.id)
    _guests(writer, first.id, second.id)
    for reference, row in _pointing(writer, second.id):
        _point(writer, reference, row, first.id)
    writer.change(
        "contact", first.id,
        added_on=min(filter(None, (ours["added_on"], theirs["added_on"])), default=""),
        archived_reason=reasons[0] if first.status == "archived" else "",
    )  # fmt: skip
    writer.delete("contact", second.id)
    people.bring_to(writer, first.id, first)
    writer.title = f"merge {second.name} (#{second.id}) into {first.name}"


def tell_apart(writer: Writer, first: Contact, second: Contact) -> bool:
    """Note that the two are two people, so that nobody asks again; False where it is noted already."""
    low, high = sorted((first.id, second.id))
    held = "SELECT 1 FROM told_apart WHERE min(contact_id, other_id) = :low AND max(contact_id, other_id) = :high"
    if writer.rows(held, low=low, high=high):
        return False
    writer.insert("told_apart", contact_id=low, other_id=high, told_on=writer.today.isoformat())
    writer.title = f"{first.name} (#{first.id}) and {second.name} (#{second.id}) are two people"
    return True


def _end_slot(writer: Writer, number: int) -> None:
    """The second has no rhythm of its own any more: its handle is closed, never used again."""
    for (slot,) in writer.rows("SELECT id FROM slot WHERE contact_id = :id AND closed_on = ''", id=number):
        writer.change("slot", slot, closed_on=writer.today.isoformat(), outcome="ended")


def _birthday(writer: Writer, number: int) -> None:
    """The birthday of the merged one is written with it; the second's goes."""
    for (key,) in writer.rows(
        "SELECT id FROM occasion WHERE contact_id = :id AND kind = 'birthday' AND title = ''", id=number
    ):
        people.remove_occasion(writer, key)


def _roles(writer: Writer, first: int, second: int) -> None:
    """A role that both hold is held once, since the earlier day; ended ones stay as history."""
    held = dict(writer.rows("SELECT role, id FROM role_held WHERE contact_id = :id AND until_on = ''", id=first))
    for key, role, since in writer.rows(
        "SELECT id, role, since_on FROM role_held WHERE contact_id = :id AND until_on = ''", id=second
    ):
        if role in held:
            ours = writer.row("role_held", held[role])["since_on"]
            writer.change("role_held", held[role], since_on=min(ours, since))
            writer.delete("role_held", key)


def _same_meetings(writer: Writer, first: int, second: int) -> None:
    """A meeting noted with both is one touch; its minutes stay."""
    rows = writer.rows(
        "SELECT o.id, t.id, t.minutes, t.together FROM touch t JOIN touch o ON o.touched_on = t.touched_on "
        "AND o.channel = t.channel AND o.direction = t.direction AND o.note = t.note AND o.contact_id = :first "
        "WHERE t.contact_id = :second AND coalesce(t.together, t.id) = coalesce(o.together, o.id) "
        "ORDER BY t.id", first=first, second=second,
    )  # fmt: skip
    for ours, theirs, minutes, together in rows:
        for (other,) in writer.rows("SELECT id FROM touch WHERE together = :id", id=theirs):
            writer.change("touch", other, together=None if other == ours else ours)
        if together is None:
            writer.change("touch", ours, minutes=minutes)
        writer.delete("touch", theirs)


def _guests(writer: Writer, first: int, second: int) -> None:
    """Who was invited twice to one event is a guest once, as what was known last: an answer before an invitation."""
    twice = writer.rows(
        "SELECT o.id, o.state, t.id, t.state, t.invited_on, t.answered_on "
        "FROM guest o JOIN guest t ON t.event_id = o.event_id WHERE o.contact_id = :first AND t.contact_id = :second",
        first=first, second=second,
    )  # fmt: skip
    for ours, held, theirs, state, invited_on, answered_on in twice:
        if GUEST_STATES.index(state) > GUEST_STATES.index(held):
            writer.change("guest", ours, state=state, invited_on=invited_on, answered_on=answered_on)
        writer.delete("guest", theirs)


def _pointing(writer: Writer, number: int) -> list[tuple[references.Reference, dict[str, object]]]:
    loose = [references.Reference(table, column, True) for table, column in references.LOOSE]
    found = [*references.to(writer, "contact"), *loose]
    return [(each, row) for each in found for row in references.rows_of(writer, each, number)]


def _point(writer: Writer, reference: references.Reference, row: dict[str, object], first: int) -> None:
    """Point a row of the second to the first; one that the first has already, or that would point to itself, goes."""
    key = row[KEY_OF.get(reference.table, "id")]
    if writer.find(reference.table, key) is None:
        return
    writer.connection.execute("SAVEPOINT point")
    entry = writer.entry
    try:
        writer.change(reference.table, key, **{reference.column: first})
    except sqlite3.IntegrityError:
        writer.connection.execute("ROLLBACK TO point")
        writer.entry = entry
        writer.delete(reference.table, key)
    writer.connection.execute("RELEASE point")
