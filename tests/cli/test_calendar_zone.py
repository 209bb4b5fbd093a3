"""The name of the computer's time zone, where the store has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from relcadence.cli import zone
from relcadence.cli.context import Context
from relcadence.errors import UsageProblem


def context(home: Path, **environ: str) -> Context:
    """A run in a home without a store."""
    return Context(environ={"RELCADENCE_HOME": str(home), **environ})


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":Asia/Shanghai", "Asia/Shanghai"),
        ("/usr/share/zoneinfo/America/New_York", "America/New_York"),
    ],
)
def test_tz_names_the_zone(tmp_path: Path, wanted: str, name: str) -> None:
    assert zone.zone_of(context(tmp_path, TZ=wanted)).key == name


def test_the_link_of_the_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "zoneinfo" / "Europe" / "Paris"
    file.parent.mkdir(parents=True)
    file.touch()
    link = tmp_path / "localtime"
    link.symlink_to(file)
    monkeypatch.setattr(zone, "LOCALTIME", link)
    assert zone.zone_of_computer({}) == "Europe/Paris"
    monkeypatch.setattr(zone, "LOCALTIME", tmp_path / "none")
    assert zone.zone_of_computer({}) == "UTC"


@pytest.mark.parametrize("wanted", ["Nowhere/Land", "../../etc/passwd", "CST6CDT,M3.2.0,M11.1.0"])
def test_what_is_no_name_is_told(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(UsageProblem) as told:
        zone.zone_of(context(tmp_path, TZ=wanted))
    assert "config set zone" in told.value.hint


def test_an_unnamed_zone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = tmp_path / "localtime"
    copied.touch()
    monkeypatch.setattr(zone, "LOCALTIME", copied)
    with pytest.raises(UsageProblem, match="does not tell the name"):
        zone.zone_of(context(tmp_path))
