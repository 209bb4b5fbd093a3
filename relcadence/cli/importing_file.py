"""A file given to `import`: opened, known by its content, and what it tells laid aside; nothing is decided here."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from relcadence.cli import typed
from relcadence.cli.progress import progress
from relcadence.domain.imported import PastTouch, Person, Problem
from relcadence.errors import BadInput, RelcadenceError, UsageProblem, reason_of, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.exchange.document import Document
    from relcadence.exchange.reading import Stream
    from relcadence.store.scratch import Scratch

MEGABYTE = 1 << 20
BATCH = 500
MOST_TOLD = 1000  # problems that an error names one by one


class Options(NamedTuple):
    """What was asked for on the command line, the same for all files of a run."""

    role: str = ""
    tags: tuple[str, ...] = ()
    mapping: Mapping[str, str] = MappingProxyType({})
    dates: str = ""
    encoding: str = ""
    delimiter: str = ""
    source: str = ""
    skip_bad: bool = False
    dry_run: bool = False
    whole: bool = False
    rejects: str = ""


class Given(NamedTuple):
    """One file as it was given, what it is, and what it tells; `notes` say how it was read."""

    name: str
    document: Document
    format: str
    notes: list[str]
    shape: str
    scratch: Scratch


def opened(context: Context, name: str, options: Options, *, calendars: bool) -> Given:
    """The file read to its end; BadInput with its name where it is none that can be brought in."""
    from relcadence.exchange.document import Document

    document = Document(_file(name))
    try:
        try:
            return _read(context, name, document, options, calendars)
        except BadInput as problem:
            order = _order_said(context, name, problem)
            return _read(context, name, document, options._replace(dates=order), calendars)
    except BadInput as problem:
        hint = "Log its past meetings with --touches." if problem.details.get("format") == "ics" else problem.hint
        raise BadInput(say("{name}: {problem}", name=name, problem=problem.what), hint, **problem.details) from None


def _read(context: Context, name: str, document: Document, options: Options, calendars: bool) -> Given:
    from relcadence.store.scratch import Scratch

    stream = _stream(context, document, options, calendars)
    scratch = Scratch()
    told = progress(stream.told, context.translate("Reading"), document.size, document.file.tell, long=MEGABYTE)
    _lay_aside(context, told, scratch, options.role)
    return Given(name, document, stream.format, stream.notes, stream.shape, scratch)


def _order_said(context: Context, name: str, problem: BadInput) -> str:
    """Which of day and month comes first, where only that is not clear and somebody can be asked."""
    if "column" not in problem.details or context.yes or not context.can_ask:
        raise problem
    question = context.translate(
        "{name}: {problem} Which comes first? dmy for the day, mdy for the month:", name=name, problem=problem.what
    )
    return typed.one_of(context.ask(question).casefold(), ("dmy", "mdy"), "order of dates")


def _file(name: str) -> BinaryIO:
    """The file of that name; what cannot be gone back in, such as standard input, as a copy on disk."""
    try:
        file: BinaryIO = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115
        if name != "-" and file.seekable():
            return file
        copy = tempfile.TemporaryFile()  # noqa: SIM115
        shutil.copyfileobj(file, copy)
        return copy
    except OSError as error:
        raise RelcadenceError(
            say("{name} cannot be read: {reason}.", name=name, reason=reason_of(error)), "Check the path."
        ) from error


def _stream(context: Context, document: Document, options: Options, calendars: bool) -> Stream:
    from relcadence.exchange import book, ics_reader, reading

    head = document.head(MEGABYTE)
    if calendars and ics_reader.is_meant(head):
        return reading.Stream("ics", iter(()), [])
    if book.is_book(head):
        return reading.Stream("json", iter(()), [say("read as a whole book")])
    return reading.stream(
        document, this_year=context.today.year, mapping=options.mapping or None, day_order=options.dates or None,
        encoding=options.encoding or None, delimiter=options.delimiter or None,
    )  # fmt: skip


def _lay_aside(context: Context, told: Iterable[Person | PastTouch | Problem], scratch: Scratch, role: str) -> None:
    from relcadence.domain.matching import keys, merged

    country = typed.setting(context, "country") if context.home.store_path.exists() else ""
    waiting: Iterator[Person | PastTouch | Problem] = iter(told)
    while batch := list(islice(waiting, BATCH)):
        people = [_with_role(each, role) for each in batch if isinstance(each, Person)]
        scratch.lay([(person, keys(person, country)) for person in people])
        scratch.lay([(each, ()) for each in batch if isinstance(each, PastTouch)])
        scratch.complain(each for each in batch if isinstance(each, Problem))
    for group in scratch.alike():
        scratch.replace(group, merged(group, country))


def _with_role(person: Person, role: str) -> Person:
    return person if person.roles or not role else person._replace(roles=(role,))


def refuse_bad(given: Given, options: Options) -> None:
    """BadInput with line and reason where something cannot be taken, unless the good ones are wanted all the same."""
    bad = [] if options.skip_bad else given.scratch.problems(fatal=True, most=MOST_TOLD)
    if not bad:
        return
    words = "{name}: number {line} cannot be taken. {reason} Nothing was changed."
    if len(bad) > 1:
        words = "{name}: number {line} and {more} more cannot be taken. {reason} Nothing was changed."
    more = len(given.scratch.lost()) - 1
    what = say(words, name=given.name, line=bad[0].line, more=more, reason=bad[0].reason)
    details = [{"line": problem.line, "reason": problem.reason} for problem in bad]
    hint = "Mend it, or take the good ones with --skip-bad; the others then go to a file of their own."
    raise BadInput(what, hint, problems=details)


def write_rejects(context: Context, given: Given, options: Options) -> str | None:
    """Write what is left out to FILE.rejected, in the format of the file; its path, or None without any.

    RelcadenceError where that cannot be written: it is done before anything is changed.
    """
    lines = given.scratch.lost() if options.skip_bad else set()
    if not lines:
        return None
    from relcadence.exchange.files import write_beside
    from relcadence.exchange.rejects import rejected

    path = Path(options.rejects or ("stdin.rejected" if given.name == "-" else f"{given.name}.rejected"))
    if given.name != "-" and path.exists() and path.samefile(given.name):
        raise UsageProblem("What is left out cannot be written over the file itself.", "Name another with --rejects.")
    content = rejected(
        given.document, lines, mapping=options.mapping or None, encoding=options.encoding or None,
        delimiter=options.delimiter or None,
    )  # fmt: skip
    try:
        write_beside(path, lambda out: out.writelines(content))
    except RelcadenceError as problem:
        what = say("What is left out cannot be kept: {problem} Nothing was changed.", problem=problem.what)
        raise RelcadenceError(what, "Name a file for it with --rejects FILE.") from problem
    words = "{number} could not be taken; they are in {path}, to be mended and imported again."
    context.say(context.translate(words, number=len(lines), path=str(path)))
    return str(path)
