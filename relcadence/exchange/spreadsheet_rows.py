"""Rows of a table to people or past touches. Of a cell that cannot be read the words are kept and the reason told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from relcadence.domain.likeness import is_own_line
from relcadence.domain.matching import PastTouch, Person, Problem
from relcadence.domain.people import Reach
from relcadence.errors import BadInput, say
from relcadence.exchange.spreadsheet import Row, Table, rows
from relcadence.exchange.spreadsheet_headers import Column
from relcadence.exchange.words import (
    channel,
    checked_name,
    direction,
    do_not_contact,
    full_name,
    items,
    level,
    many_lines,
    one_line,
    place,
    roles_of,
)
from relcadence.exchange.written_dates import DayOrder, read_date, read_yearly, says_none

Told = dict[str, list[tuple[str, str]]]
Orders = Mapping[int, str]
_DATED = {"birthday", "anniversary", "last_touch", "met", "event", "on"}
_SPOKEN = {"last_touch": "last touch", "met": "day you met", "event": "anniversary"}
_DEFUSED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


def day_orders(table: Table, asked: str | None) -> dict[int, str]:
    """The order of day and month in each column of dates, by column index; "" where every date says it itself.

    `asked` (`dmy` or `mdy`) decides all. A column that cannot be told follows the others of the file; BadInput,
    with the option to give, where none can be told or a column contradicts itself.
    """
    dated = [column for column in table.columns if column.field in _DATED]
    if asked or not dated:
        return {column.at: asked or "" for column in dated}
    seen = {column.at: DayOrder() for column in dated}
    for row in rows(table):
        for index, column in seen.items():
            if index < len(row.cells) and row.cells[index].lstrip()[:1].isdigit():
                column.see(row.line, row.cells[index])
    told = {index: column.told for index, column in seen.items()}
    decided = {*told.values()} & {"dmy", "mdy"}
    for index, order in told.items():
        if order == "both":
            words = "line {day} has the day first, line {month} the month"
            why = say(words, day=seen[index].day_first, month=seen[index].month_first)
            raise _unclear(table, index, why)
        if order == "open" and len(decided) != 1:
            raise _unclear(table, index, say("no row tells which of the two comes first"))
    return {index: next(iter(decided)) if order == "open" else order for index, order in told.items()}


def read_people(table: Table, orders: Orders, this_year: int) -> Iterator[Person | Problem | None]:
    """What each row tells: a person, then what could not be taken of it; None for an empty row."""
    for row in rows(table):
        if row.flaw:
            yield Problem(
                row.line, say("Line {line} cannot be taken: {flaw}.", line=row.line, flaw=row.flaw), row.raw
            )
        elif not any(map(str.strip, row.cells)):
            yield None
        else:
            yield from _read_person(row, table.columns, orders, this_year)


def read_touches(table: Table, orders: Orders, this_year: int) -> Iterator[PastTouch | Problem | None]:
    """What each row tells: a past touch, or why it is none; None for an empty row."""
    for row in rows(table):
        if row.flaw:
            yield Problem(
                row.line, say("Line {line} cannot be taken: {flaw}.", line=row.line, flaw=row.flaw), row.raw
            )
        elif not any(map(str.strip, row.cells)):
            yield None
        else:
            try:
                yield _touch(row, table.columns, orders, this_year)
            except ValueError as error:
                yield Problem(row.line, say("Line {line}: {reason}", line=row.line, reason=error), row.raw)


def _unclear(table: Table, index: int, why: str) -> BadInput:
    header = one_line(table.headers[index])
    return BadInput(
        say(
            "The dates in the column “{header}” can be read day first or month first: {why}.", header=header, why=why
        ),
        "Say --dates dmy (day first) or --dates mdy (month first).",
        column=header,
    )


def _cell(row: Row, index: int) -> str:
    """A cell without the quote that keeps a spreadsheet from taking it for a formula."""
    cell = row.cells[index] if 0 <= index < len(row.cells) else ""
    return cell[1:] if cell.startswith(_DEFUSED) else cell


def _touch(row: Row, columns: list[Column], orders: Orders, this_year: int) -> PastTouch:
    told = {column.field: _cell(row, column.at) for column in columns}
    on_index = next(column.at for column in columns if column.field == "on")
    on = read_date(told["on"], orders.get(on_index, ""), this_year)
    if not on:
        raise ValueError("it has no date.")
    name = checked_name(one_line(told["name"]))
    if not name:
        raise ValueError("it has no name.")
    how, way = channel(told["channel"]), direction(told.get("direction", ""))
    if not how:
        raise ValueError(say("“{channel}” is not a way to be in touch.", channel=one_line(told["channel"])))
    if not way:
        raise ValueError(say("“{direction}” is neither in nor out.", direction=one_line(told["direction"])))
    minutes = _minutes(told.get("minutes", ""))
    return PastTouch(row.line, on, name, how, way, minutes, many_lines(told.get("note", "")))


def _minutes(cell: str) -> int | None:
    text = one_line(cell)
    if not text:
        return None
    if not text.isdecimal() or int(text[:6]) > 24 * 60:
        raise ValueError(say("“{text}” is not a number of minutes in a day.", text=text[:60]))
    return int(text)


def _read_person(row: Row, columns: list[Column], orders: Orders, this_year: int) -> Iterator[Person | Problem]:
    told: Told = defaultdict(list)
    order_of: dict[str, str] = {}
    for column in columns:
        cell = _cell(row, column.at)
        if cell and not cell.isspace():
            label = one_line(_cell(row, column.label_at)) if column.label_at >= 0 else ""
            told[column.field].append((label or column.label, cell))
            if column.at in orders:
                order_of[column.field] = orders[column.at]
    maker = _Maker(told, order_of, this_year)
    try:
        yield maker.person(row.line)
    except ValueError as error:
        yield Problem(row.line, say("Line {line}: {reason}", line=row.line, reason=error), row.raw)
        return
    for complaint in maker.complaints:
        yield Problem(
            row.line, say("Line {line}: {complaint}.", line=row.line, complaint=complaint), row.raw, fatal=False
        )


class _Maker:
    """One person out of what one row tells."""

    def __init__(self, told: Told, order_of: Mapping[str, str], this_year: int) -> None:
        self.told = told
        self.order_of = order_of
        self.this_year = this_year
        self.complaints: list[str] = []
        self.notes = [many_lines(cell) for _, cell in told.get("note", ())]

    def person(self, line: int) -> Person:
        emails, phones = self._emails(), self._phones()
        roles, tags = self._roles_and_tags()
        addresses, city = self._addresses()
        organisation = self._one("organisation")
        aliases = tuple(alias for cell in self._all("alias") for alias in items(cell))
        email = emails[0].value if emails else ""
        names = (self._name(), *aliases[:1], email)
        name = checked_name(next(filter(None, names), ""))
        birthday, anniversary = self._birthday(), self._anniversary()
        last_touch_on = self._dated(read_date, "last_touch", self._one("last_touch"))
        met_on = self._dated(read_date, "met", self._one("met"))
        return Person(
            line,
            name,
            uid=self._one("uid"),
            organisation=organisation,
            title=self._one("title"),
            reach=(*emails, *phones, *addresses, *self._handles()),
            aliases=tuple(alias for alias in aliases if alias != name),
            roles=roles,
            level=self._level(),
            tags=tags,
            interests=self._list("interests"),
            cadence=self._one("cadence").lower(),
            channel=self._channel(),
            language=self._one("language"),
            city=self._one("city") or city,
            birthday=birthday,
            anniversary=anniversary,
            related=tuple(f"{label.lower() or 'related'}: {one_line(cell)}" for label, cell in self._of("related")),
            do_not_contact=do_not_contact(self._one("do_not_contact")),
            last_touch_on=last_touch_on,
            met_on=met_on,
            extra=self._extra(),
            note="\n".join(self.notes + self._customs()),
        )

    def _of(self, field: str) -> list[tuple[str, str]]:
        return self.told.get(field, [])

    def _all(self, field: str) -> list[str]:
        told = self.told.get(field)
        return [cell for _, cell in told] if told else []

    def _one(self, field: str) -> str:
        told = self.told.get(field)
        return next(filter(None, (one_line(cell) for _, cell in told)), "") if told else ""

    def _list(self, field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item for cell in self._all(field) for item in items(cell)))

    def _name(self) -> str:
        parts = (self._one(field) for field in ("given", "middle", "family", "prefix", "suffix"))
        return self._one("name") or full_name(*parts) or self._one("file_as")

    def _emails(self) -> tuple[Reach, ...]:
        ways: list[tuple[int, Reach]] = []
        for label, cell in self._of("email"):
            found = [word for word in items(cell, r"[;,；，、<>\s]+|:::|mailto:") if "@" in word]
            ways += [(not label.startswith("*"), Reach("email", address, _place(label))) for address in found]
            if not found and not says_none(one_line(cell).casefold()):
                self._keep("e-mail address", one_line(cell))
        return _in_order(ways)

    def _phones(self) -> tuple[Reach, ...]:
        ways: list[tuple[int, Reach]] = []
        for label, cell in self._of("phone"):
            way_label = _place(label)
            for number in items(cell, r"[;；、\n]|\s:::\s"):
                way = Reach("phone", number, way_label)
                ways.append((not label.startswith("*") if is_own_line(way) else 2, way))
        return _in_order(ways)

    def _addresses(self) -> tuple[tuple[Reach, ...], str]:
        if "address" not in self.told:
            return (), ""
        parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for label, cell in self._of("address"):
            where, _, part = label.partition(":")
            parts[where][part or "whole"].append(many_lines(cell))
        labels = {number: _bare(label) for number, label in self._of("address_label")}
        ways = tuple(
            Reach("address", _address(told), _place(labels.get(where, "" if where.startswith("#") else where)))
            for where, told in parts.items()
        )
        city = next((told["city"][0] for told in parts.values() if told["city"]), "")
        return tuple(way for way in ways if way.value), one_line(city)

    def _handles(self) -> tuple[Reach, ...]:
        urls = [("linkedin", url) for url in self._all("url") if "linkedin" in url.casefold()]
        named = [(_bare(label).lower(), cell) for label, cell in self._of("handle")]
        return tuple(Reach("handle", item, label) for label, cell in named + urls for item in items(cell))

    def _roles_and_tags(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        roles, tags, unknown = roles_of(tuple(self._all("role")), tuple(self._all("categories")))
        for word in unknown:
            self.complaints.append(say("“{word}” is not a role and is kept as a tag", word=word[:60]))
        return roles, tuple(dict.fromkeys((*tags, *self._list("tags"))))

    def _level(self) -> int | None:
        try:
            return level(said) if (said := self._one("level")) else None
        except ValueError as error:
            self.complaints.append(str(error).rstrip("."))
            return None

    def _channel(self) -> str:
        said = self._one("channel")
        found = channel(said) or ""
        if said and not found:
            self._keep("preferred channel", said)
        return found

    def _birthday(self) -> str:
        words = self._one("birthday")
        if not words and (month := self._one("birth_month")) and (day := self._one("birth_day")):
            words = f"{self._one('birth_year') or '-'}-{month}-{day}"
        return self._dated(read_yearly, "birthday", words)

    def _anniversary(self) -> str:
        """The column of that name, or the one of Google's dated events; other events are lines of the note."""
        found = self._dated(read_yearly, "anniversary", self._one("anniversary"))
        for label, cell in self._of("event"):
            if "anniversary" in label.casefold() and not found:
                found = self._dated(read_yearly, "event", one_line(cell))
            else:
                self.notes.append(f"{_bare(label)}: {one_line(cell)}")
        return found

    def _dated(self, read: Callable[[str, str, int], str], field: str, words: str) -> str:
        if not words:
            return ""
        try:
            return read(words, self.order_of.get(field, ""), self.this_year)
        except ValueError:
            self._keep(_SPOKEN.get(field, field), words)
            return ""

    def _customs(self) -> list[str]:
        return [f"{_bare(label)}: {many_lines(cell)}" for label, cell in self._of("custom")]

    def _extra(self) -> tuple[str, ...]:
        urls = [f"URL:{one_line(url)}" for url in self._all("url") if "linkedin" not in url.casefold()]
        return (*(f"X-DEPARTMENT:{unit}" for unit in map(one_line, self._all("department"))), *urls)

    def _keep(self, what: str, words: str) -> None:
        self.notes.append(f"{what.capitalize()}: {words}")
        self.complaints.append(
            say("the {what} “{words}” cannot be read and is kept in the note", what=what, words=words[:60])
        )


def _bare(label: str) -> str:
    """A label without the star by which Google marks the first."""
    return label.removeprefix("*").strip()


def _place(label: str) -> str:
    said = _bare(label).lower()
    return place(said.split()) or said


def _in_order(ways: list[tuple[int, Reach]]) -> tuple[Reach, ...]:
    return tuple(dict.fromkeys(way for _, way in sorted(ways, key=lambda ranked: ranked[0])))


def _address(told: Mapping[str, list[str]]) -> str:
    if "whole" in told:
        return "\n".join(told["whole"])
    town = one_line(" ".join(part for name in ("city", "region", "code") for part in told.get(name, ())))
    return "\n".join(filter(None, (*told.get("street", ()), town, *told.get("country", ()))))
