"""Articles kept, and sent: who had one is known by the touches that name it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from relcadence.domain.people import Touch
from relcadence.errors import Refused, UsageProblem, say
from relcadence.store.changes import touches
from relcadence.store.changes.things.circular import is_circular
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


def edit(writer: Writer, number: int, **values: Any) -> bool:
    """Change title, link, topics or note of an article; False where nothing differs."""
    writer.title = f"edit article {writer.row('article', number)['title']}"
    return writer.change("article", number, **values)


def retire(writer: Writer, number: int) -> None:
    """It is sent to nobody any more; who had it stays known."""
    row = held(writer, number)
    writer.change("article", number, retired_on=writer.today.isoformat())
    writer.title = f"article {row['title']} retired"


def held(writer: Writer, number: int) -> dict[str, Any]:
    """The row of an article that is still sent; Refused otherwise."""
    row = writer.row("article", number)
    if row["retired_on"]:
        raise Refused(
            say("“{title}” was retired on {on}.", title=row["title"], on=row["retired_on"]),
            "See the others: relcadence article",
        )
    return row


def send(writer: Writer, number: int, contacts: Sequence[int], *, on: date, note: str = "") -> list[int]:
    """Log that contacts were sent an article who had not had it; who they are. More than ten are a circular."""
    row = held(writer, number)
    had = {contact for (contact,) in writer.rows("SELECT contact_id FROM touch WHERE article_id = :id", id=number)}
    new = [each for each in dict.fromkeys(contacts) if each not in had]
    writer.title = f"sent {row['title']}"
    mass = is_circular(new)
    for contact in new:
        touch = Touch(contact, on.isoformat(), "article", note=note or row["title"], mass=mass, point=POINT)
        touches.log(writer, touch._replace(article_id=number))
    return new
