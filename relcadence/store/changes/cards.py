"""Changes to cards: a run planned, sent, returned, received, let go.

One rule: a person stands once on the lists of one holiday, and a household's card is one touch with all of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from relcadence.domain.people import Touch
from relcadence.errors import NotFound, Refused, UsageProblem, say
from relcadence.store.changes import touches
from relcadence.store.changes.things.circular import is_circular
from relcadence.store.changes.writer import Writer
from relcadence.store.queries.cards import KINDS, Card, Run, cards, envelopes, runs

if TYPE_CHECKING:
    from relcadence.domain.cards import Seat

POINT = "holiday-cards"
AROUND = timedelta(days=60)  # a card that comes in so near to the holiday answers ours
SEE = "See them: relcadence cards list --all"


class Made(NamedTuple):
    """A holiday, its day, by which way: what a run is made of."""

    holiday: str
    title: str
    on: date
    way: str


def plan(writer: Writer, made: Made, seats: Iterable[Seat]) -> int:
    """Put newcomers on the list of a run, which is made, or opened again, where need be; the number of the run.

    The head of an envelope stands before those who share it, as `domain.cards.seats` gives them.
    """
    number = _run_of(writer, made)
    rows: dict[int, int] = {}
    for seat in seats:
        shared = seat.envelope if seat.envelope is not None else rows.get(seat.head)
        values = {"together": shared, "why": seat.why, "post_by_on": seat.post_by.isoformat(), "state": "open"}
        rows[seat.person.id] = _put(writer, number, seat.person.id, values)
        _take_off_others(writer, made, number, seat.person.id)
    writer.title = f"cards plan {made.title}: {len(rows)} people"
    return number


def _put(writer: Writer, number: int, contact: int, values: dict[str, Any]) -> int:
    """Put a contact on the list, or back on it; the key of the card."""
    held = writer.value(
        "SELECT id FROM card WHERE run_id = :run AND contact_id = :contact", run=number, contact=contact
    )
    if held is None:
        return writer.insert("card", run_id=number, contact_id=contact, **values)
    writer.change("card", held, **values)
    return int(held)


def _take_off_others(writer: Writer, made: Made, number: int, contact: int) -> None:
    """Whoever gets the card this way does not get it another way too."""
    others = writer.rows(
        "SELECT k.id, k.run_id FROM card k JOIN card_run r ON r.id = k.run_id WHERE k.contact_id = :contact "
        "AND k.state = 'open' AND r.state = 'open' AND r.id <> :run AND r.holiday = :holiday AND r.holiday_on = :on",
        contact=contact, run=number, holiday=made.holiday, on=made.on.isoformat(),
    )  # fmt: skip
    for card, run in others:
        writer.change("card", card, state="dropped")
        settle(writer, run)


def _run_of(writer: Writer, made: Made) -> int:
    held = writer.rows(
        "SELECT id FROM card_run WHERE holiday = :holiday AND holiday_on = :on AND channel = :way "
        "AND state <> 'dropped' ORDER BY id",
        holiday=made.holiday, on=made.on.isoformat(), way=made.way,
    )  # fmt: skip
    if held:
        writer.change("card_run", held[0][0], state="open", closed_on="")
        return int(held[0][0])
    return writer.insert_named(
        "card_run", holiday=made.holiday, title=made.title, holiday_on=made.on.isoformat(), channel=made.way,
        made_on=writer.today.isoformat(),
    )  # fmt: skip


def run_of(writer: Writer, number: int) -> Run:
    """The run of that number; NotFound if there is none."""
    found = runs(writer, number=number)
    if not found:
        raise NotFound(say("There is no run C{number}.", number=number), SEE)
    return found[0]


def send(writer: Writer, number: int, contacts: Collection[int] | None = None, on: date | None = None) -> list[str]:
    """Mark cards as sent on that day (today), a touch for each envelope; the names on them.

    Without `contacts` all that are open, may be sent, and have somewhere to go. Refused for one that was sent or is
    not on the list; a run of many is a mailing that keeps its own point alone.
    """
    run = run_of(writer, number)
    chosen = _chosen(writer, run, contacts)
    day = on or writer.today
    writer.title = f"{run.handle} sent: {len(chosen)} cards for {run.title}"
    for envelope in chosen:
        _send(writer, run, envelope, day)
    settle(writer, number)
    return [card.name for envelope in chosen for card in envelope]


def _chosen(writer: Writer, run: Run, contacts: Collection[int] | None) -> list[list[Card]]:
    if run.state == "dropped":
        raise Refused(say("{handle} was dropped.", handle=run.handle), SEE)
    found = envelopes(cards(writer, run.id))
    if contacts is None:
        ready = ([card for card in each if card.sendable and card.state == "open"] for each in found)
        return [each for each in ready if any(card.reach for card in each)]
    by_contact = {card.contact_id: (card, envelope) for envelope in found for card in envelope}
    for contact in contacts:
        _refuse_unless_open(writer, run, contact, by_contact[contact][0] if contact in by_contact else None)
    wanted = {by_contact[contact][0].envelope for contact in contacts}
    return [
        [card for card in each if card.contact_id in contacts or (card.sendable and card.state == "open")]
        for each in found
        if each[0].envelope in wanted
    ]


def _refuse_unless_open(writer: Writer, run: Run, contact: int, card: Card | None) -> None:
    if card is None:
        name = str(writer.row("contact", contact)["name"])
        raise Refused(
            say("{name} is not on the list of {title}.", name=name, title=run.title),
            say('Add somebody with: relcadence cards plan "{title}" --with NAME',
                title=f"{run.holiday} {run.holiday_on[:4]}"),
        )  # fmt: skip
    if card.state != "open":
        see = say("See: relcadence cards show {handle}", handle=run.handle)
        if card.sent_on:
            raise Refused(say("The card to {name} was sent on {day}.", name=card.name, day=card.sent_on), see)
        raise Refused(say("{name} was taken off the list.", name=card.name), see)


def _send(writer: Writer, run: Run, envelope: Sequence[Card], on: date) -> None:
    first, *others = (card.contact_id for card in envelope)
    touch = Touch(first, on.isoformat(), "card", note=run.title, mass=is_circular(run.cards), point=POINT)
    touches.log(writer, touch, tuple(others))
    for card in envelope:
        writer.change("card", card.id, state="sent", sent_on=on.isoformat())


def settle(writer: Writer, number: int) -> None:
    """Close a run that has nothing more to post, and open one that has again."""
    run = run_of(writer, number)
    if run.state == "dropped":
        return
    done = not run.open and bool(run.sent)
    writer.change(
        "card_run", number, state="done" if done else "open", closed_on=writer.today.isoformat() if done else ""
    )


def finish(writer: Writer, number: int) -> int:
    """`done C3`: all that can be sent was sent today; how many people it went to. What has no address stays open.

    Refused where nothing can be sent.
    """
    names = send(writer, number)
    if not names:
        raise Refused(
            "No card of that run can be sent: addresses are missing.",
            say("See: relcadence cards show C{number}", number=number),
        )
    return len(names)


def drop(writer: Writer, number: int, contacts: Collection[int] = ()) -> int:
    """`skip C3`: let a run go, or take contacts off its list; how many people that were still to get a card."""
    run = run_of(writer, number)
    if run.state == "dropped":
        raise Refused(say("{handle} was dropped already.", handle=run.handle), SEE)
    found = [card for card in cards(writer, number) if not contacts or card.contact_id in contacts]
    if missing := set(contacts) - {card.contact_id for card in found}:
        _refuse_unless_open(writer, run, min(missing), None)
    still = [card for card in found if card.state == "open"]
    for card in still if contacts else ():
        writer.change("card", card.id, state="dropped")
    if contacts:
        settle(writer, number)
    else:
        writer.change("card_run", number, state="dropped", closed_on=writer.today.isoformat())
    writer.title = f"{run.handle} dropped: {', '.join(card.name for card in still) if contacts else run.title}"
    return len(still)


def snooze(writer: Writer, number: int, until: date) -> None:
    """`snooze C3`: show the run again on that day; UsageProblem for a day past the holiday."""
    run = run_of(writer, number)
    if until.isoformat() > run.holiday_on:
        raise UsageProblem(
            say("{title} is on {day}.", title=run.title, day=run.holiday_on), "Name a day before it, or skip the run."
        )
    writer.change("card_run", number, snoozed_until=until.isoformat())


def returned(writer: Writer, number: int, contacts: Iterable[int]) -> list[str]:
    """Cards came back: the addresses they went to are marked as bad; these addresses.

    Refused for one that was not sent.
    """
    run = run_of(writer, number)
    found = {card.contact_id: card for card in cards(writer, number)}
    bad: list[str] = []
    names = []
    for contact in contacts:
        card = found.get(contact)
        if card is None or not card.sent_on:
            name = card.name if card else str(writer.row("contact", contact)["name"])
            raise Refused(
                say("No card of {title} was sent to {name}.", title=run.title, name=name),
                say("Note it first: relcadence cards sent {handle} NAME", handle=run.handle),
            )
        names.append(card.name)
        shared = [each for each in found.values() if each.envelope == card.envelope]
        bad += _mark_bad(writer, run, [each for each in shared if each.reach == card.reach])
        for each in shared:
            writer.change("card", each.id, state="returned")
    writer.title = f"{run.handle} returned: {', '.join(names)}"
    return list(dict.fromkeys(bad))


def _mark_bad(writer: Writer, run: Run, members: Iterable[Card]) -> list[str]:
    bad = []
    for card in members:
        rows = writer.rows(
            f"SELECT id FROM reach WHERE contact_id = :contact AND bounced = 0 AND kind IN ({KINDS[run.channel]}) "
            "AND value = :value", contact=card.contact_id, value=card.reach,
        )  # fmt: skip
        for (key,) in rows:
            writer.change("reach", key, bounced=1)
            bad.append(card.reach)
    return bad


def received(writer: Writer, contact: int, on: date) -> str:
    """A card came from a contact: an inbound touch, noted beside ours of that season; the title of that run or ""."""
    name = str(writer.row("contact", contact)["name"])
    writer.title = f"a card from {name}"
    rows = writer.rows(
        "SELECT k.id, r.title FROM card k JOIN card_run r ON r.id = k.run_id WHERE k.contact_id = :contact "
        "AND r.state <> 'dropped' AND k.state <> 'dropped' AND r.holiday_on BETWEEN :first AND :last "
        "ORDER BY r.holiday_on DESC, k.id DESC LIMIT 1",
        contact=contact, first=(on - AROUND).isoformat(), last=(on + AROUND).isoformat(),
    )  # fmt: skip
    title = rows[0][1] if rows else ""
    touches.log(writer, Touch(contact, on.isoformat(), "card", "in", title))
    if rows:
        writer.change("card", rows[0][0], received_on=on.isoformat())
    return str(title)
