"""Where the program lives, and what can be set: the home folders, config.toml, and the one table of settings.

config.toml (store, language, mail, editor) is read before the store; every other setting is kept in the store as
JSON text, so that it is journalled and undoable. Nothing here reads the store or makes a folder unasked.
"""

import os
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from relcadence.errors import StoreTrouble, UsageProblem, reason_of, say
from relcadence.language import N_, languages

APP = "relcadence"
CONFIG_KEYS: Mapping[str, type] = {"store": str, "language": str, "mail": dict, "editor": str}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Home(NamedTuple):
    """The places of one user: folders need not exist. `warnings` are about config.toml."""

    folder: Path
    config_path: Path
    store_path: Path
    language: str = ""
    editor: str = ""
    mail: Mapping[str, Any] = {}
    configured: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def backups(self) -> Path:
        """The folder of the backups."""
        return self.folder / "backups"

    @property
    def state_path(self) -> Path:
        """The file of what was delivered; it lies beside the store."""
        return self.store_path.with_name("state.db")

    def make(self) -> None:
        """Make the folders of store and config, for the owner's eyes only; done by commands that write."""
        for folder in {self.folder, self.config_path.parent, self.store_path.parent}:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise StoreTrouble(
                    say("The folder {folder} cannot be made: {reason}.", folder=folder, reason=reason_of(error)),
                    "Set RELCADENCE_HOME to a folder that can be written.",
                ) from error


def find_home(environ: Mapping[str, str]) -> Home:
    """The home that the environment names, else the platform's folders, as config.toml arranges it.

    Raises StoreTrouble where no home can be found or config.toml is broken, UsageProblem for a kind of store that
    is not built.
    """
    folder, config_folder = _folders(environ.get("RELCADENCE_HOME", ""))
    config_path = config_folder / "config.toml"
    plain = Home(folder, config_path, folder / "relcadence.db")
    config = _read_config(config_path)
    if config is None:
        return plain
    values = {key: config[key] for key in CONFIG_KEYS if key in config}
    if store := values.pop("store", ""):
        values["store_path"] = _store_path(store, config_path)
    unknown = [key for key in config if key not in CONFIG_KEYS]
    warnings = tuple(
        say("{path} has an unknown key “{key}”; it is ignored.", path=config_path, key=key) for key in unknown
    )
    return plain._replace(**values, configured=True, warnings=warnings)


def _folders(named: str) -> tuple[Path, Path]:
    if named:
        folder = Path(named).absolute()
        return folder, folder
    import platformdirs

    try:
        data = platformdirs.user_data_path(APP, appauthor=False)
        config = platformdirs.user_config_path(APP, appauthor=False)
    except (RuntimeError, KeyError):
        data = config = Path()
    if not (data.is_absolute() and config.is_absolute()):
        raise StoreTrouble(
            "No home folder is known here, so the store cannot be found.",
            "Set RELCADENCE_HOME to the folder that holds it.",
        )
    return data, config


def _read_config(path: Path) -> dict[str, Any] | None:
    try:
        text = path.read_bytes().decode()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreTrouble(
            say("{path} cannot be read: {reason}.", path=path, reason=reason_of(error)), "Mend it or move it away."
        ) from error
    except UnicodeDecodeError as error:
        raise StoreTrouble(say("{path} is not UTF-8 text.", path=path), "Mend it or move it away.") from error
    import tomllib

    try:
        config = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StoreTrouble(
            say("{path} is not valid TOML: {reason}.", path=path, reason=error), "Mend it or move it away."
        ) from error
    for key, kind in CONFIG_KEYS.items():
        if not isinstance(config.get(key, kind()), kind):
            form = say("a table") if kind is dict else say("text in quotes")
            raise StoreTrouble(
                say("In {path} the value of “{key}” must be {form}.", path=path, key=key, form=form),
                "Mend it or move it away.",
            )
    return config


def _store_path(text: str, config_path: Path) -> Path:
    """The file that a path or `sqlite:///…` names; a relative one starts from the folder of config.toml."""
    scheme, colon, rest = text.partition("://")
    if colon:
        if scheme != "sqlite" or not rest.startswith("/") or len(rest) == 1:
            raise UsageProblem(
                say("{path} names the store “{text}”, which this version cannot open.", path=config_path, text=text),
                "Give `store` a path or sqlite:///PATH.",
            )
        text = rest[1:]
    return config_path.parent / os.path.expanduser(text)  # noqa: PTH111  # Path.expanduser raises without a home


class Setting(NamedTuple):
    """One setting of the store: its default (None = not set, or by country), how its text is read, its help."""

    parse: Callable[[str], Any]
    default: Any
    help: str


def parse_weights(text: str) -> dict[str, int]:
    """Factors of the plan's weights that are to differ: `client=40,level=8,missed=15`; see `help planner`."""
    from relcadence.domain.planner_weight import DEFAULT, check_weights

    own: dict[str, int] = {}
    for part in _parts(text) if text.strip() else ():
        name, _equals, number = part.partition("=")
        if name not in (*DEFAULT.roles, *DEFAULT._fields[1:]):
            known = ", ".join((*DEFAULT.roles, *DEFAULT._fields[1:]))
            raise ValueError(say("“{name}” is no factor of the weights. They are {known}.", name=name, known=known))
        own[name] = _whole(number, N_("A factor"), 0, 1000)
    plain: dict[str, Any] = {name: value for name, value in own.items() if name in DEFAULT._fields}
    check_weights(DEFAULT._replace(**plain))
    return own


def parse_capacity(text: str) -> int | dict[str, int]:
    """Touches a day: `8`, or by weekday `mon=8,fri=4`, or both `6,fri=4`; days not named have the first, else 8.

    `120min` counts minutes of effort instead, without the claim that the plan is the best possible.
    """
    if (word := text.strip().casefold()).endswith("min"):
        return {"minutes": _whole(word.removesuffix("min"), N_("Capacity in minutes"), 0, 1440)}
    base, days = 8, {}
    for part in _parts(text):
        day, equals, number = part.rpartition("=")
        count = _whole(number, N_("Capacity"), 0, 200)
        if equals:
            days[_day(day)] = count
        else:
            base = count
    return {day: days.get(day, base) for day in DAYS} if days else base


def parse_workdays(text: str) -> str:
    """Working days: `mon-fri`, `sun-thu` or `mon,tue,thu`; given back as one range, or as a list from Monday on."""
    chosen: set[int] = set()
    for part in _parts(text):
        first, _, last = part.partition("-")
        start, end = DAYS.index(_day(first)), DAYS.index(_day(last or first))
        chosen.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    days = [DAYS[number] for number in sorted(chosen)]
    runs_on = max(chosen) - min(chosen) == len(chosen) - 1
    return f"{days[0]}-{days[-1]}" if runs_on and len(days) > 1 else ",".join(days)


def parse_yes_no(text: str) -> bool:
    """`yes` or `no`, also on/off, true/false, 1/0."""
    word = text.strip().casefold()
    if word in ("yes", "y", "on", "true", "1", "是"):
        return True
    if word in ("no", "n", "off", "false", "0", "否"):
        return False
    raise ValueError(say("“{text}” is neither yes nor no.", text=text))


def parse_zone(text: str) -> str:
    """A time zone by its name, such as `America/New_York`; empty is the computer's own."""
    name = text.strip()
    if not name:
        return ""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError) as error:
        words = "There is no time zone “{name}”. A zone is written like America/New_York or Asia/Shanghai."
        raise ValueError(say(words, name=name)) from error


def parse_country(text: str) -> str:
    """A country by its two letters (ISO 3166), upper case; empty is none."""
    code = text.strip().upper()
    if not re.fullmatch("([A-Z]{2})?", code):
        words = "“{text}” is not a country code. Two letters are meant, such as US, CN or DE."
        raise ValueError(say(words, text=text))
    return "GB" if code == "UK" else code


def parse_email(text: str) -> str:
    """An e-mail address, or nothing."""
    address = text.strip()
    if address and not re.fullmatch(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+", address):
        raise ValueError(say("“{value}” is not an e-mail address.", value=text))
    return address


def parse_language(text: str) -> str:
    """A language of the program, such as `en` or `zh_CN`; empty follows the terminal."""
    word = text.strip().replace("-", "_").partition(".")[0].casefold()
    if not word:
        return ""
    known = languages()
    word = {"chinese": "zh", "中文": "zh", "english": "en"}.get(word, word)
    for near in (word, word.partition("_")[0]):
        for name in known:
            if name.casefold() == near or name.casefold().partition("_")[0] == near:
                return name
    raise ValueError(
        say("“{text}” is not a language of this program. It knows {known}.", text=text, known=", ".join(known))
    )


def _of_domain(module: str, name: str) -> Callable[[str], Any]:
    """A parser of the domain, loaded when it is needed."""
    return lambda text: getattr(import_module(f"relcadence.domain.{module}"), name)(text)


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        word = text.strip().casefold()
        if word not in words:
            raise ValueError(say("“{text}” will not do. It is one of {words}.", text=text, words=", ".join(words)))
        return word

    return parse


def _number(what: str, low: int, high: int) -> Callable[[str], int]:
    return lambda text: _whole(text, what, low, high)


def _whole(text: str, what: str, low: int, high: int) -> int:
    word = text.strip()
    if not (word.isdecimal() and low <= int(word) <= high):
        words = "“{text}” will not do. {what} is a whole number from {low} to {high}."
        raise ValueError(say(words, text=text, what=say(what), low=low, high=high))
    return int(word)


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in text.casefold().split(",") if part.strip()]
    if not parts:
        raise ValueError("Nothing was given. Write it like mon-fri or mon=8,fri=4.")
    return parts


def _day(text: str) -> str:
    day = text.strip()[:3]
    if day not in DAYS:
        raise ValueError(say("“{text}” is not a weekday. The days are {days}.", text=text, days=", ".join(DAYS)))
    return day


SETTINGS: Mapping[str, Setting] = {
    "capacity": Setting(parse_capacity, 8, N_("touches a day: 8, mon=8,fri=4, or 120min of effort")),
    "weights": Setting(parse_weights, {}, N_("factors of the plan's weights, such as client=40,missed=15")),
    "workdays": Setting(parse_workdays, "mon-fri", N_("working days, such as mon-fri")),
    "country": Setting(parse_country, "", N_("country of the public holidays, two letters")),
    "region": Setting(str.strip, "", N_("state or province of the public holidays, such as NY")),
    "zone": Setting(parse_zone, "", N_("time zone; empty is the computer's own")),
    "language": Setting(parse_language, "", N_("language of the program: en or zh_CN; empty follows the terminal")),
    "name": Setting(str.strip, "", N_("your name, as cards are signed")),
    "signature": Setting(str.strip, "", N_("closing lines of drafts")),
    "practice": Setting(str.strip, "", N_("what you do, in a few words")),
    "email": Setting(parse_email, "", N_("your own address: digests go there, calendars know you by it")),
    "mail_people": Setting(
        _one_of("full", "initials", "counts"), "full", N_("what a mail says of people: full, initials, counts")
    ),
    "has_colleagues": Setting(parse_yes_no, True, N_("whether you have fellow lawyers")),
    "has_assistant": Setting(parse_yes_no, False, N_("whether you have an assistant")),
    "rules": Setting(_one_of("us", "cn", "none"), None, N_("professional rules: us, cn or none (by country)")),
    "day_order": Setting(_one_of("mdy", "dmy", "ymd"), None, N_("how 3/4 is read: mdy, dmy or ymd (by country)")),
    "feb29": Setting(_one_of("feb28", "mar1"), "feb28", N_("the day of a 29 February in common years")),
    "lunar": Setting(
        _of_domain("lunar", "rule_text"), "day29,leap", N_("lunar days a year lacks: day29 or next, leap or ordinary")
    ),
    "holidays": Setting(
        _of_domain("holidays", "marks_text"),
        "New Year",
        N_("holidays that clients, referrers and level 2 up get a card for"),
    ),
    "card_leads": Setting(
        _of_domain("cards", "lead_days"), {}, N_("days cards take, such as post=7,abroad=21,CN=25,email=0")
    ),
    "auto_backup": Setting(parse_yes_no, True, N_("copies of the store by itself: daily, before imports, erasing")),
    "snooze_days": Setting(_number(N_("A snooze"), 1, 60), 3, N_("days `snooze` puts off where none are given")),
}


def default_of(key: str, country: str = "") -> Any:
    """The value of a setting that was never set; `rules` and `day_order` go by the country."""
    if key == "rules":
        from relcadence.domain.conduct import rules_of

        return rules_of(country)
    if key == "day_order":
        if country in ("CN", "TW", "JP", "KR", "HU", "LT", "MN"):
            return "ymd"
        return "mdy" if country in ("", "US", "PH") else "dmy"
    return SETTINGS[key].default


def as_text(value: Any) -> str:
    """A value as the user would type it; `parse` reads it back to the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and "minutes" in value:
        return f"{value['minutes']}min"
    if isinstance(value, dict):
        return ",".join(f"{key}={number}" for key, number in value.items())
    return "" if value is None else str(value)
