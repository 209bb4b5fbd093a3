"""What must not be told is not told, by any output: every one is asked, and a new one fails until it is sorted.

`MAY_NAME` says for each state of a person which outputs may still hold words about her: those in which the user looks
back, or asks for that person by name. All others are asked not to.
"""

from __future__ import annotations

import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from shlex import split
from typing import Any

import pytest

from tests.safety.outputs import ACTS, COMPLETED, READS
from tests.safety.test_attacks import MAILED, filled

__all__ = ["filled"]
Run = Callable[..., Any]
SECRET = "Xylograph"
# What tells of the person, and stands in nothing that is about others.
WORDS = (
    "Zebra Quill", "Zebra Lily", "zebra@harbour", "Zebra Street", "555 0101", "Zebra asked", "Zebra send",
    "Zebra ask the bank", "Zebra came by", "Zebra lease of", "Zebra is tall", "Zebra two matters", "Zebra won",
    "Zebra lease ends", "Zebra Textiles", "Zebra boss", "Zebra golf", "Zebra tea", "Zebra fair", "Dear Zebra",
)  # fmt: skip
LOOKING_BACK = {
    "show", "history", "undo", "promise list", "refer list", "refer show", "matter show", "occasion show",
    "event show", "research show", "cards show", "checklist audit", "export json", "export about",
    "timeline",
    # a referrer is thanked for whom she sent, whatever became of them
    "today", "agenda", "week", "digest", MAILED,
}  # fmt: skip
MAY_NAME = {
    "do-not-contact": LOOKING_BACK | {
        "list", "find", "matter list", "occasion list", "event list", "group list", "group show", "article show",
        "service show", "client-plan list", "client-plan show", "research list", "export markdown", "prune list",
        "prune file", "duplicates", "pyramid", "completion",
    },
    "archived": LOOKING_BACK,
    "deceased": LOOKING_BACK,
    "erased": set[str](),
    "a private note": {"show", "export json", "export about"},
}  # fmt: skip
BECOMES = {
    "do-not-contact": "edit #1 --do-not-contact 'asked us to stop'",
    "archived": "archive #1 --reason retired",
    "deceased": "archive #1 --reason deceased",
    "erased": "erase #1 --everywhere --yes",
    "a private note": f"log #1 'the {SECRET} affair' --call --private",
}
# In the outputs of the day only her name may stand, as that of whom somebody else sent.
OF_THE_DAY = {"today", "agenda", "week", "digest", MAILED}


def given_out(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """Every output by its leaf, mail and completion too."""
    for leaf, lines in READS.items():
        for line in lines:
            ended = run(*split(line))
            yield leaf, ended.out + ("" if ended.code else ended.err)  # a refusal may say who it is about
    assert run(*split(MAILED), "--yes").code == 0
    for letter in (home / "mail").iterdir():
        import email
        import email.policy

        parts = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default).walk()
        yield MAILED, "\n".join(str(part.get_content()) for part in parts if not part.is_multipart())
    with monkeypatch.context() as patch:
        patch.setenv("_RELCADENCE_COMPLETE", "fish")
        for words in COMPLETED:
            yield "completion", run(*words.split(" ")).out


@pytest.mark.parametrize("state", BECOMES)
def test_no_output_tells_what_it_must_not(
    run: Run, filled: Path, isolation: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    shutil.copytree(filled, isolation)
    assert run(*split(BECOMES[state])).code == 0
    words = (SECRET,) if state == "a private note" else WORDS
    told = set()
    for leaf, text in given_out(run, isolation, monkeypatch):
        found = {word for word in words if word in text}
        if leaf in OF_THE_DAY and state != "erased":
            found.discard("Zebra Quill")
            assert not found, (leaf, text)
        if found:
            told.add(leaf)
    assert told <= MAY_NAME[state], told - MAY_NAME[state]


def test_the_words_are_told_of_somebody_whom_no_rule_hides(
    run: Run, filled: Path, isolation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the tests above would ask for nothing."""
    shutil.copytree(filled, isolation)
    everything = "".join(text for _leaf, text in given_out(run, isolation, monkeypatch))
    assert [word for word in WORDS if word not in everything] == []
    leaves = {leaf for leaf, text in given_out(run, isolation, monkeypatch) if any(word in text for word in WORDS)}
    assert leaves >= {
        "today", "agenda", "week", "digest", MAILED, "export ics", "export vcf", "export csv", "cards csv",
        "cards labels", "share professionals", "export labels", "completion", "list", "find",
    }  # fmt: skip


def test_an_erased_person_is_in_no_byte_of_the_home(run: Run, filled: Path, isolation: Path) -> None:
    shutil.copytree(filled, isolation)
    run("export", "ics")
    run("digest", "--mail", "--yes")
    shutil.rmtree(isolation / "mail")
    assert run("erase", "#1", "--everywhere", "--yes").code == 0
    left = {
        (path.name, word)
        for path in isolation.rglob("*") if path.is_file()
        for word in WORDS if word.encode() in path.read_bytes()
    }  # fmt: skip
    assert left == set()


VCARD = "BEGIN:VCARD\nVERSION:3.0\nUID:u1\nFN:Zebra Quill\nEMAIL:zebra@harbour.example\nNOTE:call her\nEND:VCARD\n"
FILES = {
    "card.vcf": VCARD,
    "people.csv": "Name,Email,Notes\nZebra Quill,zebra@harbour.example,call her\n",
    "other.csv": "Name,Email,Do not contact\nZebra Quill,zebra@harbour.example,\n",
    "touches.csv": "Date,Name,Channel,Note\n2026-11-20,Zebra Quill,call,she called\n",
}


@pytest.mark.parametrize("name", FILES)
def test_no_import_clears_do_not_contact_or_a_hold(
    run: Run, filled: Path, isolation: Path, tmp_path: Path, name: str
) -> None:
    shutil.copytree(filled, isolation)
    run("edit", "#1", "--do-not-contact", "asked", "--hold-until", "2030-01-01", "--why", "file")
    before = run("show", "#1", "--json").data
    (tmp_path / name).write_text(FILES[name])
    for _twice in range(2):
        assert run("import", tmp_path / name, "--yes").code == 0
    after = run("show", "#1", "--json").data
    assert after["do_not_contact"] == before["do_not_contact"] == {"on": "2026-11-23", "reason": "asked"}
    assert after["hold"] == before["hold"] == {"until": "2030-01-01", "reason": "file"}


@pytest.mark.parametrize("words", ["log #1 x --call", "done P1 x --call", "event invite 1 #1", "share given #1"])
def test_an_outbound_touch_with_somebody_not_to_be_contacted_asks_first(
    run: Run, filled: Path, isolation: Path, words: str
) -> None:
    shutil.copytree(filled, isolation)
    run("edit", "#1", "--do-not-contact", "asked")
    before = run("export", "json").out
    ended = run(*split(words))
    assert ended.code == 5 and run("export", "json").out == before
    assert run("log", "#1", "x", "--call", "--in").code == 0, "what came from them is only written down"


def test_a_hold_guards_until_it_ends(run: Run, filled: Path, isolation: Path) -> None:
    shutil.copytree(filled, isolation)
    for words, code in (
        ("edit #1 --hold-until 2026-12-31", 2),
        ("edit #1 --hold-until 2026-01-01 --why x", 2),
        ("edit #1 --hold-until 2026-12-31 --why 'file closed'", 0),
    ):
        assert run(*split(words)).code == code
    assert "through 2026-12-31: file closed" in run("show", "#1").out
    for words in ("erase #1 --yes", "erase #1 --everywhere --yes", "erase #1 --dry-run", "prune archive #1 --yes"):
        ended = run(*split(words))
        assert ended.code == 5 and "file closed" in ended.err, words
    assert run("erase", "#1", "--dry-run", today="2026-12-31").code == 5
    assert run("erase", "#1", "--dry-run", today="2027-01-01").code == 0
    assert run("edit", "#1", "--no-hold").code == 0
    assert run("erase", "#1", "--yes").code == 0


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("Name,Email\nAna Diaz,ana@a.example\n")
    return path


def acted(run: Run, tmp_path: Path, people: Path) -> Iterator[tuple[str, Any]]:
    """Every act of the table, in its turn, on one home."""
    run("config", "set", "auto_backup", "yes")
    for lines in ACTS.values():
        for line in lines:
            yield line, run(*split(line.format(out=tmp_path / "out", people=people)))


def test_every_act_works_and_leaves_files_that_are_the_owners_alone(
    run: Run, filled: Path, isolation: Path, tmp_path: Path, people: Path
) -> None:
    """Whatever the umask: the program sets its own, but none of its files leans on that."""
    import os

    shutil.copytree(filled, isolation)
    before = set(tmp_path.iterdir())
    umask = os.umask(0)
    try:
        failed = [(line, ended.err) for line, ended in acted(run, tmp_path, people) if ended.code]
    finally:
        os.umask(umask)
    assert failed == []
    made = [*isolation.rglob("*"), *(set(tmp_path.iterdir()) - before)]
    mail = isolation / "mail"
    open_to_others = [
        (path.name, oct(path.stat().st_mode)) for path in made
        if path.stat().st_mode & 0o077 and mail not in (path, path.parent) and path.name != "config.toml"
    ]  # fmt: skip
    assert open_to_others == []
    assert not [path.name for path in made if path.name.startswith(".")]
    names = {path.name for path in set(tmp_path.iterdir()) - before}
    assert names == {"out.ics", "out.json", "out.vcf", "out.csv", "out.db", "out.html"}, (
        "no name comes from a contact"
    )


def test_no_command_but_the_network_ones_opens_a_socket(
    run: Run, filled: Path, isolation: Path, tmp_path: Path, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Any] = []

    def refuse(*args: Any, **more: Any) -> Any:
        tried.append(args)
        raise OSError("the network is closed here")

    shutil.copytree(filled, isolation)
    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "create_server"):
        monkeypatch.setattr(socket, name, refuse)
    for lines in READS.values():
        for line in lines:
            assert run(*split(line)).code in (0, 1), line
    assert [(line, ended.err) for line, ended in acted(run, tmp_path, people) if ended.code] == []
    assert tried == []


def test_no_secret_is_kept(
    run: Run, filled: Path, isolation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password goes through a command or the environment, and stays in neither store nor state nor config."""
    shutil.copytree(filled, isolation)
    monkeypatch.setenv("RELCADENCE_CALDAV_PASSWORD", SECRET)
    run("publish", "caldav", "https://127.0.0.1:9/x/", "--user", "ann", "--yes")
    assert [path for path in isolation.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()] == []


def test_no_option_takes_a_secret() -> None:
    from relcadence.cli.app import COMMANDS, PROGRAM, _root
    from relcadence.cli.context import Context

    root = _root()
    ctx = root.make_context(PROGRAM, [], obj=Context([]), resilient_parsing=True)

    def options(command: Any) -> Iterator[str]:
        for param in command.params:
            yield from (each for each in param.opts if each.startswith("-"))
        for each in getattr(command, "commands", {}).values():
            yield from options(each)

    found = {option for name in COMMANDS for option in options(root.get_command(ctx, name))}
    secret = {
        each for each in found if any(word in each for word in ("passw", "passphrase", "secret", "token", "key"))
    }
    assert all(each.endswith("-command") for each in secret), secret


NOTED = (
    "log #2 - --call", "done P1 - --call", "promise add #2 -", "add 'New One' --note -", "edit #2 --note -",
    "research add #2 -", "matter open #2 Lease --note - --keep", "event add Fair 2026-12-20 --note -",
    "group add Bar --note -", "article add Caps --note -", "service add Wills --note -",
    "refer add #2 'Jo Park' --note -",
)  # fmt: skip


@pytest.mark.parametrize("words", NOTED)
def test_words_can_be_kept_out_of_the_shell(run: Run, filled: Path, isolation: Path, words: str) -> None:
    """`-` reads a note from stdin: it is in the store, and in no command line of the history."""
    shutil.copytree(filled, isolation)
    ended = run(*split(words), stdin=f"the {SECRET} affair\n")
    assert ended.code == 0, ended.err
    assert SECRET in run("export", "json").out
    with closing(sqlite3.connect(isolation / "relcadence.db")) as store:
        (command,) = store.execute("SELECT command FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    assert SECRET not in command
