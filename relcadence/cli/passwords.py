"""Where a password comes from: a command, the environment, the keyring, the keyboard; never an option or a file.

Arguments can be read by every user of the computer and stay in the shell's history.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from relcadence.errors import Refused, RelcadenceError, UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context

PATIENCE = 60


def password(context: Context, *, variable: str, service: str, user: str, command: str) -> str:
    """The password: what `command` prints, else the environment's `variable`, else the keyring's, else as typed."""
    if command:
        return of_command(command)
    found = context.environ.get(variable) or _of_keyring(service, user)
    if found:
        return found
    if context.no_input or not sys.stdin.isatty():
        raise Refused(
            say("No password is known for {user}.", user=user),
            say(
                "Set {variable}, give --password-command, or store it: keyring set {service} {user}",
                variable=variable,
                service=service,
                user=user,
            ),
        )
    from getpass import getpass

    return getpass(f"{context.translate('Password of {user}', user=user)}: ")


def of_command(command: str) -> str:
    """The first line that a command prints."""
    import shlex
    import subprocess

    try:
        words = shlex.split(command)
        ended = subprocess.run(words, stdout=subprocess.PIPE, timeout=PATIENCE, check=True, encoding="utf-8")
    except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
        raise UsageProblem(
            say("The password command failed ({kind}).", kind=type(error).__name__),
            "Try it alone: it prints the password.",
        ) from None
    lines = ended.stdout.splitlines()
    if not lines or not lines[0]:
        raise RelcadenceError("The password command printed nothing.", "Try it alone: it prints the password.")
    return lines[0]


def _of_keyring(service: str, user: str) -> str:
    try:
        import keyring

        return str(keyring.get_password(service, user) or "")
    except Exception:  # not installed, locked, or no desktop under cron: the other ways are named then
        return ""
