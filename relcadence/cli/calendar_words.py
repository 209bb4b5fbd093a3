"""What calendar items say. Nothing here counts days from today: such words would change every night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from relcadence.deliver.layout import CHANNEL_WORDS
from relcadence.domain.lunar import LunarRules
from relcadence.domain.occasions import Birthday, age_on
from relcadence.domain.reasons import Reason, word

if TYPE_CHECKING:
    from relcadence.domain.agenda import Row, Who
    from relcadence.language import Translator
    from relcadence.store.queries.calendar import Closed, OccasionRow

AGES = 3


class Words:
    """The words of one calendar in one language. With `notes` the last touch is told with what was noted."""

    def __init__(
        self, translate: Translator, who: Mapping[int, Who], made_on: Mapping[str, str], *, notes: bool
    ) -> None:
        self.translate = translate
        self.who = who
        self.made_on = made_on
        self.notes = notes

    def summary(self, row: Row) -> str:
        """The title of a slot or a dated item."""
        _ = self.translate
        if row.kind == "slot":
            how = _(CHANNEL_WORDS.get(row.channel, row.channel))
            return _("{how} {name}", how=how[:1].upper() + how[1:], name=row.contact)
        if row.kind == "promise":
            return _("Promise to {name}: {text}", name=row.contact, text=row.move)
        if row.kind == "card":
            return _("Cards to post: {title}", title=row.contact)
        return ": ".join(filter(None, (row.contact, _(row.move))))

    def description(self, row: Row) -> str:
        """Why, what passed last, how to reach them, and what to type when it is done."""
        return self._lines(self._reason(row), row.contact_id, row.last_touch, row.handle)

    def _reason(self, row: Row) -> str:
        _ = self.translate
        if row.kind == "slot":
            return _("Rhythm: {cadence}", cadence=_(str(row.reason.values["cadence"])))
        if row.kind == "promise":
            return _("Promised on {day}", day=self.made_on.get(row.handle, ""))
        if row.kind == "event":
            return _("Appointment: {channel}", channel=_(row.channel))
        if row.kind == "card":
            return _.plural("{number} card", "{number} cards", int(row.reason.values["what"]))
        return ""

    def _lines(self, reason: str, contact_id: int, last: Reason | None, handle: str) -> str:
        who = self.who.get(contact_id)
        lines = [reason, self._last(last), who.phone if who else "", who.email if who else "", self._done(handle)]
        return "\n".join(filter(None, lines))

    def _last(self, last: Reason | None) -> str:
        if last is None:
            return ""
        told = last if self.notes else last._replace(values=last.values | {"note": ""})
        return f"{self.translate('Last')}: {word(told, self.translate)}"

    def _done(self, handle: str) -> str:
        return self.translate("When done: relcadence done {handle}", handle=handle) if handle else ""

    def bundle_summary(self, count: int) -> str:
        """The title of a day's slots."""
        return self.translate("Follow-ups: {count}", count=count)

    def bundle(self, rows: list[Row]) -> str:
        """A day's slots, a line each, and what to type."""
        lines = []
        for row in rows:
            who = self.who[row.contact_id]
            told = [self._reason(row), self._last(row.last_touch), who.phone, who.email]
            lines.append(f"{row.handle} {self.summary(row)} ({'; '.join(filter(None, told))})")
        return "\n".join([*lines, self.translate("When done: relcadence done {handle}", handle="HANDLE")])

    def occasion_summary(self, row: OccasionRow) -> str:
        """The title of an occasion, without an age: in a series it would be wrong the year after."""
        _ = self.translate
        name = self.who[row.contact_id].name
        what = _(row.kind) if row.kind in ("birthday", "anniversary") else row.title or _(row.kind)
        return _("{what}: {name}", what=what[:1].upper() + what[1:], name=name)

    def occasion_description(self, row: OccasionRow, birthday: Birthday, year: int) -> str:
        """What is said under every day of a series: the ages of these years, where the first year is known."""
        ages = ""
        if birthday.year is not None:
            years = range(max(year, birthday.year), year + AGES)
            told = ", ".join(f"{one}: {one - birthday.year}" for one in years)
            _ = self.translate
            words = _("Born in {year} ({ages})") if row.kind == "birthday" else _("Since {year} ({ages})")
            ages = words.format(year=birthday.year, ages=told)
        return self._lines(ages, row.contact_id, self._last_of(row.contact_id), f"O{row.slot_id}")

    def single_description(
        self, row: OccasionRow, birthday: Birthday, on: date, handle: str, feb29: str, lunar: LunarRules
    ) -> str:
        """What is said under one day of an occasion."""
        age = age_on(birthday, on, feb29, lunar) if row.kind == "birthday" else None
        turns = self.translate("Turns {age}", age=age) if age else ""
        day = self.translate("Lunar calendar: {day}", day=row.date.removeprefix("lunar:"))
        reason = "\n".join(filter(None, (turns, day if birthday.calendar == "lunar" else "")))
        return self._lines(reason, row.contact_id, self._last_of(row.contact_id), handle)

    def _last_of(self, contact_id: int) -> Reason | None:
        who = self.who[contact_id]
        if not who.last_on:
            return None
        values = {"on": date.fromisoformat(who.last_on), "channel": who.last_channel, "note": who.last_note}
        return Reason(f"last.{who.last_direction}", values)

    def closed_summary(self, row: Closed) -> str:
        """The title of an item that is closed."""
        _ = self.translate
        name = self.who[row.contact_id].name
        if row.kind == "promise":
            return _("Promise to {name}: {text}", name=name, text=row.text)
        return f"{name}: {row.text or _('meeting')}" if row.kind == "event" else _("Follow-up: {name}", name=name)
