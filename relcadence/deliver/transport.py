"""Handing a mail over: to a mail server, or to the program that sends mail on this computer.

One rule: a certificate is always verified, and a password never goes over an open line.
"""

from __future__ import annotations

from contextlib import suppress
from email.message import EmailMessage
from typing import TYPE_CHECKING, NamedTuple

from relcadence.errors import RelcadenceError, say
from relcadence.language import N_

if TYPE_CHECKING:
    from smtplib import SMTP

SECURITIES = {"tls": 465, "starttls": 587, "none": 25}
PATIENCE = 30
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LATER = N_("It is tried again at the next run.")


class Server(NamedTuple):
    """A mail server; `security` is a key of SECURITIES, `user` "" for one that asks for no name."""

    host: str
    port: int
    security: str
    user: str = ""


def send_smtp(mail: EmailMessage, server: Server, password: str = "") -> None:
    """Send it and come back when the server has taken it. RelcadenceError says what went wrong, in one line."""
    import smtplib
    import ssl

    if password and server.security == "none" and server.host not in LOOPBACK:
        raise RelcadenceError(
            say("The password would go to {host} over an open line.", host=server.host),
            "Set security to starttls or tls under [mail] in config.toml.",
        )
    try:
        connection = _connected(server)
        try:
            if server.user:
                connection.login(server.user, password)
            connection.send_message(mail)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
    except ssl.SSLCertVerificationError as error:
        why = say("The certificate of {host} is not valid: {reason}.", host=server.host, reason=error.verify_message)
        raise RelcadenceError(why, "Nothing was sent. Check host and port under [mail] in config.toml.") from None
    except smtplib.SMTPException as error:
        raise _worded(error, server) from None
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        why = say("The mail server {host}, port {port}, cannot be reached: {reason}.",
                  host=server.host, port=server.port, reason=reason)  # fmt: skip
        raise RelcadenceError(why, LATER) from None


def _connected(server: Server) -> SMTP:
    import smtplib
    import ssl

    if server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
    except BaseException:
        connection.close()
        raise
    return connection


def _worded(error: Exception, server: Server) -> RelcadenceError:
    """What the server said, as a sentence with a next step."""
    import smtplib

    host = server.host
    if isinstance(error, smtplib.SMTPAuthenticationError):
        why = say("{host} refused the name or the password of {user} ({answer}).",
                  host=host, user=server.user, answer=_answer(error))  # fmt: skip
        return RelcadenceError(why, "Check user and password; some providers want a password made for programs.")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        why = say("{host} broke the connection off, and it is not known whether the mail was taken.", host=host)
        return RelcadenceError(why, "It is tried again at the next run, under the same Message-ID.")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(_said(code, words) for code, words in error.recipients.values())
        why = say("{host} does not take mail for the receiver ({answer}).", host=host, answer=said)
        return RelcadenceError(why, "Check the address: relcadence config get email")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        why = say("{host} lacks what is needed to send this safely ({reason}).", host=host, reason=str(error))
        return RelcadenceError(why, "Check security and port under [mail] in config.toml.")
    if isinstance(error, smtplib.SMTPResponseException):
        why = say("{host} did not take the mail ({answer}).", host=host, answer=_answer(error))
        return RelcadenceError(why, LATER)
    return RelcadenceError(say("{host} did not take the mail ({answer}).", host=host, answer=str(error)), LATER)


def _answer(error: object) -> str:
    return _said(getattr(error, "smtp_code", 0), getattr(error, "smtp_error", b""))


def _said(code: int, words: bytes | str) -> str:
    from relcadence.domain.text import clean

    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return clean(f"{code} {text}".strip())[:200]


def send_by_program(mail: EmailMessage, command: str, receiver: str) -> None:
    """Hand it to a program that takes a mail as sendmail does. RelcadenceError where it fails."""
    import shlex
    import subprocess

    try:
        words = [*shlex.split(command), "-oi", "--", receiver]
        ended = subprocess.run(words, input=mail.as_bytes(), capture_output=True, timeout=PATIENCE * 4, check=False)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        why = say("The mail program {command} cannot be run: {reason}.", command=command, reason=reason)
        raise RelcadenceError(why, "Check command under [mail] in config.toml.") from None
    if ended.returncode:
        said = _said(ended.returncode, ended.stderr.strip())
        raise RelcadenceError(
            say("The mail program {command} failed ({answer}).", command=command, answer=said), LATER
        )
