"""The way in: what must be so before anything else is imported, and the streams as they must be."""

import codecs
import gc
import io
import os
import signal
import sys
from typing import NoReturn

os.umask(0o077)
signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C during the imports ends quietly
gc.disable()  # what is imported stays: searching it for garbage, at the end too, is a fifth of a short run


class _Closed(io.TextIOBase):
    """A stdout that was closed before the start, for text and for bytes."""

    encoding = "utf-8"

    @property
    def buffer(self) -> "_Closed":
        return self

    def write(self, content: object) -> int:
        raise BrokenPipeError


def _prepare_streams() -> None:
    """Open what is closed on /dev/null, so that no file takes its number, and make text of any kind printable."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8")
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")
    codecs.register_error("plain", _plain)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            _speak(stream)


def _speak(stream: io.TextIOWrapper) -> None:
    """UTF-8 in the place of ASCII, which has it as its larger sibling; another encoding stays.

    On a terminal whose locale says otherwise it is ASCII. What an encoding lacks is replaced by its plain form.
    """
    name = codecs.lookup(stream.encoding).name
    if stream is sys.stdin:
        stream.reconfigure(encoding="utf-8" if name == "ascii" else None, errors="replace")
    elif stream.isatty() and name in ("ascii", "utf-8") and _knows_ascii_alone():
        stream.reconfigure(encoding="ascii", errors="plain")
    else:
        stream.reconfigure(encoding="utf-8" if name == "ascii" else None, errors="plain")


def _knows_ascii_alone() -> bool:
    """True where the locale names C, or an encoding that is not UTF-8; one that names nothing is no word against it.

    Python itself puts C.UTF-8 into LC_CTYPE where LANG is C.
    """
    kind = os.environ.get("LC_CTYPE", "")
    chosen = ("" if kind == "C.UTF-8" else kind) or os.environ.get("LANG", "")
    locale = os.environ.get("LC_ALL") or chosen
    charset = locale.partition(".")[2].lower().replace("-", "")
    return locale in ("C", "POSIX") or (bool(charset) and not charset.startswith("utf8"))


def _plain(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks; loaded when the first one comes."""
    from relcadence.cli.plain import replaced

    return replaced(error)


def main() -> NoReturn:
    """Run the program on the words of the command line and leave with its exit code."""
    _prepare_streams()
    from relcadence.cli import app

    gc.freeze()
    gc.set_threshold(200_000, 10, 10)
    gc.enable()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = app.main()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _let_go()
    os._exit(code)  # all is written and closed; taking the interpreter apart is a tenth of a short run


def _let_go() -> None:
    """Leave nothing in the streams that Python would try to write, and complain about, at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    main()
