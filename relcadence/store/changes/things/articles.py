"""Articles kept, and sent: who had one is known by the touches that name it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from relcadence.domain.people import Touch
from relcadence.errors import UsageProblem
from relcadence.store.changes import touches
from relcadence.store.changes.things.circular import is_circular
from relcadence.store.changes.things.retiring import held
from relcadence.store.changes.writer import Writer

POINT = "articles"


def add(writer: Writer, title: str, topics: Sequence[str], *, link: str = "", note: str = "") -> int:
    """An article to send; UsageProblem without a title."""
    if not title.strip():
        raise UsageProblem("An article needs a title.", 'relcadence article add "Rent caps 2027" --topic leases')
    writer.title = f"article {title}"
    return writer.insert_named(
        "article", title=title.strip(), topics=",".join(topics), link=link.strip(), note=note,
        added_on=writer.today.isoformat(),
    )  # fmt: skip


def send(writer: Writer, number: int, contacts: Sequence[int], *, on: date, note: str = "") -> list[int]:
    """Log that contacts were sent an article who had not had it; who they are. More than ten are a circular."""
    row = held(writer, "article", number)
    had = {contact for (contact,) in writer.rows("SELECT contact_id FROM touch WHERE article_id = :id", id=number)}
    new = [each for each in dict.fromkeys(contacts) if each not in had]
    writer.title = f"sent {row['title']}"
    mass = is_circular(len(new))
    for contact in new:
        touch = Touch(contact, on.isoformat(), "article", note=note or row["title"], mass=mass, point=POINT)
        touches.log(writer, touch._replace(article_id=number))
    return new
