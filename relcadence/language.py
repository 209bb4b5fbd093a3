"""The language of what is shown: English is the source, other languages come from gettext catalogues.

One rule: text is translated where it is shown, by a translator handed in (two readers may have two languages);
`N_` only marks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

SOURCE = "en"
DOMAIN = "relcadence"
FOLDER = Path(__file__).with_name("locale")


def N_(message: str) -> str:
    """Mark a message for the catalogues and leave it as it is."""
    return message


def of_environment(environ: Mapping[str, str]) -> str:
    """The language the environment asks for, such as `zh_CN`; English where it says nothing or `C`."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        name = environ.get(variable, "").partition(".")[0].partition("@")[0]
        if name:
            return SOURCE if name in ("C", "POSIX") else name
    return SOURCE


class Translator:
    """Turns a message of the source into one language; the catalogue is read at the first message."""

    def __init__(self, language: str = SOURCE) -> None:
        self.language = language or SOURCE
        self._catalogue: Any = None

    def __call__(self, message: str, **values: object) -> str:
        """The message in this language, its `{names}` filled in after translation."""
        text = self._read().gettext(message) if self._foreign and message else message
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The form for that number; `{number}` may stand in both."""
        text = self._read().ngettext(one, many, number) if self._foreign else (one if number == 1 else many)
        return str(text.format(number=number, **values))

    @property
    def _foreign(self) -> bool:
        return self.language.partition("_")[0] != SOURCE

    def _read(self) -> Any:
        if self._catalogue is None:
            import gettext

            self._catalogue = gettext.translation(DOMAIN, FOLDER, [self.language], fallback=True)
        return self._catalogue
