"""Copies locked with age: to a passphrase or to keys. One rule: no secret is ever a word of the command line.

Arguments can be read by every user of the computer and stay in the shell's history; public keys may stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from relcadence.errors import BadInput, Refused, RelcadenceError, UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context

VARIABLE = "RELCADENCE_BACKUP_PASSPHRASE"
HEAD = 4096  # the stanzas of a passphrase stand at the beginning


def encryptor(context: Context, to: Sequence[str], command: str) -> Callable[[bytes], bytes]:
    """What encrypts a copy: to the keys named (age, SSH, or files of them), else to a passphrase."""
    age = _age()
    if to:
        keys = [key for word in to for key in _keys(word)]
        recipients = [_recipient(age, key) for key in keys]
        return lambda content: bytes(age.encrypt(content, recipients))
    words = _passphrase(context, command, new=True)
    return lambda content: bytes(age.passphrase.encrypt(content, words))


def decryptor(context: Context, path: Path, identity: str, command: str) -> Callable[[bytes], bytes]:
    """What decrypts that copy: the secret key in the file `identity`, or the passphrase it was locked with."""
    age = _age()
    with path.open("rb") as file:
        by_passphrase = b"\n-> scrypt " in file.read(HEAD)
    if not by_passphrase and not identity:
        raise Refused(
            say("{path} is encrypted to a key.", path=path), "Name the file with the secret key: --identity FILE"
        )
    words = _passphrase(context, command, new=False) if by_passphrase else ""
    known = [] if by_passphrase else _identities(age, identity)

    opened: dict[bytes, bytes] = {}  # a passphrase takes seconds, and a restore reads the copy several times

    def decrypt(content: bytes) -> bytes:
        try:
            if content not in opened:
                opened[content] = bytes(
                    age.passphrase.decrypt(content, words) if by_passphrase else age.decrypt(content, known)
                )
            return opened[content]
        except age.DecryptError as error:
            raise BadInput(
                say("{path} cannot be decrypted: {reason}.", path=path, reason=str(error).casefold()),
                "The passphrase or key may be another one, or the file is damaged.",
            ) from None

    return decrypt


def _age() -> Any:
    try:
        import pyrage
    except ImportError:
        raise RelcadenceError(
            "Encryption needs the library pyrage, which is not installed.",
            "Install it beside relcadence: pip install 'relcadence[encrypt]'",
        ) from None
    assert isinstance(pyrage, ModuleType)
    return pyrage


def _passphrase(context: Context, command: str, *, new: bool) -> str:
    from relcadence.cli.passwords import of_command

    words = of_command(command) if command else context.environ.get(VARIABLE, "")
    if not words:
        words = _typed(context, new)
    if not words:
        raise UsageProblem("An empty passphrase locks nothing.", "Take several words at random.")
    return words


def _typed(context: Context, new: bool) -> str:
    import sys
    from getpass import getpass

    if context.no_input or not sys.stdin.isatty():
        raise Refused(
            "No passphrase is known.", say("Set {variable} or give --passphrase-command.", variable=VARIABLE)
        )
    words = getpass(f"{context.translate('Passphrase of the backup')}: ")
    if new and words != getpass(f"{context.translate('Once more')}: "):
        raise Refused("The two passphrases are not the same; nothing was written.", "Run it again.")
    return words


def _keys(word: str) -> list[str]:
    """The public keys that a word names: itself, or those in a file of that name, one a line."""
    if word.startswith(("age1", "ssh-")):
        return [word]
    lines = _read(word).splitlines()
    found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not found:
        raise UsageProblem(
            say("There is no key in {path}.", path=word), "Such as age1… or ssh-ed25519 …, one a line."
        )
    return found


def _recipient(age: Any, key: str) -> Any:
    try:
        kind = age.ssh if key.startswith("ssh-") else age.x25519
        return kind.Recipient.from_str(key)
    except age.RecipientError:
        raise UsageProblem(
            say("“{key}” is no public key.", key=key[:60]), "Such as age1… or ssh-ed25519 …; age-keygen makes one."
        ) from None


def _identities(age: Any, path: str) -> list[Any]:
    text = _read(path)
    try:
        if "PRIVATE KEY-----" in text:
            return [age.ssh.Identity.from_buffer(text.encode())]
        keys = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        return [age.x25519.Identity.from_str(key) for key in keys]
    except age.IdentityError:
        raise UsageProblem(say("There is no secret key in {path}.", path=path), "Such as AGE-SECRET-KEY-…") from None


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise UsageProblem(
            say("The key {path} cannot be read: {reason}.", path=path, reason=reason),
            "Name a key, or a file of keys.",
        ) from None
