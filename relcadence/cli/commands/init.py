"""`init`: make the store and answer a few questions."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.day import warn_of_overload
from relcadence.cli.params import new_app
from relcadence.cli.render import Line
from relcadence.cli.stores import make_store, traces_of_a_store
from relcadence.errors import UsageProblem, say
from relcadence.settings import SETTINGS, as_text, default_of

app = new_app()
QUESTIONS = {
    "name": "Your name, as cards are signed",
    "practice": "What you do, in a few words (such as: estate and tax law)",
    "signature": "Closing line of your drafts",
    "email": "Your e-mail address",
    "country": "Country, two letters, for holidays and rules (US, CN, DE …)",
    "region": "State or province, for its holidays",
    "zone": "Time zone",
    "workdays": "Working days",
    "holidays": "Holiday cards for clients, referrers and level 2 up (New Year, Spring Festival … or none)",
    "capacity": "How many people you can reach on a working day",
    "language": "Language of the program (en, zh_CN; empty follows the terminal)",
    "has_colleagues": "Do you have fellow lawyers to keep in touch with?",
    "has_assistant": "Do you have an assistant?",
}
Value = Annotated[list[str], typer.Option("--set", metavar="KEY=VALUE", help="answer beforehand; repeatable")]


@app.command()
def init(ctx: typer.Context, answers: Value = []) -> None:  # noqa: B006
    """Make the store and answer a few questions; --yes takes the defaults, --set KEY=VALUE answers one beforehand."""
    context: Context = ctx.obj
    path = context.home.store_path
    values = dict(_split(answer) for answer in answers)
    exists = path.exists()
    if not exists:
        _ask_about_traces(context)
    held: dict[str, Any] = context.store.settings if exists else {}
    chosen: dict[str, Any] = {}
    for key in QUESTIONS:
        chosen[key] = _answer(context, key, values, held, chosen)
    chosen |= {key: _parsed(key, text) for key, text in values.items() if key not in QUESTIONS}
    typed.place(chosen["country"], chosen["region"], context.today.year)
    if not exists:
        make_store(context)
    changed = _save(context, chosen, held)
    words = "The store is at {path}." if exists else "Made the store at {path}."
    lines = [Line(context.translate(words, path=str(path)))]
    lines.append(Line(context.translate("Next: relcadence import FILE, or relcadence add NAME --role client")))
    if exists:
        warn_of_overload(context)
    context.answer({"store": str(path), "created": not exists, "settings": changed}, lines)


def _split(answer: str) -> tuple[str, str]:
    key, equals, value = answer.partition("=")
    if not equals:
        raise UsageProblem(say("“{answer}” is not KEY=VALUE.", answer=answer), "Such as --set country=US")
    return typed.one_of(key, SETTINGS, "setting"), value


def _ask_about_traces(context: Context) -> None:
    traces = traces_of_a_store(context)
    question = context.translate("There is no store, but {traces}. Make a new, empty one?", traces=traces)
    if traces and not context.confirm(question):
        raise UsageProblem("No store was made.", "Bring the old one back: relcadence backup restore")


def _answer(context: Context, key: str, values: dict[str, str], held: dict[str, Any], chosen: dict[str, Any]) -> Any:
    """The answer to one question: given beforehand, or asked until it can be read, the value held as default."""
    if key in values:
        return _understood(context, key, values[key], chosen)
    default = as_text(held.get(key, default_of(key)))
    while True:
        text = context.ask(context.translate(QUESTIONS[key]), default)
        try:
            return _understood(context, key, text, chosen)
        except UsageProblem as problem:
            context.say(problem.what)


def _understood(context: Context, key: str, text: str, chosen: dict[str, Any]) -> Any:
    """The value of an answer; holidays by the names under which they are known in the country chosen before."""
    value = _parsed(key, text)
    if key != "holidays":
        return value
    from relcadence.cli.cards_holidays import marks

    return marks(context, value, [chosen["country"]])


def _parsed(key: str, text: str) -> Any:
    return typed.understood(SETTINGS[key].parse, text)


def _save(context: Context, chosen: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    """Write what differs from what is held; a value that is the default is not written."""
    from relcadence.store.changes import practice

    changed = {key: value for key, value in chosen.items() if value != held.get(key, default_of(key))}
    with context.write() as writer:
        for key, value in changed.items():
            practice.set_value(writer, key, value)
        if chosen["has_colleagues"] is False:
            practice.set_rule(writer, "role", "colleague", "none")
        writer.title = "init: " + (", ".join(changed) or "defaults")
    return changed
