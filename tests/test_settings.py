"""Where the program lives, and the settings: what each text means and which are refused."""

from pathlib import Path
from typing import Any

import pytest

from relcadence.errors import RelcadenceError, StoreTrouble, UsageProblem
from relcadence.home import find_home
from relcadence.settings import SETTINGS, as_text, default_of

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("capacity", " 8 ", 8),
        ("capacity", "0", 0),
        ("capacity", "mon=8,fri=4", dict(zip(WEEK, [8, 8, 8, 8, 4, 8, 8], strict=True))),
        ("capacity", "6, Friday=4 ,SAT=0", dict(zip(WEEK, [6, 6, 6, 6, 4, 0, 6], strict=True))),
        ("workdays", "mon-fri", "mon-fri"),
        ("workdays", "Sun-Thu", "mon,tue,wed,thu,sun"),
        ("workdays", "thu,mon,tue", "mon,tue,thu"),
        ("workdays", "wed,tue,mon", "mon-wed"),
        ("workdays", "sat", "sat"),
        ("country", "us", "US"),
        ("country", "uk", "GB"),
        ("country", "", ""),
        ("zone", "Asia/Shanghai", "Asia/Shanghai"),
        ("zone", "", ""),
        ("email", " me@law.example ", "me@law.example"),
        ("email", "", ""),
        ("language", "zh", "zh_CN"),
        ("language", "en-GB", "en"),
        ("has_assistant", "Yes", True),
        ("has_colleagues", "否", False),
        ("rules", "US", "us"),
        ("feb29", "mar1", "mar1"),
        ("snooze_days", "3", 3),
        ("name", " Ann Lee ", "Ann Lee"),
    ],
)
def test_parse(key: str, text: str, value: Any) -> None:
    assert SETTINGS[key].parse(text) == value
    assert SETTINGS[key].parse(as_text(value)) == value


ZONE_FORM = "A zone is written like America/New_York or Asia/Shanghai."


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("capacity", "-1", "“-1” will not do. Capacity is a whole number from 0 to 200."),
        ("capacity", "mon=8,frx=4", "“frx” is not a weekday. The days are mon, tue, wed, thu, fri, sat, sun."),
        ("capacity", "", "Nothing was given. Write it like mon-fri or mon=8,fri=4."),
        ("workdays", ",", "Nothing was given. Write it like mon-fri or mon=8,fri=4."),
        ("country", "China", "“China” is not a country code. Two letters are meant, such as US, CN or DE."),
        ("zone", "Mars/Base", "There is no time zone “Mars/Base”. " + ZONE_FORM),
        ("zone", "../etc/passwd", None),
        ("email", "me at law", "“me at law” is not an e-mail address."),
        ("email", "a@b\nBcc: c@d", None),
        ("language", "fr", "“fr” is not a language of this program. It knows en, zh_CN."),
        ("has_assistant", "maybe", "“maybe” is neither yes nor no."),
        ("rules", "uk", "“uk” will not do. It is one of us, cn, none."),
        ("snooze_days", "61", "“61” will not do. A snooze is a whole number from 1 to 60."),
        ("snooze_days", "²", None),
    ],
)  # fmt: skip
def test_refuse(key: str, text: str, said: str | None) -> None:
    with pytest.raises(ValueError) as refused:
        SETTINGS[key].parse(text)
    assert said is None or str(refused.value) == said


@pytest.mark.parametrize("key", SETTINGS)
@pytest.mark.parametrize("country", ["", "US", "CN", "DE"])
def test_defaults_are_values_of_their_setting(key: str, country: str) -> None:
    value = default_of(key, country)
    assert SETTINGS[key].parse(as_text(value)) == value
    assert SETTINGS[key].help


@pytest.mark.parametrize(
    ("country", "rules", "order"),
    [("US", "us", "mdy"), ("CN", "cn", "ymd"), ("DE", "none", "dmy"), ("JP", "none", "ymd"), ("", "none", "mdy")],
)
def test_defaults_by_country(country: str, rules: str, order: str) -> None:
    assert (default_of("rules", country), default_of("day_order", country)) == (rules, order)


def test_a_named_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = find_home({"RELCADENCE_HOME": str(tmp_path)})
    assert home.store_path == tmp_path / "relcadence.db"
    assert home.backups == tmp_path / "backups"
    assert home.state_path == tmp_path / "state.db"
    assert not home.configured
    monkeypatch.chdir(tmp_path)
    assert find_home({"RELCADENCE_HOME": "here"}).folder == tmp_path / "here"


def test_the_home_of_the_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    home = find_home({})
    assert home.store_path == tmp_path / "data" / "relcadence" / "relcadence.db"
    assert home.config_path == tmp_path / "config" / "relcadence" / "config.toml"


@pytest.mark.parametrize(
    ("store", "path"),
    [
        ("/mnt/usb/book.db", "/mnt/usb/book.db"),
        ("book.db", "HERE/book.db"),
        ("sqlite:///book.db", "HERE/book.db"),
        ("sqlite:////mnt/usb/a%20b?.db", "/mnt/usb/a%20b?.db"),
        ("~/book.db", "/home/ann/book.db"),
    ],
)
def test_config_names_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str, path: str) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    (tmp_path / "config.toml").write_text(
        f'store = "{store}"\nlanguage = "zh_CN"\neditor = "vi"\n[mail]\nhost = "x"\n'
    )
    home = find_home({"RELCADENCE_HOME": str(tmp_path)})
    assert str(home.store_path) == path.replace("HERE", str(tmp_path))
    assert (home.language, home.editor, home.mail, home.configured) == ("zh_CN", "vi", {"host": "x"}, True)
    assert home.backups == tmp_path / "backups"


@pytest.mark.parametrize(
    ("config", "kind", "said"),
    [
        (b'store = "postgresql://x/y"', UsageProblem, "names the store “postgresql://x/y”"),
        (b'store = "sqlite://"', UsageProblem, "which this version cannot open"),
        (b'store = "sqlite:///"', UsageProblem, "which this version cannot open"),
        (b"store = [", StoreTrouble, "is not valid TOML: "),
        (b'store = "x"\nlanguage = en', StoreTrouble, "line 2"),
        (b"store = 3", StoreTrouble, "the value of “store” must be text in quotes"),
        (b'mail = "x"', StoreTrouble, "the value of “mail” must be a table"),
        (b"\xff\xfe", StoreTrouble, "is not UTF-8 text"),
    ],
)
def test_config_that_will_not_do(tmp_path: Path, config: bytes, kind: type[RelcadenceError], said: str) -> None:
    (tmp_path / "config.toml").write_bytes(config)
    with pytest.raises(kind) as refused:
        find_home({"RELCADENCE_HOME": str(tmp_path)})
    assert said in refused.value.what
    assert str(tmp_path / "config.toml") in refused.value.what
    assert refused.value.hint


def test_an_unknown_key_is_only_a_warning(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("colour = 1\n")
    (warning,) = find_home({"RELCADENCE_HOME": str(tmp_path)}).warnings
    assert warning == f"{tmp_path}/config.toml has an unknown key “colour”; it is ignored."


def test_folders_are_made_for_the_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('store = "deep/down/book.db"\n')
    home = find_home({"RELCADENCE_HOME": str(tmp_path)})
    home.make()
    home.make()
    assert (tmp_path / "deep" / "down").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    home = find_home({"RELCADENCE_HOME": str(tmp_path / "file" / "home")})
    with pytest.raises(StoreTrouble, match="cannot be made: Not a directory"):
        home.make()
