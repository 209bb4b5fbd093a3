"""What `[mail]` in config.toml says, understood; what is wrong in it is told with the name of the line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from relcadence.deliver.transport import SECURITIES, Server
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context

TRANSPORTS = ("smtp", "sendmail", "file")
KEYS = ("transport", "host", "port", "user", "security", "from", "password_command", "command", "folder")
SENDMAIL = "/usr/sbin/sendmail"
HINT = "`relcadence help digest` shows the lines to write."


class MailSettings(NamedTuple):
    """How mail leaves: over `server`, through `command`, or into `folder`."""

    transport: str
    server: Server
    sender: str
    password_command: str
    command: str
    folder: Path


def mail_settings(context: Context) -> MailSettings:
    """The settings of mail. UsageProblem where there are none or one is wrong."""
    given = dict(context.home.mail)
    path = str(context.home.config_path)
    if not given:
        raise UsageProblem(say("No mail is set up: {path} has no part [mail].", path=path), HINT)
    for key, value in given.items():
        _check(path, key, value)
    transport = _one_of(path, "transport", given.get("transport", "smtp"), TRANSPORTS)
    security = _one_of(path, "security", given.get("security", "tls"), SECURITIES)
    if transport == "smtp" and not given.get("host"):
        raise UsageProblem(say("In {path} [mail] has no host to send through.", path=path), HINT)
    if transport == "file" and not given.get("folder"):
        raise UsageProblem(say("In {path} [mail] has no folder to write mails to.", path=path), HINT)
    server = Server(given.get("host", ""), given.get("port", SECURITIES[security]), security, given.get("user", ""))
    return MailSettings(
        transport, server, given.get("from", ""), given.get("password_command", ""), given.get("command", SENDMAIL),
        context.home.config_path.parent / given.get("folder", ""),
    )  # fmt: skip


def _check(path: str, key: str, value: object) -> None:
    if key not in KEYS:
        known = ", ".join(KEYS)
        what = say("In {path} [mail] has a line “{key}”, which is not known.", path=path, key=key)
        raise UsageProblem(what, say("Its lines are {known}.", known=known))
    if key == "port" and not (isinstance(value, int) and 0 < value < 65536):
        raise UsageProblem(say("In {path} the port under [mail] must be a number from 1 to 65535.", path=path), HINT)
    if key != "port" and not isinstance(value, str):
        raise UsageProblem(say("In {path} “{key}” under [mail] must be text in quotes.", path=path, key=key), HINT)


def _one_of(path: str, key: str, value: str, known: Any) -> str:
    if value not in known:
        what = say("In {path} “{key}” under [mail] is “{value}”, not known.", path=path, key=key, value=value)
        raise UsageProblem(what, say("It is one of {known}.", known=", ".join(known)))
    return value
