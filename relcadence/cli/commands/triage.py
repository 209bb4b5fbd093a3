"""`triage`: today's list with one key a row; one rule: each key is a change of its own, so one may stop anywhere."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import typer

from relcadence.cli.context import Context
from relcadence.cli.day import decide_today, waiting
from relcadence.cli.day_shown import entry_block, nothing_due
from relcadence.cli.params import new_app
from relcadence.cli.render import Blank, Fields, Line
from relcadence.domain.text import clean, display_width
from relcadence.errors import NotFound, RelcadenceError, UsageProblem
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.domain.agenda import Row

app = new_app()
HELP = (
    ("d", N_("done; the touch is logged as it is proposed")),
    ("n", N_("done, with a note that is asked for")),
    ("t", N_("tried, and nobody was reached")),
    ("s", N_("put off for some days; S asks until when")),
    ("k", N_("skip: let it go this once")),
    ("o", N_("open the page of the person")),
    ("u", N_("undo the last key")),
    ("q", N_("quit; what is left stays for the next time")),
    ("Enter", N_("leave it for now")),
)
LONG = N_("d done  s snooze  k skip  n note  o open  u undo  q quit  ? help")
SHORT = "d s k n o u q ?"
TRIED = "--tried"
LEAVE, QUIT = ("\n", "\r", " "), ("q", "\x04")


class Step(NamedTuple):
    """A key that changed something: at which row, what it was, and the entry of the journal."""

    at: int
    what: str
    entry: int


@app.command()
def triage(ctx: typer.Context) -> None:
    """Go through today's list with one key a row: d done, s snooze, k skip, n note, o open, u undo, q quit.

    Each key is written at once and can be undone. Stop anywhere, with q or Ctrl-C, and go on later: what is done is
    gone from the list.
    """
    context: Context = ctx.obj
    if context.json or not (context.can_ask and context.terminal):
        raise UsageProblem(
            "triage needs a terminal to read single keys from.",
            "See relcadence today, then done, snooze and skip with the handle.",
        )
    rows = waiting(decide_today(context))
    if not rows:
        context.answer(None, nothing_due(context))
        return
    _Round(ctx, rows).run()


class _Round:
    """One round through the rows. `steps` is what was done in it, for `u`."""

    def __init__(self, ctx: typer.Context, rows: list[Row]) -> None:
        self.ctx, self.rows = ctx, rows
        self.context: Context = ctx.obj
        self.steps: list[Step] = []
        self.at = 0

    def run(self) -> None:
        shown = -1
        while self.at < len(self.rows):
            if not self._is_open(self.rows[self.at]):
                self.at += 1
                continue
            if shown != self.at:
                self._show()
                shown = self.at
            key = self._key()
            if key in QUIT:
                break
            if key in LEAVE:
                self.at += 1
            else:
                shown = self._follow(key, shown)
        self._sum_up()

    def _is_open(self, row: Row) -> bool:
        """False for a row closed meanwhile: by the touch of another row, or in another window."""
        from relcadence.store.changes import items

        try:
            items.find(self.context.store, row.handle)
        except NotFound:
            return False
        return True

    def _show(self) -> None:
        from relcadence.deliver.layout import entry

        words = entry(self.rows[self.at], self.context.translate)
        self.context.show([Line(""), entry_block(words, self.context.columns)])

    def _key(self) -> str:
        from relcadence.cli.keys import read_key

        keys = self.context.translate(LONG)
        place = f"{self.at + 1}/{len(self.rows)}  "
        prompt = place + (keys if len(place) + display_width(keys) + 2 <= self.context.width else SHORT)

        def show_prompt() -> None:
            sys.stdout.write(f"{clean(prompt)}: ")
            sys.stdout.flush()

        try:
            key = read_key(show_prompt)
        except KeyboardInterrupt:
            sys.stdout.write("\n")
            raise
        sys.stdout.write(f"{key}\n" if key.isprintable() else "\n")
        return key

    def _follow(self, key: str, shown: int) -> int:
        """Do what the key says; the row that still stands on the screen, -1 where it is to be shown again."""
        handle = self.rows[self.at].handle
        try:
            if key == "d":
                self._do("done", handle)
            elif key == "n":
                self._do("done", handle, "--", self.context.ask(self.context.translate("What?"), ""))
            elif key == "t":
                self._do("done", handle, TRIED)
            elif key == "s":
                self._do("snooze", handle)
            elif key == "S":
                self._do("snooze", handle, "--", self.context.ask(self.context.translate("Until?"), ""))
            elif key == "k":
                self._do("skip", handle)
            elif key == "u":
                self._undo()
            elif key == "o":
                self._open()
                return -1
            elif key == "?":
                self._help()
            else:
                self.context.say(self.context.translate("There is no such key; ? shows them."))
        except RelcadenceError as problem:
            self.context.fail(problem)
        return shown

    def _do(self, word: str, *words: str) -> None:
        """Run a command of the program on the row, and go on to the next one."""
        before = self._last_entry()
        self._run(word, *words)
        entry = self._last_entry()
        if entry != before:
            self.steps.append(Step(self.at, "snooze" if TRIED in words else word, entry))
        self.at += 1

    def _run(self, word: str, *words: str) -> None:
        root = self.ctx.find_root()
        command = root.command.get_command(root, word)  # type: ignore[attr-defined]
        with command.make_context(word, list(words), parent=root) as ctx:
            command.invoke(ctx)

    def _last_entry(self) -> int:
        from relcadence.store.queries.upkeep import last_change

        return last_change(self.context.store)

    def _undo(self) -> None:
        """Take back the last key of this round, and stand at its row again."""
        if not self.steps:
            self.context.say(self.context.translate("Nothing to undo in this round; see: relcadence undo"))
            return
        self._run("undo", str(self.steps[-1].entry))
        self.at = self.steps.pop().at

    def _open(self) -> None:
        row = self.rows[self.at]
        if row.contact_id:
            self._run("show", f"#{row.contact_id}")
        else:
            self.context.say(self.context.translate("{handle} is about nobody.", handle=row.handle))

    def _help(self) -> None:
        self.context.show([Fields([(key, self.context.translate(said)) for key, said in HELP])])

    def _sum_up(self) -> None:
        count = Counter(step.what for step in self.steps)
        left = sum(map(self._is_open, self.rows)) - count["snooze"]
        words = self.context.translate(
            "{done} done, {put_off} put off, {skipped} let go, {left} left for another time.",
            done=count["done"], put_off=count["snooze"], skipped=count["skip"], left=left,
        )  # fmt: skip
        self.context.answer(None, [Blank(), Line(words)])
