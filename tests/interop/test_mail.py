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
SUBJECT = r"Monday 2026-11-23: 1 promise, \d to reach"


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
    return f'password_command = \'{sys.executable} -c "print(\\"{words}\\")"\''


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_what_arrives(run: Run, owner: Path) -> None:
    inbox = Inbox()
    with served(inbox) as port:
        configure(owner, port)
        ended = run("digest", "--mail")
    assert (ended.code, ended.err) == (0, "")
    (mail,) = inbox.mails
    subject = str(mail["Subject"])
    assert re.fullmatch(SUBJECT, subject) and ended.out == f"Sent to {OWN}: {subject}\n"
    assert (inbox.to, mail["To"].addresses[0].addr_spec, mail["From"].addresses[0].addr_spec) == ([OWN], OWN, OWN)
    assert mail["Auto-Submitted"] == "auto-generated"
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
    options = (
        {"tls_context": context, "require_starttls": True} if security == "starttls" else {"ssl_context": context}
    )
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


def post(run: Run, home: Path, *words: str, **options: Any) -> tuple[Any, Inbox]:
    """A run that mails to a server of its own; how it ended and what came."""
    inbox = Inbox()
    with served(inbox) as port:
        configure(home, port)
        ended = run("digest", "--mail", *words, **options)
    return ended, inbox


@pytest.mark.parametrize("people", ["initials", "counts"])
def test_what_a_mail_says_of_people(run: Run, owner: Path, people: str) -> None:
    run("config", "set", "mail_people", people)
    run("log", "jose", "--email", "the secret of the pier", "--in", today="2026-11-20")
    _ended, inbox = post(run, owner)
    (mail,) = inbox.mails
    told = str(mail["Subject"]) + part(mail, "plain") + part(mail, "html")
    for word in (
        "Wang",
        "Li ",
        "Zoë",
        "Łukasz",
        "王芳",
        "José",
        "Ortega",
        "555",
        "harbour",
        "draft",
        "lease",
        "pier",
    ):
        assert word not in told
    assert ("W. L." in told) == ("王." in told) == (people == "initials")
    assert "promised for today" in told or people == "counts"


def test_a_subject_names_nobody(run: Run, owner: Path) -> None:
    for span in ("day", "week"):
        _ended, inbox = post(run, owner, "--span", span)
        assert not re.search("Wang|José|Ortega|draft", str(inbox.mails[0]["Subject"]))


def test_a_digest_after_days_without_one_names_them(run: Run, owner: Path) -> None:
    days = {
        "2026-11-23": "",
        "2026-11-24": "",
        "2026-11-27": "No digest went out on Wed 2026-11-25.",  # Thursday is a holiday
        "2026-11-30": "",  # a weekend lies between
        "2026-12-03": "No digest went out on these days: Tue 2026-12-01, Wed 2026-12-02.",
        "2026-12-14": "No digest went out on 6 working days, from Fri 2026-12-04 to Fri 2026-12-11.",
    }
    for day, words in days.items():
        _ended, inbox = post(run, owner, today=day)
        text = part(inbox.mails[0], "plain")
        assert (words in " ".join(text.split())) if words else "No digest" not in text, day


def test_a_day_that_failed_is_a_day_without(run: Run, owner: Path) -> None:
    post(run, owner)
    configure(owner, 9)
    assert run("digest", "--mail", today=TUESDAY).code == 1
    _ended, inbox = post(run, owner, today="2026-11-25")
    assert "No digest went out on Tue 2026-11-24." in part(inbox.mails[0], "plain")


def test_nothing_due_nothing_sent_and_said_so(run: Run, empty_book: Path) -> None:
    ended, inbox = post(run, empty_book, "--quiet-if-empty")
    assert (ended.code, inbox.mails) == (0, []) and "Nothing is due" in ended.out
    ended, inbox = post(run, empty_book, "--force")
    assert "Nothing is due. Enjoy the day." in part(inbox.mails[0], "plain")
    assert inbox.mails[0]["Subject"] == "Monday 2026-11-23: nothing is due"


@pytest.fixture
def empty_book(run: Run, isolation: Path) -> Path:
    """A practice with one person, who wants nothing."""
    run("init", "--yes")
    run("add", "Quiet One", "--cadence", "none")
    run("config", "set", "email", OWN)
    return isolation


def assistant(run: Run, **more: str) -> None:
    run("add", "Mara Fox", "--role", "assistant", "--email", "mara@lawoffice.example", "--cadence", "none")
    run("config", "set", "has_assistant", "yes")


def test_the_assistant_gets_what_was_given_over_and_no_more(run: Run, owner: Path) -> None:
    assistant(run)
    run("promise", "add", "mara", "a present for her birthday", "--by", "today")
    assert run("assign", "P1", "mara").code == 0
    _ended, inbox = post(run, owner)
    assert inbox.to == [OWN, "mara@lawoffice.example"]
    told = part(inbox.mails[1], "plain")
    assert "P1 " in told and "Zoë" not in told and "birthday" not in told and "touches a week" not in told


def test_an_assistant_without_work_gets_nothing(run: Run, owner: Path) -> None:
    assistant(run)
    _ended, inbox = post(run, owner)
    assert inbox.to == [OWN]


@pytest.mark.parametrize(
    ("name", "said"),
    [("wang li", "is not an assistant"), ("bo judge", "is not an assistant"), ("both", "is not an assistant"),
     ("no mail", "No e-mail address"), ("barred", "not to be contacted")],
)  # fmt: skip
def test_no_contact_is_ever_sent_anything(run: Run, owner: Path, name: str, said: str) -> None:
    run("add", "Both Ways", "--role", "assistant", "--role", "client", "--email", "both@x.example")
    run("add", "No Mail", "--role", "assistant")
    run("add", "Barred One", "--role", "assistant", "--email", "b@x.example", "--do-not-contact", "left us")
    ended, inbox = post(run, owner, "--for", name)
    assert ended.code == (3 if "address" in said else 5) and said in ended.err
    assert inbox.mails == []


def test_the_own_address_is_not_that_of_a_client(run: Run, owner: Path) -> None:
    run("config", "set", "email", "WANG.LI@harbour.example")
    ended, inbox = post(run, owner)
    assert (ended.code, inbox.mails) == (5, [])
    assert "is the address of Wang Li, and no contact is ever sent a digest" in ended.err


@pytest.mark.parametrize(
    "sender", ["a@x.example\\nBcc: spy@x.example", "a@x.example, b@x.example", "nobody", "-oX@x"]
)
def test_an_address_that_is_none(run: Run, owner: Path, sender: str) -> None:
    inbox = Inbox()
    with served(inbox) as port:
        configure(owner, port, f'security = "none"\nfrom = "{sender}"')
        ended = run("digest", "--mail")
    assert (ended.code, inbox.mails) == (2, [])
    assert "An address for mail" in ended.err


def test_a_receiver_with_a_line_break(run: Run, owner: Path) -> None:
    import sqlite3

    with sqlite3.connect(owner / "relcadence.db") as store:
        store.execute("UPDATE setting SET value = ? WHERE key = 'email'", ('"dana@x.example\\nBcc: spy@x.example"',))
    store.close()
    ended, inbox = post(run, owner)
    assert (ended.code, inbox.mails) == (2, []) and "line break" in ended.err


def test_through_a_program(run: Run, owner: Path, tmp_path: Path) -> None:
    program = tmp_path / "mail er"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/words"\ncat > "{tmp_path}/mail"\n')
    program.chmod(0o755)
    (owner / "config.toml").write_text(f"""[mail]\ntransport = "sendmail"\ncommand = "'{program}' -v"\n""")
    assert run("digest", "--mail").code == 0
    assert (tmp_path / "words").read_text().split() == ["-v", "-oi", "--", OWN]
    mail = message_from_bytes((tmp_path / "mail").read_bytes(), policy=default)
    assert mail["To"].addresses[0].addr_spec == OWN and "王芳" in part(mail, "plain")  # type: ignore[arg-type]
    program.write_text("#!/bin/sh\necho 'no route' >&2; exit 75\n")
    ended = run("digest", "--mail", today=TUESDAY)
    assert ended.code == 1 and "failed (75 no route)" in ended.err
    program.unlink()
    ended = run("digest", "--mail", today=TUESDAY)
    assert ended.code == 1 and "cannot be run: No such file or directory" in ended.err


def test_into_a_folder(run: Run, owner: Path, tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    (owner / "config.toml").write_text(f'[mail]\ntransport = "file"\nfolder = "{tmp_path}/mails"\n')
    assert run("digest", "--mail").code == 0
    (file,) = (tmp_path / "mails").iterdir()
    assert file.name.startswith("2026-11-23.day.") and file.suffix == ".eml"
    assert message_from_bytes(file.read_bytes(), policy=default)["To"].addresses[0].addr_spec == OWN
    (owner / "config.toml").write_text(f'[mail]\ntransport = "file"\nfolder = "{tmp_path}/nowhere"\n')
    ended = run("digest", "--mail", today=TUESDAY)
    assert ended.code == 1 and "its folder does not exist" in ended.err


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (None, "has no part [mail]"),
        ("[mail]\nport = 25", "has no host"),
        ('[mail]\ntransport = "file"', "has no folder"),
        ('[mail]\nhost = "h"\ntransport = "pigeon"', "not known. It is one of smtp, sendmail, file"),
        ('[mail]\nhost = "h"\nsecurity = "ssl"', "It is one of tls, starttls, none"),
        ('[mail]\nhost = "h"\npassword = "x"', "“password”, which is not known"),
        ('[mail]\nhost = "h"\nport = "25"', "number from 1 to 65535"),
        ("[mail]\nhost = 3", "“host” under [mail] must be text"),
    ],
)
def test_settings_that_will_not_do(run: Run, owner: Path, config: str | None, said: str) -> None:
    if config:
        (owner / "config.toml").write_text(config)
    ended = run("digest", "--mail")
    assert ended.code == 2 and said in ended.err and "Traceback" not in ended.err
    assert run("today").err == "", "a first try with wrong settings is no failure to remember"


def test_no_password_anywhere(run: Run, owner: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RELCADENCE_MAIL_PASSWORD", raising=False)
    inbox = Inbox()
    with served(inbox) as port:
        configure(owner, port, 'security = "none"\nuser = "dana"')
        ended = run("digest", "--mail")
        assert ended.code == 1
        assert ended.err.startswith("No password is known for dana. Set password_command under [mail]")


def test_the_password_out_of_the_environment(run: Run, owner: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELCADENCE_MAIL_PASSWORD", PASSWORD)
    inbox = Inbox()
    with served(inbox, authenticator=sign_in, auth_require_tls=False) as port:
        configure(owner, port, f'security = "none"\nuser = "{USER}"')
        assert run("digest", "--mail").code == 0
    assert len(inbox.mails) == 1


def test_a_server_that_is_not_there(run: Run, owner: Path) -> None:
    configure(owner, 9)
    ended = run("digest", "--mail")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "The mail server 127.0.0.1, port 9, cannot be reached: Connection refused. "
        "It is tried again at the next run.\n"
    )


def test_a_dry_run_sends_and_notes_nothing(run: Run, owner: Path) -> None:
    configure(owner, 9)
    ended = run("digest", "--mail", "--dry-run")
    assert re.fullmatch(f"Would send to {OWN}: {SUBJECT}\n", ended.out)
    assert "went to" not in run("digest", "--mail", "--dry-run").out
    (row,) = run("digest", "--mail", "--dry-run", "--json").data["mails"]
    assert row.keys() == {"receiver", "state", "message_id", "subject"} and row["state"] == "planned"


def test_erasing_somebody_erases_that_mail_went_there(run: Run, owner: Path) -> None:
    assistant(run)
    run("assign", "P1", "mara")
    post(run, owner)
    assert b"mara@lawoffice" in (owner / "state.db").read_bytes()
    run("assign", "P1", "--nobody")
    assert run("erase", "mara", "--yes").code == 0
    assert b"mara@lawoffice" not in (owner / "state.db").read_bytes()


def test_each_receiver_in_an_own_language(run: Run, owner: Path) -> None:
    assistant(run)
    run("edit", "mara", "--language", "zh_CN")
    run("assign", "P1", "mara")
    _ended, inbox = post(run, owner)
    assert "Promises" in part(inbox.mails[0], "plain") and "承诺" not in part(inbox.mails[0], "plain")
    told = part(inbox.mails[1], "plain")
    assert "承诺" in told and "星期一" in told and "Promises" not in told
    assert inbox.mails[1]["Content-Language"] == "zh-CN" and '<html lang="zh-CN">' in part(inbox.mails[1], "html")


def test_a_language_without_a_catalogue_is_english(run: Run, owner: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "xx_YY.UTF-8")
    _ended, inbox = post(run, owner)
    assert "Promises" in part(inbox.mails[0], "plain")


def test_what_cannot_be_noted_goes_out_by_hand_with_a_warning(run: Run, owner: Path) -> None:
    (owner / "state.db").mkdir()
    ended, inbox = post(run, owner)
    assert ended.code == 0 and len(inbox.mails) == 1
    assert "cannot be noted" in ended.err and "may go out twice" in ended.err
