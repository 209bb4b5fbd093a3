"""Importing again: what changed there comes, what was changed here stays, what was deleted does not come back."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import environment

Run = Callable[..., Any]
HEAD = "Name,Role,Email,Company,Tags,Notes,Cadence\n"
JANE = "Jane Doe,prospect,jane@a.example,Acme,tax;vip,likes tea,\n"
BO = "Bo Li,client,bo@b.example,Beta,,,\n"


@pytest.fixture
def source(run: Run, empty: Path, tmp_path: Path) -> Callable[..., Any]:
    """Write the file of the source and import it."""

    def source(*rows: str, name: str = "people.csv", options: tuple[str, ...] = ("--yes", "--json")) -> Any:
        path = tmp_path / name
        path.write_text(HEAD + "".join(rows))
        return run("import", path, *options)

    assert source(JANE, BO).code == 0
    return source


def jane(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = run("show", "jane", "--json").data
    return found


def test_the_source_is_followed(run: Run, source: Run) -> None:
    ended = source("Jane Doe,client,jane@new.example,Acme Two,tax,likes coffee,\n", BO)
    assert [each["action"] for each in ended.data["files"][0]["actions"]] == ["update", "same"]
    found = jane(run)
    assert (found["roles"], found["tags"], found["organisation"]) == (["client"], ["tax"], "Acme Two")
    assert (found["reach"][0]["value"], found["note"]) == ("jane@new.example", "likes coffee")


def test_what_was_changed_here_stays_and_is_named(run: Run, source: Run) -> None:
    run("edit", "jane", "--org", "Mine", "--note", "my own words")
    ended = source(JANE.replace("Acme", "Theirs").replace("likes tea", "likes coffee"), BO)
    assert ended.data["files"][0]["actions"][0]["kept"] == ["organisation", "note"]
    assert (jane(run)["organisation"], jane(run)["note"]) == ("Mine", "my own words")


def test_what_was_deleted_here_does_not_come_back(run: Run, source: Run) -> None:
    run("edit", "jane", "--tag=-vip", "--email=-jane@a.example", "--org", "")
    before = run("export", "json").out
    ended = source(JANE, BO)
    assert [each["action"] for each in ended.data["files"][0]["actions"]] == ["same", "same"]
    assert run("export", "json").out == before


def test_a_contact_made_by_hand_is_remembered_at_the_first_import(run: Run, source: Run) -> None:
    run("add", "Cy Rood", "--email", "cy@c.example", "--tag", "golf")
    cy = "Cy Rood,,cy@c.example,,golf,,\n"
    source(JANE, BO, cy)
    run("edit", "cy", "--tag=-golf")
    source(JANE, BO, cy)
    assert run("show", "cy", "--json").data["tags"] == []


@pytest.mark.parametrize("name", ["people (2).csv", "people-2026-12-01.csv", "export.csv"])
def test_the_source_is_known_by_another_file_name(run: Run, source: Run, name: str) -> None:
    run("edit", "jane", "--tag=-vip")
    source(JANE, BO, name=name)
    assert jane(run)["tags"] == ["tax"]


def test_two_sources_are_kept_apart(run: Run, source: Run, tmp_path: Path) -> None:
    other = tmp_path / "phone.vcf"
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jane Doe\r\nEMAIL:jane@a.example\r\nORG:Beta\r\nUID:1\r\nEND:VCARD\r\n"
    other.write_text(card)
    run("import", other, "--yes")
    source(JANE, BO)
    assert jane(run)["organisation"] == "Acme"
    other.write_text(card.replace("ORG:Beta", "ORG:Gamma"))
    assert run("import", other, "--yes", "--json").data["files"][0]["actions"][0]["kept"] == ["organisation"]
    assert jane(run)["organisation"] == "Acme"


def test_undo_takes_the_memory_back_too(run: Run, source: Run) -> None:
    before = run("export", "json").out
    source(JANE.replace("Acme", "Two"), BO.replace("Beta", "Three"))
    run("undo")
    assert run("export", "json").out == before
    source(JANE.replace("Acme", "Two"), BO.replace("Beta", "Three"))
    assert jane(run)["organisation"] == "Two"


def test_our_own_export_is_recognised_by_its_identity(run: Run, source: Run, tmp_path: Path) -> None:
    out = tmp_path / "phone.vcf"
    run("export", "vcf", "-o", out)
    out.write_text(out.read_text().replace("FN:Jane Doe", "FN:J. Roth").replace("jane@a.example", "roth@x.example"))
    ended = run("import", out, "--yes", "--json")
    assert ended.data["files"][0]["counts"] == {"update": 1, "same": 1}
    assert jane(run)["aliases"] == ["J. Roth"]


BAD = "Ed Bad,,ed@d.example,,,,every blue moon\n"
SHORT = "Kim Short,,kim@k.example\n"
WIDE = "Al Wide,,al@w.example,,,,,one,two\n"


def test_rows_that_cannot_be_kept_stop_all_with_their_line(run: Run, source: Run) -> None:
    before = run("export", "json").out
    ended = source(JANE, BAD, WIDE, options=("--yes",))
    assert ended.code == 6
    assert "number 4" in ended.err and "--skip-bad" in ended.err
    assert run("export", "json").out == before


def test_the_good_are_taken_and_the_others_written_in_the_same_format(run: Run, source: Run, tmp_path: Path) -> None:
    ended = source(JANE, BAD, SHORT, WIDE, ",,,,,,\n", options=("--yes", "--skip-bad", "--json"))
    assert ended.code == 0
    assert ended.data["files"][0]["rejected"] == str(tmp_path / "people.csv.rejected")
    assert (tmp_path / "people.csv.rejected").read_text() == HEAD + BAD + WIDE
    assert run("find", "kim", "--json").data and not run("find", "wide", "--json").data
    (tmp_path / "people.csv.rejected").write_text(HEAD + BAD.replace("every blue moon", "monthly"))
    assert run("import", tmp_path / "people.csv.rejected", "--yes").code == 0
    assert run("show", "ed", "--json").data["cadence"] == "monthly"


def test_a_card_cut_off_goes_to_the_rejected(run: Run, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes(b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut O")
    assert run("import", path, "--yes").code == 6
    assert run("import", path, "--yes", "--skip-bad").code == 0
    assert Path(f"{path}.rejected").read_bytes() == b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut O\r\nEND:VCARD\r\n"


def test_a_namesake_becomes_a_new_contact_that_duplicates_lists(run: Run, source: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Name,City\nJane Doe,Boston\n")
    ended = run("import", other, "--yes", "--json").data["files"][0]
    assert ended["counts"] == {"ask": 1}
    (pair,) = run("duplicates", "--json").data
    assert (pair["first_name"], pair["second_name"], pair["reasons"]) == ("Jane Doe", "Jane Doe", ["name"])


def test_columns_are_saved_under_a_name(run: Run, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "kunden.csv"
    path.write_text("Kunde,Post\nKarl Zimt,karl@z.example\n")
    assert run("import", path, "--yes", "--map", "Kunde=name", "--map", "Post=email", "--save-map", "zimt").code == 0
    path.write_text("Kunde,Post\nKarl Zimt,karl@z.example\nEva Salz,eva@s.example\n")
    ended = run("import", path, "--yes", "--map", "zimt", "--json")
    assert ended.data["files"][0]["counts"] == {"same": 1, "create": 1}
    assert run("import", path, "--yes", "--map", "nobody").code == 2


def test_encoding_and_delimiter_can_be_said(run: Run, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes("Name#Email\nZoë Nuñez#zoe@z.example\n".encode("cp1252"))
    ended = run("import", path, "--yes", "--json", "--encoding", "cp1252", "--delimiter", "#")
    assert ended.data["files"][0]["notes"] == ["read as cp1252, separated by '#'"]
    assert run("show", "zoe", "--json").data["name"] == "Zoë Nuñez"


@pytest.mark.long
def test_an_interrupted_import_leaves_nothing(run: Run, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text(HEAD + "".join(f"Person {at},client,p{at}@x.example,,,,\n" for at in range(20_000)))
    before = run("export", "json").out
    started = subprocess.Popen(
        [sys.executable, "-m", "relcadence", "import", str(path), "--yes"], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=environment(),
    )  # fmt: skip
    journal = empty / "relcadence.db-journal"
    for _ in range(600):
        if (journal.exists() and journal.stat().st_size) or started.poll() is not None:
            break
        time.sleep(0.05)
    os.kill(started.pid, signal.SIGINT)
    assert started.wait() == 130
    assert run("export", "json").out == before
