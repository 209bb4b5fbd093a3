"""One run of the program: its flags, its day, its home and store, its streams. The only reader of the clock.

Everything is opened at first use and can be handed in by a test. Data goes to stdout, talk to stderr; with --json
one envelope goes to stdout, when the run ends.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from relcadence.errors import Refused, RelcadenceError, Sentence, UsageProblem, say, together

if TYPE_CHECKING:
    from relcadence.cli.render import Block
    from relcadence.home import Home
    from relcadence.language import Translator
    from relcadence.store.changes.writer import Writer
    from relcadence.store.reading import Store


FIRST_YEAR, LAST_YEAR = 1900, 2199


class Context:
    """What a command is given as `ctx.obj`. `zone` finds the time zone of the local day ("" = the computer's)."""

    json = False
    yes = False
    no_input = False
    debug = False
    no_pager = False
    command = ""

    def __init__(
        self,
        argv: Sequence[str] = (),
        *,
        environ: Mapping[str, str] = os.environ,
        now: datetime | None = None,
        zone: Callable[[Context], str] | None = None,
    ) -> None:
        self.argv = list(argv)
        self.environ = environ
        self._zone = zone or zone_of_store
        self.warnings: list[str] = []
        self._now = now
        self._today: date | None = None
        self._home: Home | None = None
        self._store: Store | None = None
        self._translator: Translator | None = None
        self._outgoing: Translator | None = None
        self._data: Any = None
        self.answered = False
        self._poured = False

    @property
    def now(self) -> datetime:
        """The instant of this run, aware, in UTC; the same however often it is asked."""
        if self._now is None:
            self._now = datetime.now(UTC)
        return self._now

    @property
    def today(self) -> date:
        """The day the program plans for: --today, else RELCADENCE_TODAY, else the local day."""
        if self._today is None:
            self._today = self._find_today()
        return self._today

    def _find_today(self) -> date:
        if text := self.environ.get("RELCADENCE_TODAY", ""):
            return _iso_date(text, "RELCADENCE_TODAY")
        if name := self._zone(self):
            from zoneinfo import ZoneInfo

            return self.now.astimezone(ZoneInfo(name)).date()
        return self.now.astimezone().date()

    def set_today(self, text: str) -> None:
        """Take the day from --today: an ISO date, or words such as `fri`, seen from the day without it.

        Raises UsageProblem for what is neither.
        """
        try:
            found = date.fromisoformat(text.strip())
        except ValueError:
            from relcadence.cli import typed

            found = typed.day(self, text)
        self._today = _of_our_time(found, "--today")

    @property
    def home(self) -> Home:
        """The folders of this user; what config.toml has odd is warned about once."""
        if self._home is None:
            from relcadence.home import find_home

            self._home = find_home(self.environ)
            for warning in self._home.warnings:
                self.warn(warning)
        return self._home

    @property
    def store(self) -> Store:
        """The store, open for reading."""
        if self._store is None:
            from relcadence.store import reading

            self._store = reading.open(self.home.store_path)
        return self._store

    @contextmanager
    def write(self, act: str = "") -> Iterator[Writer]:
        """The store, open for one change set that is journalled under this command line.

        The daily copy is made before it if it is due, or one for the `act` (import, erase).
        """
        from relcadence.cli.copies import before_change
        from relcadence.store import changes

        before_change(self, act)
        change_set = changes.write(
            self.home.store_path, command_line=self.command_line, today=self.today, now=self.now,
            withholds=act == "import",
        )  # fmt: skip
        with ExitStack() as after, change_set as writer:
            yield writer
            if sys.stderr.isatty():  # what follows from a change may be much
                from relcadence.cli.progress import working

                after.enter_context(working(self.translate("Writing")))

    @property
    def command_line(self) -> str:
        """The words as typed, quoted so that a shell would read them back; always valid Unicode."""
        from shlex import join

        return join(["relcadence", *self.argv]).encode(errors="replace").decode()

    @property
    def translate(self) -> Translator:
        """Words of the program for whoever sees this run: the user's language, or English with --json."""
        if self._translator is None or (self.json and self._translator.foreign):
            from relcadence.language import SOURCE

            self._translator = self.translator(SOURCE if self.json else "")
            if not self._translator.fits(sys.stdout.encoding):
                self._translator = self.translator(SOURCE)
        return self._translator

    @property
    def outgoing(self) -> Translator:
        """Words of what leaves the program (calendar, mail, card): the user's language, whatever --json says."""
        if self._outgoing is None:
            self._outgoing = self.translator()
        return self._outgoing

    def translator(self, language: str = "") -> Translator:
        """Words in a language, for what goes out to a reader; "" is the user's: settings, else the environment."""
        from relcadence.language import Translator, of_environment

        return Translator(language or self._chosen_language() or of_environment(self.environ))

    def _chosen_language(self) -> str:
        """The language of config.toml, else of the store."""
        with suppress(RelcadenceError):  # told by whoever needs the home or the store itself
            if chosen := self.home.language:
                return chosen
            if self._store or self.home.store_path.exists():
                return str(self.store.settings.get("language") or "")
        return ""

    @property
    def terminal(self) -> bool:
        """True where stdout is a terminal."""
        return sys.stdout.isatty()

    @property
    def width(self) -> int:
        """The columns of the terminal; COLUMNS overrides."""
        return shutil.get_terminal_size((80, 24)).columns

    @property
    def columns(self) -> int | None:
        """The columns to cut long rows at: those of the terminal, or COLUMNS; None in a pipe, which gets all."""
        return self.width if self.terminal or self.environ.get("COLUMNS") else None

    def answer(self, data: Any, blocks: Iterable[Block] | Callable[[], Iterable[Block]]) -> None:
        """Give the result of the command: `data` for --json, else the blocks (made only then)."""
        self.answered = True
        if self.json:
            self._data = data
            return
        self.show(blocks() if callable(blocks) else blocks, paged=self._pages)

    @property
    def _pages(self) -> bool:
        """True where somebody is there to turn pages."""
        return not self.no_pager and self.terminal and sys.stdin.isatty()

    def show(self, blocks: Iterable[Block], *, paged: bool = False) -> None:
        """Put blocks on stdout, as before a question; the result of the command goes through `answer`."""
        from relcadence.cli import render

        if self.translate.foreign:
            from relcadence.cli.wording import in_words

            blocks = in_words(blocks, self.translate)
        if paged:
            self._write(render.rich(blocks, sys.stdout, self.width))
        else:
            render.show(blocks, sys.stdout, terminal=self.terminal, width=self.width)

    def _write(self, text: str) -> None:
        """Put a text on stdout, page by page where somebody is there to turn them."""
        if self._pages:
            from relcadence.cli import pager

            pager.show(text, self.environ)
        else:
            sys.stdout.write(text)

    def pour(self, content: str | bytes) -> None:
        """Send a document to stdout unchanged (an export, a digest); no envelope is put around it."""
        self._poured = True
        if isinstance(content, str):
            self._write(content)
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(content)

    def say(self, sentence: str) -> None:
        """Talk to the user beside the result; goes nowhere with --json."""
        if not self.json:
            self._talk(self.worded(sentence))

    def worded(self, sentence: str) -> str:
        """What was made with `errors.say` in the user's language; other text as it is."""
        return self.translate(sentence) if isinstance(sentence, Sentence) else sentence

    def warn(self, sentence: str) -> None:
        """Tell of something odd that stops nothing."""
        if self.json:
            self.warnings.append(sentence)
        else:
            self._talk(self.translate("warning: {sentence}", sentence=self.worded(sentence)))

    def confirm(self, question: str, *, hint: str = "") -> bool:
        """Ask for a clear yes; --yes is one. Raises Refused where nobody can be asked."""
        if self.yes:
            return True
        if not self.can_ask:
            raise Refused(
                say("This needs a yes: {question}", question=question), hint or "Add --yes to agree beforehand."
            )
        return self._read(f"{self.worded(question)} [y/N] ").casefold() in ("y", "yes", "是")

    def ask(self, question: str, default: str | None = None) -> str:
        """Ask for a text; with --yes, or where nobody can be asked, the default. Raises Refused without one."""
        if self.yes or not self.can_ask:
            if default is None:
                raise Refused(
                    say("This needs an answer: {question}", question=question), "Give it on the command line."
                )
            return default
        question = self.worded(question)
        return self._read(f"{question} [{default}] " if default else f"{question} ") or default or ""

    @property
    def can_ask(self) -> bool:
        """True where somebody is there to answer."""
        return not self.no_input and sys.stdin.isatty()

    def _read(self, prompt: str) -> str:
        from relcadence.domain.text import clean

        sys.stdout.flush()
        sys.stderr.write(clean(prompt))
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise Refused("No answer was given; nothing was changed.")
        return line.strip()

    def _talk(self, sentence: str) -> None:
        from relcadence.domain.text import clean

        sys.stderr.write(clean(sentence, lines=True) + "\n")

    def fail(self, error: RelcadenceError) -> int:
        """Tell of an error, in the envelope or on stderr, and give its exit code."""
        if self.json and not self._poured:
            self._put_envelope([error.as_json()])
        else:
            self._talk(self.told(error))
            for candidate in error.details.get("candidates", ()):
                self._talk(f"  {self.worded(candidate)}")
        return error.exit_code

    def told(self, error: RelcadenceError) -> str:
        """An error and its next step in the user's language."""
        _ = self.translate
        return self.worded(together(filter(None, (_(error.what), _(error.hint))), " "))

    def finish(self) -> int:
        """End a run that went well: with --json the envelope goes out. The exit code, 0."""
        if self.json and not self._poured:
            self._put_envelope([])
        return 0

    def _put_envelope(self, errors: list[dict[str, Any]]) -> None:
        from relcadence.cli.envelope import envelope

        try:
            today = self.today.isoformat()
        except RelcadenceError:
            today = None
        sys.stdout.writelines(envelope(self.command, today, self._data, self.warnings, errors))


def zone_of_store(context: Context) -> str:
    """The zone set in the store; "" where none is set or the store cannot be read, for that command to tell."""
    try:
        return str(context.store.settings.get("zone") or "") if context.home.store_path.exists() else ""
    except RelcadenceError:
        return ""


def _iso_date(text: str, source: str) -> date:
    try:
        return _of_our_time(date.fromisoformat(text.strip()), source)
    except ValueError:
        raise UsageProblem(
            say("{source} is “{text}”, which is no date.", source=source, text=text), "Write it like 2026-11-23."
        ) from None


def _of_our_time(day: date, source: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageProblem(
            say("{source} is {day}, which no plan is made for.", source=source, day=day), "Name a day of our time."
        )
    return day
