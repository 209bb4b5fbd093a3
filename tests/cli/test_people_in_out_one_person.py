"""One person: found, merged, erased for good."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["muller"], ["Zoë Müller-Łukasz"]),
        (["müller", "zoe"], ["Zoë Müller-Łukasz"]),
        (["lukasz"], ["Zoë Müller-Łukasz"]),
        (["芳"], ["王芳"]),
        (["王芳"], ["王芳"]),
        (["芳王"], []),
        (["ＷＡＮＧ"], ["王芳", "Wang Li"]),
        (["lily"], ["Wang Li"]),
        (["sail"], ["Wang Li"]),
        (["asked about"], ["Wang Li"]),
        (["about asked"], []),
        (["harbour", "lease"], ["Wang Li"]),
        (["role:client"], ["Wang Li", "王芳"]),
        (["role:client", "level:>=2"], ["Wang Li"]),
        (["role:client", "level:<=2"], ["Wang Li"]),
        (["role:client", "level:0"], ["王芳"]),
        (["role:Client", "tag:VIP", "no:Birthday"], ["Wang Li"]),
        (["role:client", "tag:-vip"], ["王芳"]),
        (["has:birthday"], ["José Ortega"]),
        (["silent:>30d", "role:client"], ["王芳"]),
        (["lease", "role:prospect"], []),
        (["2125550101"], ["Wang Li"]),
        (["rtega"], ["José Ortega"]),
        (['"'], None),
        (["a*b", "OR"], []),
    ],
)
def test_find(run: Run, book: Path, words: list[str], names: list[str] | None) -> None:
    ended = run("find", *words, "--json")
    assert ended.code == (2 if names is None else 0)
    assert names is None or [hit["contact"] for hit in ended.data] == names


def test_hits_beyond_the_limit_are_counted(run: Run, book: Path) -> None:
    assert "warning" not in run("find", "role:client").err
    ended = run("find", "role:client", "--limit", "1")
    assert len(ended.out.splitlines()) == 1
    assert ended.err == "warning: 1 more hit is not shown; --limit 2 shows all.\n"
    assert len(run("find", "role:client", "--limit", "1", "--json").json["warnings"]) == 1


def test_the_index_follows_every_change_and_its_undo(run: Run, book: Path) -> None:
    def hits(*words: str) -> int:
        return len(run("find", *words, "--json").data)

    run("log", "wang li", "--call", "the zebra clause")
    assert hits("zebra") == 1
    run("undo")
    assert hits("zebra") == 0
    run("edit", "wang li", "--note", "collects stamps", "--org", "Quay")
    assert (hits("stamps"), hits("harbour textiles")) == (1, 0)
    run("undo")
    assert (hits("stamps"), hits("harbour textiles")) == (0, 1)
    run("log", "wang li", "--call", "the zebra clause", "--private")
    assert hits("zebra") == 0
    run("archive", "wang li")
    assert (hits("lease"), hits("lease", "status:any")) == (0, 1)


def test_merge_shows_first_and_keeps_both_histories(run: Run, book: Path) -> None:
    run("log", "#5", "--call", "from the office", "--minutes", "5")
    run("log", "#6", "--meal", "family lunch")
    run("edit", "#6", "--title", "Sister", "--birthday", "1990-01-02")
    run("edit", "#5", "--title", "Partner")
    before = run("export", "json").out
    assert run("merge", "#5", "#6").code == 5
    shown = run("merge", "#5", "#6", "--dry-run", "--json").data
    assert shown["conflicts"] == [{"field": "title", "kept": "Partner", "other": "Sister"}]
    assert run("export", "json").out == before
    assert run("merge", "#5", "#6", "--yes").code == 0
    found = run("show", "ann lee", "--json").data
    assert (found["id"], found["roles"], found["note"]) == (5, ["colleague", "circle"], "title: Sister")
    assert [each["note"] for each in found["last_touches"]] == ["family lunch", "from the office"]
    assert found["birthday"] == "1990-01-02"
    assert run("show", "#6").code == 3
    assert run("doctor").code == 0
    assert run("undo").code == 0
    assert run("export", "json").out == before


def test_merge_of_the_two_of_a_referral_and_of_one_meeting(run: Run, book: Path) -> None:
    run("log", "wang li", "--meal", "pier", "--with", "jose", "--with", "zoe", "--minutes", "60")
    before = run("export", "json").out
    assert run("merge", "jose", "wang li", "--yes").code == 0
    found = run("show", "jose", "--json").data
    assert found["referrals"] == []
    assert [(each["note"], each["minutes"]) for each in found["last_touches"]].count(("pier", 60)) == 1
    assert [each["note"] for each in found["last_touches"]].count("pier") == 1
    assert run("doctor").code == 0
    run("undo")
    assert run("export", "json").out == before


@pytest.mark.parametrize(("gone", "kept"), [("#6", "#5"), ("#5", "#6")])
def test_who_died_is_not_brought_back_by_a_merge(run: Run, book: Path, gone: str, kept: str) -> None:
    run("archive", gone, "--reason", "Deceased")
    assert run("merge", "#5", "#6", "--yes").code == 0
    assert run("list", "--status", "archived", "--json").data[0]["id"] == 5
    assert [row["id"] for row in run("list", "--json").data].count(5) == 0
    run("undo")
    run("restore", gone)
    run("archive", gone, "--reason", "moved")
    assert run("merge", "#5", "#6", "--yes").code == 0
    assert [row["id"] for row in run("list", "--json").data].count(5) == 1


def test_merge_of_one_with_itself(run: Run, book: Path) -> None:
    assert run("merge", "wang li", "lily").code == 2


def raw(home: Path, words: list[str], *, but: tuple[str, ...] = ()) -> list[str]:
    """The files of the home whose bytes hold one of the words."""
    return [
        f"{path.name}: {word}"
        for path in sorted(home.rglob("*")) if path.is_file() and path.name not in but
        for word in words if word.encode() in path.read_bytes()
    ]  # fmt: skip


TRACES = [
    "Wang Li",
    "wang li",
    "Lily Wang",
    "wang.li@harbour",
    "212 555 0101",
    "Harbour Textiles",
    "asked about the lease",
]


def test_erase_leaves_no_byte(run: Run, book: Path, tmp_path: Path) -> None:
    run("export", "ics", "-o", tmp_path / "out.ics")
    run("log", "wang li", "--call", "zebra clause", "--with", "zoe", "--minutes", "9")
    run("edit", "wang li", "--note", "Wang Li collects stamps", "--alias=-Lily Wang")
    run("undo")
    run("backup")
    (backup,) = sorted((book / "backups").iterdir())
    assert len(raw(book, TRACES)) > 8
    ended = run("erase", "wang li", "--dry-run", "--json")
    assert ended.data["rows"]["touch"] == 2 and ended.data["backups_left"] == [str(backup)]
    assert run("erase", "wang li").code == 5
    ended = run("erase", "wang li", "--yes", "--json")
    assert ended.code == 0, ended.err
    assert (ended.data["erased_so_far"], ended.data["backups_left"]) == (1, [str(backup)])
    assert raw(book, TRACES, but=(backup.name,)) == []
    assert raw(book, TRACES) != []
    assert run("doctor").code == 0
    assert run("show", "zoe", "--json").data["last_touches"][0]["minutes"] == 9
    assert run("show", "wang li").code == 3
    assert run("history").code == 0


def test_erase_reaches_the_backups_that_are_named(run: Run, book: Path) -> None:
    run("backup")
    (backup,) = sorted((book / "backups").iterdir())
    ended = run("erase", "wang li", "--yes", "--json", "--backup", str(backup))
    assert ended.code == 0, ended.err
    assert ended.data["backups_left"] == []
    assert raw(book, TRACES) == []
    assert run("backup", "verify", backup).code == 0


def test_erase_names_what_others_notes_say(run: Run, book: Path) -> None:
    run("log", "jose", "--call", "spoke of Wang Li")
    ended = run("erase", "wang li", "--yes")
    assert "touch" in ended.out and "José Ortega" in ended.out


def test_an_import_can_be_undone_after_one_of_it_was_erased(run: Run, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Email\nAna Diaz,ana@a.example\nBo Rood,bo@b.example\n")
    run("import", path, "--yes")
    assert run("erase", "ana", "--yes").code == 0
    assert run("undo", "--yes").code == 0
    assert run("list", "--json").data == []
