"""The language of what is shown: English is the source, other languages come from gettext catalogues.

One rule: text is translated where it is shown, by a translator handed in (two readers may have two languages);
`N_` only marks it. English needs no catalogue and loads nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

from relcadence.errors import RUN_ON, Row, Sentence

SOURCE = "en"
DOMAIN = "relcadence"
FOLDER = Path(__file__).with_name("locale")


def N_(message: str) -> str:
    """Mark a message for the catalogues and leave it as it is."""
    return message


DAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
SHORT_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def of_environment(environ: Mapping[str, str]) -> str:
    """The language the environment asks for, such as `zh_CN`; English where it says nothing or `C`."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        name = environ.get(variable, "").partition(".")[0].partition("@")[0]
        if name:
            return SOURCE if name in ("C", "POSIX") else name
    return SOURCE


def territory(environ: Mapping[str, str]) -> str:
    """The country by whose habits the environment writes dates, such as `US`; "" where it names none."""
    name = next((value for key in ("LC_ALL", "LC_TIME", "LANG") if (value := environ.get(key))), "")
    return name.partition(".")[0].partition("@")[0].partition("_")[2]


def languages() -> list[str]:
    """The languages there are texts in: English, and those that have a catalogue."""
    return [SOURCE, *sorted(path.parent.parent.name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))]


def nearest(language: str) -> str:
    """The language itself where it is English or has a catalogue, else a sibling that has: zh_SG reads zh_CN."""
    base = language.partition("_")[0]
    if base == SOURCE:
        return language
    known = languages()
    siblings = [name for name in known if name.partition("_")[0] == base]
    return language if language in known or not siblings else siblings[0]


class Translator:
    """Turns a message of the source into one language; the catalogue is read at the first message."""

    def __init__(self, language: str = SOURCE) -> None:
        self.language = nearest(language or SOURCE)
        self._catalogue: Any = None

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language, its `{names}` filled in after translation; a Sentence brings its values."""
        if not self.foreign:
            return message.format(**values) if values else message
        if isinstance(message, Sentence):
            return self._sentence(message)
        text = str(self._read().gettext(message)) if message else message
        return text.format(**self._own(values)) if values else text

    def plural(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form for that number; `{number}` may stand in both."""
        text = self._read().ngettext(one, many, number) if self.foreign else (one if number == 1 else many)
        return str(text.format(number=number, **self._own(values)))

    @property
    def foreign(self) -> bool:
        """True where messages need a catalogue."""
        return self.language.partition("_")[0] != SOURCE

    def fits(self, encoding: str | None) -> bool:
        """Whether a terminal has the letters of the language; one without shows English, no question marks."""
        if not self.foreign:
            return True
        try:
            self(N_("Every day")).encode(encoding or "ascii")
        except (UnicodeError, LookupError):
            return False
        return True

    def _sentence(self, said: Sentence) -> str:
        if isinstance(said, Row):
            return self._row(said)
        if said.many:
            return self.plural(said.message, said.many, said.number, **_but_number(said.values))
        return self(said.message, **said.values)

    def _row(self, row: Row) -> str:
        parts = [self(part) if isinstance(part, Sentence) else part for part in row.parts]
        if row.between == " ":
            return reduce(lambda first, second: self(RUN_ON, first=first, second=second), parts) if parts else ""
        return self(row.between).join(parts)

    def _own(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: self(value) if isinstance(value, Sentence) else value for name, value in values.items()}

    def _read(self) -> Any:
        if self._catalogue is None:
            self._catalogue = _catalogue(self.language)
        return self._catalogue


def _catalogue(language: str) -> Any:
    """The catalogue, or an empty one where it is missing or cannot be read: English is better than nothing."""
    import gettext
    import struct

    try:
        return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
    except (OSError, UnicodeError, ValueError, struct.error):
        return gettext.NullTranslations()


def _but_number(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name != "number"}


def short_day(day: date, translate: Callable[[str], str] = str) -> str:
    """A day in a list, such as `Fri 11-27`."""
    return translate("{weekday} {day}").format(weekday=translate(SHORT_DAYS[day.weekday()]), day=f"{day:%m-%d}")


def near_day(day: date, translate: Callable[[str], str] = str) -> str:
    """A day in a sentence, such as `Fri 2026-11-27`."""
    return translate("{weekday} {day}").format(weekday=translate(SHORT_DAYS[day.weekday()]), day=day.isoformat())


def full_day(day: date, translate: Callable[[str], str] = str) -> str:
    """A day as a title, such as `Friday 2026-11-27`."""
    return translate("{weekday} {day}").format(weekday=translate(DAYS[day.weekday()]), day=day.isoformat())
