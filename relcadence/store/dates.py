"""Fills the table of public holidays of the chosen country, weekends worked in exchange included."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from relcadence.errors import say
from relcadence.store.kept import YEARS_AHEAD


def lay_out(connection: sqlite3.Connection, year: int) -> bool:
    """Bring the holidays up to the country chosen and the year of the write; True if anything changed.

    An unknown place is told when the setting is made (`check_place`); here it has no holidays.
    """
    place = dict(connection.execute("SELECT key, value FROM setting WHERE key IN ('country', 'region')"))
    country, region = (json.loads(place.get(key, '""')) for key in ("country", "region"))
    held = connection.execute("SELECT country, region, year FROM extent").fetchone()
    if held == (country, region, year):
        return False
    if held is None or held[:2] != (country, region) or country:
        fill_holidays(connection, country, region, year)
    connection.execute("DELETE FROM extent")
    connection.execute("INSERT INTO extent (id, country, region, year) VALUES (1, ?, ?, ?)", (country, region, year))
    return True


def fill_holidays(connection: sqlite3.Connection, country: str, region: str, year: int) -> int:
    """Rewrite the holidays from the year before to five years ahead; how many. ValueError for an unknown place."""
    connection.execute("DELETE FROM holiday")
    if not country:
        return 0
    found = public_holidays(country, region, year - 1, year + YEARS_AHEAD)
    connection.executemany("INSERT INTO holiday (day, title, worked) VALUES (?, ?, ?)", found)
    return len(found)


def public_holidays(country: str, region: str, first: int, last: int) -> list[tuple[str, str, int]]:
    """Rows (ISO day, title, worked) of public holidays; ValueError names near regions for an unknown one."""
    import holidays

    years = range(max(first, 1950), min(last, 2099) + 1)
    known = holidays.list_supported_countries()
    if country not in known:
        raise ValueError(
            say(
                "The public holidays of “{country}” are not known here; leave the country empty, or add days off.",
                country=country,
            )
        )
    if region and region not in known[country]:
        raise ValueError(
            say(
                "“{region}” is not a region of {country}; it knows {known}.",
                region=region,
                country=country,
                known=", ".join(known[country][:60]) or "none",
            )
        )
    calendar: Any = holidays.country_holidays(country, subdiv=region or None, years=years)
    off = {day.isoformat(): str(title) for day, title in calendar.items()}
    worked = {day.isoformat(): 1 for day in getattr(calendar, "weekend_workdays", ())}
    rows = [(day, title, 0) for day, title in sorted(off.items())]
    return rows + [(day, "working day in exchange", 1) for day in sorted(worked) if day not in off]
