"""Where the program lives: the home folders, and config.toml with store, language, mail and editor.

It is read before the store, and makes no folder unasked; everything else that can be set is in `settings`.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from relcadence.errors import StoreTrouble, UsageProblem, reason_of, say

APP = "relcadence"
CONFIG_KEYS: Mapping[str, type] = {"store": str, "language": str, "mail": dict, "editor": str}


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
