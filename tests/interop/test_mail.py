"""Mail, judged by real servers: what arrives, what is said when it does not, and that a day brings one mail."""

import os
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tests.cli.conftest import book, prepared  # noqa: F401
from tests.conftest import environment

Run = Callable[..., Any]
OWN = "dana@lawoffice.example"
USER, PASSWORD = "dana", "correct horse"
TUESDAY = "2026-11-24"


class Inbox:
    """A server's post: what it answers to each mail, in turn, then 250; what it has taken."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.mails: list[EmailMessage] = []
        self.to: list[str] = []
        self.kill = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("2"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
            self.to += envelope.rcpt_tos
        if self.kill:
            os.kill(self.kill, signal.SIGKILL)
        if answer.startswith("cut"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
            server.transport.abort()
        return answer

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]


class Cutting(SMTP):
    """A server that goes away after the first line of a mail."""

    cuts = 1

    async def smtp_DATA(self, arg: str) -> None:
        if Cutting.cuts:
            Cutting.cuts -= 1
            await self.push("354 go on")
            await self._reader.readline()
            assert self.transport
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def sign_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False, message=None if good else "535 5.7.8 Not you")


@contextmanager
def served(inbox: Inbox, kind: type[SMTP] = SMTP, **options: Any) -> Iterator[int]:
    """A mail server on this computer; the port."""

    class Here(Controller):
        def factory(self) -> SMTP:
            return kind(self.handler, **self.SMTP_kwargs)

        def _trigger_server(self) -> None:
            self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()

    controller = Here(inbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def owner(run: Run, book: Path) -> Path:  # noqa: F811
    """The practice with an address of its own."""
    run("config", "set", "email", OWN)
    return book


def configure(home: Path, port: int, more: str = 'security = "none"') -> None:
    """Write [mail] for a server on this computer."""
    (home / "config.toml").write_text(f'[mail]\nhost = "127.0.0.1"\nport = {port}\n{more}\n')


def password_command(words: str) -> str:
    return f"password_command = '{sys.executable} -c \"print(\\\"{words}\\\")\"'"


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_what_arrives(run: Run, owner: Path) -> None:
    inbox = Inbox()
    with served(inbox) as port:
        configure(owner, port)
        ended = run("digest", "--mail")
    assert (ended.code, ended.err) == (0, "")
    (mail,) = inbox.mails
    subject = "Monday 2026-11-23: 1 promise, 2 to reach"
    assert ended.out == f"Sent to {OWN}: {subject}\n"
    assert (inbox.to, mail["To"].addresses[0].addr_spec, mail["From"].addresses[0].addr_spec) == ([OWN], OWN, OWN)
    assert mail["Subject"] == subject and mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert mail.defects == [] and mail["Message-ID"].defects == ()
    text, html = part(mail, "plain"), part(mail, "html")
    assert text.startswith("Monday 2026-11-23\n") and "Wang Li" in text and "王芳" in text
    assert "<!DOCTYPE html>" in html and "Zoë Müller-Łukasz" in html


def test_one_mail_a_day_and_a_further_one_only_by_force(run: Run, owner: Path) -> None:
    inbox = Inbox()
    with served(inbox) as port:
        configure(owner, port)
        run("digest", "--mail")
        again = run("digest", "--mail")
        assert again.code == 0 and re.search(rf"Today's digest went to {OWN} at \d\d:\d\d; --force", again.out)
        assert run("digest", "--mail", "--force").code == 0
        assert run("digest", "--mail", "--span", "week").code == 0
        assert run("digest", "--mail", today=TUESDAY).code == 0
    assert len(inbox.mails) == len(set(inbox.ids)) == 4


def test_the_message_id_is_the_days_and_the_receivers(run: Run, owner: Path, isolation: Path) -> None:
    first, second = Inbox(), Inbox()
    for inbox in (first, second):
        with served(inbox) as port:
            configure(owner, port)
            run("digest", "--mail")
        (owner / "state.db").unlink()
    assert first.ids == second.ids
    assert OWN.partition("@")[0] not in first.ids[0]


def test_a_refused_sign_in(run: Run, owner: Path) -> None:
    inbox = Inbox()
    options = {"authenticator": sign_in, "auth_required": True, "auth_require_tls": False}
    with served(inbox, **options) as port:
        configure(owner, port, f'security = "none"\nuser = "{USER}"\n{password_command("wrong")}')
        ended = run("digest", "--mail")
        assert (ended.code, ended.out) == (1, "")
        assert ended.err == (
            "127.0.0.1 refused the name or the password of dana (535 5.7.8 Not you). "
            "Check user and password; some providers want a password made for programs.\n"
        )
        warning = "warning: What was due on 2026-11-23 has not gone out to dana@lawoffice.example: 127.0.0.1 refused"
        assert run("today").err.startswith(warning)
        assert [row["state"] for row in run("doctor", "--json").data if row["what"] == "digest"] == ["warn"]
        configure(owner, port, f'security = "none"\nuser = "{USER}"\n{password_command(PASSWORD)}')
        assert run("digest", "--mail").code == 0
    assert (len(inbox.mails), run("today").err) == (1, "")
    assert [row["state"] for row in run("doctor", "--json").data if row["what"] == "digest"] == ["ok"]


def test_later_please_then_taken(run: Run, owner: Path) -> None:
    inbox = Inbox("451 4.3.0 come back later")
    with served(inbox) as port:
        configure(owner, port)
        ended = run("digest", "--mail")
        assert (ended.code, ended.err) == (
            1,
            "127.0.0.1 did not take the mail (451 4.3.0 come back later). It is tried again at the next run.\n",
        )
        assert run("digest", "--mail").code == 0
        assert len(inbox.mails) == 1
    assert run("today").err == ""


def test_cut_off_in_the_middle(run: Run, owner: Path) -> None:
    inbox = Inbox()
    Cutting.cuts = 1
    with served(inbox, Cutting) as port:
        configure(owner, port)
        ended = run("digest", "--mail")
        assert ended.code == 1 and inbox.mails == []
        assert "it is not known whether the mail was taken" in ended.err
        assert run("digest", "--mail").code == 0
    assert len(inbox.mails) == 1


def test_taken_but_never_said_so(run: Run, owner: Path) -> None:
    inbox = Inbox("cut off after all of it came")
    with served(inbox) as port:
        configure(owner, port)
        assert run("digest", "--mail").code == 1
        assert run("digest", "--mail").code == 0
    assert len(inbox.mails) == 2 and len(set(inbox.ids)) == 1


def test_killed_between_sending_and_noting(run: Run, owner: Path) -> None:
    inbox = Inbox()
    with served(inbox) as port:
        configure(owner, port)
        words = [sys.executable, "-c", "import sys; sys.stdin.read(); from relcadence.__main__ import main; main()"]
        with subprocess.Popen([*words, "digest", "--mail"], env=environment(), stdin=subprocess.PIPE) as client:
            inbox.kill = client.pid
            client.communicate(b"")
        assert client.returncode == -signal.SIGKILL
        inbox.kill = 0
        ended = run("digest", "--mail")
    assert ended.code == 0 and "under the same Message-ID" in ended.err
    assert len(inbox.mails) == 2 and len(set(inbox.ids)) == 1
    assert "Today's digest went to" in run("digest", "--mail").out


def test_many_runs_at_once_send_one(owner: Path) -> None:
    inbox = Inbox()
    with served(inbox) as port:
        configure(owner, port)
        words = [sys.executable, "-m", "relcadence", "digest", "--mail"]
        runs = [subprocess.Popen(words, env=environment(), stdout=subprocess.PIPE) for _ in range(6)]
        said = [(each.communicate()[0].decode(), each.returncode) for each in runs]
    assert [code for _words, code in said] == [0] * 6
    assert sorted(words.split(" ")[0] for words, _code in said) == ["Sent", *["Today's"] * 5]
    assert len(inbox.mails) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this computer, which nobody trusts unless told to; and its key."""
    folder = tmp_path_factory.mktemp("tls")
    names = "subjectAltName=IP:127.0.0.1,DNS:localhost"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-keyout", "key.pem", "-out", "cert.pem", "-days", "36500", "-subj", "/CN=localhost",
               "-addext", names]  # fmt: skip
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("openssl makes no certificate here")
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_certificates_are_verified(
    run: Run, owner: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    inbox = Inbox()
    options = {"tls_context": context, "require_starttls": True} if security == "starttls" else {"ssl_context": context}
    with served(inbox, **options) as port:
        configure(owner, port, f'security = "{security}"')
        ended = run("digest", "--mail")
        assert (ended.code, inbox.mails) == (1, [])
        assert "The certificate of 127.0.0.1 is not valid: self" in ended.err
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        assert run("digest", "--mail").code == 0
    assert len(inbox.mails) == 1


def test_no_open_line_for_a_password(run: Run, owner: Path) -> None:
    (owner / "config.toml").write_text(
        f'[mail]\nhost = "mail.invalid"\nsecurity = "none"\nuser = "dana"\n{password_command("x")}\n'
    )
    ended = run("digest", "--mail")
    assert ended.code == 1 and "The password would go to mail.invalid over an open line." in ended.err


def test_a_server_without_starttls_gets_nothing(run: Run, owner: Path) -> None:
    inbox = Inbox()
    with served(inbox) as port:
        configure(owner, port, 'security = "starttls"')
        ended = run("digest", "--mail")
    assert (ended.code, inbox.mails) == (1, [])
    assert "lacks what is needed" in ended.err
