"""People out: address books, tables, labels, the dossier, all that is held about one, and the whole book."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import vobject

Run = Callable[..., Any]
SECRET = "told me in confidence"


@pytest.fixture
def secret(run: Run, book: Path) -> Path:
    """The practice, with a private note on Wang Li."""
    assert run("log", "wang li", "--call", SECRET, "--private").code == 0
    return book


@pytest.mark.parametrize(
    "words", [["vcf"], ["vcf", "--version", "4.0"], ["csv"], ["labels"], ["markdown", "wang li"]]
)
def test_private_notes_stay(run: Run, secret: Path, words: list[str]) -> None:
    ended = run("export", *words)
    assert ended.code == 0 and SECRET not in ended.out


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_cards_are_read_by_another_parser(run: Run, book: Path, version: str) -> None:
    cards = list(vobject.readComponents(run("export", "vcf", "--version", version).out))
    names = [each.fn.value for each in cards]
    assert names == ["Ann Lee", "Ann Lee", "José Ortega", "Wang Li", "Zoë Müller-Łukasz", "王芳"]
    assert {each.version.value for each in cards} == {version}


def test_filters_and_who_is_left_out(run: Run, book: Path) -> None:
    def names(*options: str) -> set[str]:
        rows = csv.DictReader(io.StringIO(run("export", "csv", *options).out, newline=""))
        return {row["Name"] for row in rows}

    assert names("--role", "client") == {"Wang Li", "王芳"}
    assert names("--tag", "vip") == {"Wang Li"}
    assert "Bo Judge" not in names() and "Bo Judge" in names("--all")
    run("archive", "wang li")
    assert "Wang Li" not in names() and names("--status", "archived") == {"Wang Li"}
    assert run("export", "csv", "--role", "boss").code == 2


@pytest.mark.parametrize(
    "words", [["vcf", "--version", "3.0"], ["vcf", "--version", "4.0"], ["csv"], ["csv", "--excel"]]
)
def test_what_goes_out_comes_in_again_as_the_same(run: Run, book: Path, tmp_path: Path, words: list[str]) -> None:
    out = tmp_path / "out"
    assert run("export", *words, "-o", out).code == 0
    counts = run("import", out, "--dry-run", "--json").data["files"][0]["counts"]
    assert counts == {"same": 6}
    assert run("export", *words, "-o", out, "--json").data["written"] is False


def test_unknown_properties_are_given_back(run: Run, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.vcf"
    path.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Diaz\r\nX-SHOE-SIZE:38\r\nitem1.X-ABDATE:2020-01-02\r\n"
        "item1.X-ABLabel:first case\r\nPHOTO;ENCODING=b:AAAA\r\nEND:VCARD\r\n"
    )
    run("import", path, "--yes")
    out = run("export", "vcf").out
    assert "X-SHOE-SIZE:38" in out and "item1.X-ABLabel:first case" in out and "PHOTO" not in out


def test_labels_name_who_has_no_address(run: Run, book: Path) -> None:
    run("edit", "wang li", "--address", "1 Quay St\nBoston MA")
    ended = run("export", "labels", "--role", "client")
    assert ended.out == "Wang Li\n1 Quay St\nBoston MA\n"
    assert "王芳" in ended.err
    assert "<p>Wang Li<br>1 Quay St<br>Boston MA</p>" in run("export", "labels", "--format", "html").out


def test_the_dossier(run: Run, secret: Path) -> None:
    text = run("export", "markdown", "wang li").out
    assert text.startswith("# Wang Li\n\n- **organisation**: Harbour Textiles\n- **roles**: client\n")
    assert "## Open promises\n\n- 2026-11-23: send the draft\n" in text
    assert "- 2026-11-02 call: asked about the lease" in text


def test_all_that_is_held_asks_first_and_holds_the_private_notes(run: Run, secret: Path) -> None:
    assert run("export", "about", "wang li").code == 5
    run("backup")
    text = run("export", "about", "wang li", "--yes").out
    assert SECRET in text and "## source" not in text and "## backups" in text
    held = json.loads(run("export", "about", "wang li", "--yes", "--format", "json").out)
    assert {"contact", "touch", "promise", "reach", "label", "slot"} <= set(held["facts"])
    assert {row["contact_id"] for row in held["facts"]["touch"]} == {1}
    assert held["mentioned"][0]["table"] == "referral"
    assert held["history"][0]["title"] == "add Wang Li"


def test_the_whole_book_goes_into_an_empty_home_byte_for_byte(
    run: Run, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("skip", "F1")
    out = run("export", "json").out
    path = tmp_path / "book.json"
    path.write_text(out)
    assert json.loads(out)["relcadence"] == 1 and SECRET in out
    refused = run("import", path, "--yes")
    assert refused.code == 5 and "RELCADENCE_HOME" in refused.err
    monkeypatch.setenv("RELCADENCE_HOME", str(tmp_path / "other"))
    assert run("import", path, "--dry-run").code == 0
    assert not (tmp_path / "other").exists()
    assert run("import", path, "--yes").code == 0
    assert run("export", "json").out == out
    assert [row["handle"] for row in run("agenda", "--json").data]
    run("undo")
    assert json.loads(run("export", "json").out)["facts"]["contact"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"relcadence": 1', '"relcadence": 9'),
        ('"name": "Wang Li"', '"name": ""'),
        ('"contact_id": 1,', '"contact_id": 99,'),
        ('"touched_on": "', '"touched_on": "x'),
        ('"account": [', '"accounts": ['),
        ('"title": "', '"titel": "'),
        ("}}\n", ""),
    ],
)
def test_a_book_that_is_damaged_is_refused_whole(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    out = run("export", "json").out
    assert old in out
    path = tmp_path / "book.json"
    path.write_text(out.replace(old, new))
    monkeypatch.setenv("RELCADENCE_HOME", str(tmp_path / "other"))
    ended = run("import", path, "--yes")
    assert ended.code == 6, ended.err
    assert not run("list", "--json").json.get("data")
