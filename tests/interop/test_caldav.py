"""`publish caldav` against a real server: created, updated, taken away, and nobody else's entry touched."""

from __future__ import annotations

import http.server
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import icalendar
import pytest

from relcadence.exchange import caldav as dav
from relcadence.exchange.caldav import Plan, Sent, Step
from tests.interop.radicale import PASSWORD, USER, Server, serving

Run = Callable[..., Any]
FOREIGN = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//other//EN\r\nBEGIN:VEVENT\r\nUID:dentist\r\n"
    b"DTSTAMP:20261101T000000Z\r\nDTSTART:20261201T090000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests."""
    pytest.importorskip("caldav")
    pytest.importorskip("radicale")
    with serving(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture
def server(running: Server, run: Run, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A new calendar with somebody else's entry in it, and a practice to publish."""
    running.request("DELETE")
    assert running.request("MKCALENDAR")[0] == 201
    assert running.request("PUT", "dentist.ics", FOREIGN)[0] == 201
    monkeypatch.setenv("RELCADENCE_CALDAV_PASSWORD", PASSWORD)
    run("init", "--yes", today="2026-11-02")
    run("add", "Wang Li", "--role", "client", "--email", "wang@x.example", today="2026-11-02")
    run("promise", "add", "wang", "send the draft", "--by", "2026-11-25")
    return running


def publish(run: Run, server: Server, *options: str, today: str | None = None) -> dict[str, Any]:
    result = run("publish", "caldav", server.url, "--user", USER, "--json", *options, today=today)
    assert result.code == 0, result.out
    return dict(result.data)


def counts(told: dict[str, Any]) -> tuple[int, int, int, int]:
    return told["create"], told["update"], told["delete"], told["same"]


def titles(server: Server) -> list[str]:
    return sorted(str(part["SUMMARY"]) for part in icalendar.Calendar.from_ical(server.calendar()).walk("VEVENT"))


def test_created_updated_and_taken_away(run: Run, server: Server) -> None:
    dry = publish(run, server, "--dry-run")
    assert (counts(dry), titles(server)) == ((2, 0, 0, 0), ["Dentist"])
    assert counts(publish(run, server)) == (2, 0, 0, 0)
    assert titles(server) == ["Dentist", "Follow-ups: 1", "Promise to Wang Li: send the draft"]
    assert counts(publish(run, server)) == (0, 0, 0, 2)
    run("snooze", "P1", "2026-11-27")
    assert counts(publish(run, server))[:3] == (0, 1, 0)
    run("done", "P1")
    assert counts(publish(run, server))[2] == 1
    assert "Promise to Wang Li: send the draft" not in titles(server)
    assert server.request("GET", "dentist.ics")[1].count(b"SUMMARY:Dentist") == 1


def test_an_entry_changed_on_the_server_is_brought_back(run: Run, server: Server) -> None:
    publish(run, server)
    name = next(file for file in _names(server) if b"Promise" in server.request("GET", file)[1])
    body = server.request("GET", name)[1]
    server.request("PUT", name, body.replace(b"send the draft", b"something else"))
    assert counts(publish(run, server)) == (0, 1, 0, 1)
    assert "Promise to Wang Li: send the draft" in titles(server)


def _names(server: Server) -> list[str]:
    remote = dav.Remote(server.url, USER, PASSWORD)
    return list(remote.entries())


def test_a_todo_ticked_on_the_server_is_left_alone(run: Run, server: Server) -> None:
    publish(run, server, "--as", "todos")
    name = next(file for file in _names(server) if b"Promise" in server.request("GET", file)[1])
    body = server.request("GET", name)[1].replace(b"STATUS:NEEDS-ACTION", b"STATUS:COMPLETED")
    server.request("PUT", name, body)
    told = publish(run, server, "--as", "todos")
    assert (told["ticked"], told["update"]) == ([name], 0)
    assert b"STATUS:COMPLETED" in server.request("GET", name)[1]


def test_a_lost_state_doubles_nothing(run: Run, server: Server, isolation: Path) -> None:
    publish(run, server)
    before = titles(server)
    (isolation / "state.db").unlink()
    assert counts(publish(run, server)) == (0, 2, 0, 0)
    assert titles(server) == before


def test_an_empty_plan_takes_nothing_away_unasked(run: Run, server: Server) -> None:
    publish(run, server)
    run("archive", "wang")
    run("promise", "drop", "P1")
    result = run("publish", "caldav", server.url, "--user", USER)
    assert (result.code, len(titles(server))) == (5, 3)
    assert counts(publish(run, server, "--yes")) == (0, 0, 2, 0)
    assert titles(server) == ["Dentist"]


def test_the_password_is_in_no_file_and_no_output(
    run: Run, server: Server, isolation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RELCADENCE_CALDAV_PASSWORD")
    script = tmp_path / "secret.py"
    script.write_text(f"print({PASSWORD!r})")
    command = f"{sys.executable} {script}"
    result = run("publish", "caldav", server.url, "--user", USER, "--password-command", command)
    assert result.code == 0
    assert PASSWORD not in result.out + result.err
    for file in isolation.rglob("*"):
        assert not file.is_file() or PASSWORD.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--password-command", "false"), 2, "password command failed"),
        (("--password-command", "true"), 1, "printed nothing"),
        (("--password-command", "no-such-program-here"), 2, "password command failed"),
        (("--at", "nine"), 2, "no time of day"),
    ],
)
def test_passwords_that_cannot_be_had(
    run: Run, server: Server, options: tuple[str, ...], code: int, said: str
) -> None:
    result = run("publish", "caldav", server.url, "--user", USER, *options)
    assert (result.code, said in result.err) == (code, True), result.err


def test_without_a_password_nothing_is_tried(run: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RELCADENCE_CALDAV_PASSWORD")
    result = run("publish", "caldav", server.url, "--user", USER)
    assert (result.code, "RELCADENCE_CALDAV_PASSWORD" in result.err) == (5, True)


def test_a_refused_password(run: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELCADENCE_CALDAV_PASSWORD", "wrong")
    result = run("publish", "caldav", server.url, "--user", USER)
    assert (result.code, "refuses the password of me" in result.err) == (1, True)
    assert "wrong" not in result.err


def test_no_calendar_there(run: Run, server: Server) -> None:
    wrong = run("publish", "caldav", server.url.replace("follow-ups", "nothing"), "--user", USER)
    assert (wrong.code, "There is no calendar" in wrong.err) == (3, True)
    home = run("publish", "caldav", server.url.replace("follow-ups/", ""), "--user", USER)
    assert (home.code, server.url in home.err) == (3, True)


def test_a_server_that_is_down(run: Run, server: Server) -> None:
    result = run("publish", "caldav", "http://127.0.0.1:1/me/x/", "--user", USER)
    assert (result.code, "cannot be reached" in result.err) == (1, True)


@pytest.mark.parametrize(
    "url",
    [
        "follow-ups",
        "ftp://x.example/",
        "https://",
        "http://server.example/cal/",
        "https://me:pw@server.example/",
        "https://[x/",
    ],
)
def test_addresses_that_are_refused(run: Run, server: Server, url: str) -> None:
    result = run("publish", "caldav", url, "--user", USER)
    assert (result.code, result.out) == (2, "")
    assert "pw" not in result.err


@contextmanager
def stubborn(status: int, count: int = 0) -> Iterator[str]:
    """A server with an empty calendar that takes `count` entries and answers `status` to every other."""
    listing = (
        b'<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response>'
        b"<d:href>/cal/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
        b"</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"
    )
    taken = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_PROPFIND(self) -> None:
            self._answer(207, listing, "application/xml")

        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            taken.append(self.path)
            self._answer(201 if len(taken) <= count else status, b"<html>no</html>", "text/html")

        def _answer(self, code: int, body: bytes, kind: str) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if code == 201:
                self.send_header("ETag", '"1"')
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{service.server_port}/cal/"
    finally:
        service.shutdown()
        service.server_close()


@pytest.mark.parametrize(("status", "said"), [(412, "(412)"), (403, "does not let me write"), (507, "answered 507")])
def test_what_the_server_does_not_take_is_told(run: Run, server: Server, status: int, said: str) -> None:
    with stubborn(status, count=1) as url:
        result = run("publish", "caldav", url, "--user", USER)
        assert (result.code, said in result.err) == (1, True), result.err
        assert "Run it again" in result.err


@pytest.mark.parametrize(
    ("wanted", "there", "noted", "steps", "same"),
    [
        ({"a": b"1"}, {}, {}, [Step("create", "a", b"1")], []),
        ({"a": b"1"}, {"a": "e"}, {}, [Step("update", "a", b"1", "e")], []),
        ({"a": b"1"}, {"a": "e"}, {"a": Sent("e", dav.digest(b"1"))}, [], ["a"]),
        ({"a": b"2"}, {"a": "e"}, {"a": Sent("e", dav.digest(b"1"))}, [Step("update", "a", b"2", "e")], []),
        ({"a": b"1"}, {"a": "f"}, {"a": Sent("e", dav.digest(b"1"))}, [Step("update", "a", b"1", "f")], []),
        ({"a": b"1"}, {}, {"a": Sent("e", dav.digest(b"1"))}, [Step("create", "a", b"1")], []),
        ({}, {"a": "e", "b": "e"}, {"a": Sent("e", b"")}, [Step("delete", "a", b"", "e")], []),
        ({}, {}, {"a": Sent("e", b"")}, [], []),
    ],
)  # fmt: skip
def test_plans(
    wanted: dict[str, bytes], there: dict[str, str], noted: dict[str, Sent], steps: list[Step], same: list[str]
) -> None:
    assert dav.plan(wanted, there, noted) == Plan(steps, same)


def test_without_the_library(run: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "caldav", None)
    result = run("publish", "caldav", server.url, "--user", USER)
    assert (result.code, 'pip install "relcadence[caldav]"' in result.err) == (1, True)
