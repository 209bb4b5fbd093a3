"""Matters opened and closed, with what goes along: the client's role, and the referral that brought the work."""

from __future__ import annotations

from datetime import date
from typing import Any

from relcadence.errors import Refused, UsageProblem, say
from relcadence.store.changes import people, referrals
from relcadence.store.changes.writer import Writer
from relcadence.store.rows import Rows


def open_matter(
    writer: Writer,
    contact: int,
    title: str,
    *,
    on: date,
    fee: int | None = None,
    note: str = "",
    referral: int | None = None,
    make_client: bool = False,
) -> int:
    """A new matter of a client; `referral` is the one that brought it. UsageProblem for a day to come."""
    if on > writer.today:
        raise UsageProblem(say("{on} is still to come.", on=on), "A matter is opened today or was before.")
    if not title.strip():
        raise UsageProblem("A matter needs a title.", 'relcadence matter open NAME "lease of the shop"')
    writer.title = f"matter opened: {people.name_of(writer, contact)}, {title}"
    number = writer.insert_named(
        "matter", contact_id=contact, title=title.strip(), opened_on=on.isoformat(), fee=fee, note=note
    )
    if referral is not None:
        referrals.change(writer, referral, matter_id=number)
    if make_client:
        people.become_client(writer, contact)
    return number


def close_matter(writer: Writer, number: int, *, on: date, fee: int | None = None, make_former: bool = False) -> None:
    """Close a matter, with its fee where it is known by now; the client may become a former one."""
    row = writer.row("matter", number)
    if row["closed_on"]:
        raise Refused(
            say("“{title}” was closed on {on} already.", title=row["title"], on=row["closed_on"]),
            "See the matters: relcadence matter list --all",
        )
    if not row["opened_on"] <= on.isoformat() <= writer.today.isoformat():
        raise UsageProblem(
            say("It cannot have been closed on {on}: it was opened on {opened}.", on=on, opened=row["opened_on"]),
            "Name a day from then to today.",
        )
    writer.title = f"matter closed: {people.name_of(writer, row['contact_id'])}, {row['title']}"
    writer.change("matter", number, closed_on=on.isoformat(), **({} if fee is None else {"fee": fee}))
    if make_former:
        people.set_roles(writer, row["contact_id"], give=("former",), end=("client",))


def edit(writer: Writer, number: int, **values: Any) -> bool:
    """Change title, fee, note or days of a matter; False where nothing differs."""
    row = {**writer.row("matter", number), **values}
    if row["closed_on"] and row["closed_on"] < row["opened_on"]:
        raise UsageProblem("A matter is closed after it was opened.", "Name other days.")
    writer.title = f"edit matter {row['title']}"
    return writer.change("matter", number, **values)


def open_besides(rows: Rows, contact: int, number: int) -> int:
    """How many other open matters a client has."""
    return int(
        rows.value(
            "SELECT count(*) FROM matter WHERE contact_id = :contact AND closed_on = '' AND id <> :number",
            contact=contact, number=number,
        )
    )  # fmt: skip
