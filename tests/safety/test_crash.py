"""Kills, power cuts and a disk that refuses: samples of what `crash`, `power` and `refusals` play out in full."""

from pathlib import Path

import pytest

from tests.safety import faults
from tests.safety.crash import PLAYS
from tests.safety.power import DEFAULT

pytestmark = pytest.mark.usefixtures("needs_faults")
SAMPLES = [
    ("crash", "migrate", "--every", "41"),
    ("crash", "restore", "--every", "67", "--torn"),
    ("power", "log", "--every", "41", "--cuts", "6"),
    ("refusals", "export ics", "done", "--every", "59"),
]


@pytest.mark.parametrize("words", SAMPLES, ids=" ".join)
def test_nothing_is_lost_and_nothing_is_half(words: tuple[str, ...], tmp_path: Path) -> None:
    ended = faults.with_faults(words[0], list(words[1:]), tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.splitlines()[-1].endswith(" 0 wrong")


def test_the_model_of_power_cuts_tells_bad_settings_from_good_ones(tmp_path: Path) -> None:
    settings = "journal_mode = DELETE, synchronous = FULL"
    ended = faults.with_faults("power", ["log", "--every", "999", "--settings", settings], tmp_path)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "not one of" in ended.stdout


@pytest.mark.long
@pytest.mark.parametrize("name", PLAYS)
@pytest.mark.parametrize("way", [(), ("--torn",)])
def test_killed_at_every_write(name: str, way: tuple[str, ...], tmp_path: Path) -> None:
    ended = faults.with_faults("crash", [name, *way], tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.long
@pytest.mark.parametrize("name", DEFAULT)
def test_the_power_gone_after_every_call(name: str, tmp_path: Path) -> None:
    ended = faults.with_faults("power", [name], tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.long
@pytest.mark.parametrize("name", PLAYS)
def test_refused_at_every_write(name: str, tmp_path: Path) -> None:
    ended = faults.with_faults("refusals", [name], tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
