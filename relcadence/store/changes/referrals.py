"""Changes to referrals: who sent whom, thanks said, and what became of it; no circle, each counted once."""

from __future__ import annotations

from datetime import date
from typing import Any

from relcadence.domain.people import Contact
from relcadence.domain.things import OUTCOMES
from relcadence.errors import NotFound, UsageProblem, say
from relcadence.store.changes import people
from relcadence.store.changes.writer import Writer


def refer(
    writer: Writer,
    referrer: int,
    *,
    referred: int | None,
    name: str,
    on: date,
    note: str,
    matter: int | None = None,
    may_tell: bool = False,
) -> int:
    """Note that somebody was sent by a contact; a matter it brought makes it a client's.

    UsageProblem for oneself, a circle, a day to come, or a matter of somebody else.
    """
    _check_people(writer, referrer, referred)
    _check_day(writer, on.isoformat())
    won = _matter_values(writer, matter, referred)
    writer.title = writer.title or f"referral from {people.name_of(writer, referrer)}"
    if won.get("referred_id"):
        referred, name = won.pop("referred_id"), ""
    return writer.insert_named(
        "referral", referrer_id=referrer, referred_id=referred, name=name, referred_on=on.isoformat(), note=note,
        may_tell=int(may_tell), **won,
    )  # fmt: skip


def _check_day(writer: Writer, on: str) -> None:
    if on > writer.today.isoformat():
        raise UsageProblem(say("{on} is still to come.", on=on), "A referral is noted once somebody was sent.")


def _check_people(writer: Writer, referrer: int, referred: int | None) -> None:
    if referred == referrer:
        raise UsageProblem("Nobody is sent by themselves.", "Name the one who was sent.")
    if referred and _sent_by(writer, referred, referrer):
        raise UsageProblem(
            "That would close a circle: the one was sent by the other already.", "See: relcadence refer"
        )


def _sent_by(writer: Writer, referrer: int, wanted: int) -> bool:
    """True if `wanted` came, over any number of steps, from `referrer`."""
    todo, seen = [referrer], set()
    while todo:
        here = todo.pop()
        if here == wanted:
            return True
        if here not in seen:
            seen.add(here)
            todo += [
                key
                for (key,) in writer.rows("SELECT referred_id FROM referral WHERE referrer_id = :id", id=here)
                if key
            ]
    return False


def _matter_values(writer: Writer, matter: int | None, referred: int | None) -> dict[str, Any]:
    """What a matter says of the referral that brought it: won on the day it was opened, by its client."""
    if matter is None:
        return {}
    row = writer.row("matter", matter)
    if referred not in (None, row["contact_id"]):
        raise UsageProblem(
            say(
                "The matter is {name}'s, who is not the one that was sent.",
                name=people.name_of(writer, row["contact_id"]),
            ),
            "See who was sent: relcadence refer",
        )
    return {
        "matter_id": matter, "referred_id": row["contact_id"], "outcome": "client",
        "closed_on": min(row["opened_on"] or writer.today.isoformat(), writer.today.isoformat()),
    }  # fmt: skip


def thank(writer: Writer, number: int) -> None:
    """Note that the referrer was thanked today."""
    change(writer, number, thanked_on=writer.today.isoformat())
    writer.title = f"thanks for referral {number}"


def close_referral(writer: Writer, number: int, outcome: str, *, make_client: bool = False) -> None:
    """Note what became of a referral: client or declined; `open` opens it again.

    `make_client` gives the one who was sent the role client, and adds them where there was only a name.
    """
    if outcome not in OUTCOMES:
        raise UsageProblem(say("There is no outcome “{outcome}”.", outcome=outcome), "It is client or declined.")
    closed = "" if outcome == "open" else writer.today.isoformat()
    change(writer, number, outcome=outcome, closed_on=closed)
    writer.title = f"referral {outcome}: {number}"
    if make_client:
        row = writer.row("referral", number)
        contact = row["referred_id"] or people.add(writer, Contact(row["name"]))
        change(writer, number, referred_id=contact)
        people.become_client(writer, contact)


def change(writer: Writer, number: int, **values: Any) -> bool:
    """Change facts of a referral; a matter closes it. NotFound for an unknown one; False where nothing differs."""
    row = writer.find("referral", number)
    if row is None:
        raise NotFound(say("There is no referral {number}.", number=number), "See them: relcadence refer")
    if matter := values.get("matter_id"):
        values |= _matter_values(writer, matter, values.get("referred_id", row["referred_id"]))
        values["closed_on"] = row["closed_on"] or values["closed_on"]
    after = {**row, **values}
    _check_day(writer, after["referred_on"])
    if (after["referrer_id"], after["referred_id"]) != (row["referrer_id"], row["referred_id"]):
        _check_people(writer, after["referrer_id"], after["referred_id"])
        values["name"] = "" if after["referred_id"] else row["name"]
    writer.title = writer.title or f"edit referral {number}"
    return writer.change("referral", number, **values)


def drop(writer: Writer, number: int) -> None:
    """Take a referral away that was noted by mistake."""
    writer.delete("referral", number)
    writer.title = f"referral {number} dropped"
