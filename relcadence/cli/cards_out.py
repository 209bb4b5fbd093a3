"""What goes to the desk and the post of a run of cards: labels, a table for mail merge, texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import cards_texts, typed
from relcadence.cli import labels as made
from relcadence.cli.cards_runs import the_run
from relcadence.cli.output import deliver
from relcadence.cli.params import ContactName, Output
from relcadence.cli.render import Blank, Block, Heading, Line
from relcadence.cli.things import some
from relcadence.domain.cards import together
from relcadence.errors import NotFound, Refused, UsageProblem, say, several

if TYPE_CHECKING:
    from relcadence.cli.cards_texts import Draft
    from relcadence.cli.context import Context
    from relcadence.store.queries.cards import Card, Run

Which = Annotated[str, typer.Argument(metavar="RUN", help="such as C3", show_default=False)]
What = Annotated[str, typer.Argument(metavar="RUN|success|thanks", help="such as C3", show_default=False)]
Who = Annotated[str, typer.Argument(click_type=ContactName(), metavar="[NAME]", show_default=False)]
About = Annotated[str, typer.Option("--about", metavar="TEXT", help="the success, where none is noted")]
Language = Annotated[str, typer.Option("--language", metavar="CODE", help="in that language instead, such as zh")]
ADDRESS_LINES = 5
SHOWN_MISSING = 12


def labels(
    ctx: typer.Context, run: Which, output: Output = "-", format_: made.Format = "text", sheet: made.Sheet = ""
) -> None:
    """The addresses of the cards still to be sent.

    As text, or as a sheet of labels; who has none is named.
    """
    from relcadence.exchange.labels import Label

    context: Context = ctx.obj
    found, envelopes = to_send(context, run)
    chosen = made.sheet_of(context, format_, sheet)
    if found.channel != "post":
        raise UsageProblem(
            say("{handle} does not go by post.", handle=found.handle),
            say("Texts: relcadence cards draft {handle}", handle=found.handle),
        )
    addressed = [Label(_names(context, each), _reach(each)) for each in envelopes if _reach(each)]
    _tell_missing(context, envelopes)
    content = made.document(addressed, format_, chosen)
    deliver(context, output, lambda out: out.write(content), len(addressed))


def to_send(context: Context, run: str) -> tuple[Run, list[list[Card]]]:
    """A run and its envelopes still to be sent; Refused where none is left."""
    from relcadence.store.queries import cards

    found = the_run(context, run)
    envelopes = cards.envelopes(cards.cards(context.store, found.id, everybody=False))
    if not envelopes:
        raise Refused(
            say("No card of {handle} is left to be sent.", handle=found.handle),
            say("See: relcadence cards show {handle}", handle=found.handle),
        )
    return found, envelopes


def _reach(members: list[Card]) -> str:
    return next((each.reach for each in members if each.reach), "")


def _names(context: Context, members: list[Card]) -> str:
    return together([each.name for each in members], cards_texts.language_of(context, members[0].language))


def _tell_missing(context: Context, envelopes: list[list[Card]]) -> None:
    missing = [_names(context, each) for each in envelopes if not _reach(each)]
    if missing:
        names = some(missing[:SHOWN_MISSING], len(missing))
        context.warn(
            several(
                "{number} card has no address to go to: {names}", "{number} cards have no address to go to: {names}",
                len(missing), names=names,
            )
        )  # fmt: skip


def csv(ctx: typer.Context, run: Which, output: Output = "-") -> None:
    """The cards still to be sent, for mail merge.

    A table with a line an envelope, and the text of each.
    """
    from relcadence.exchange.spreadsheet_writer import line

    context: Context = ctx.obj
    found, envelopes = to_send(context, run)
    heads = ["Name", "Salutation", "Organisation", *(f"Address {at}" for at in range(1, ADDRESS_LINES + 1)), "Reach",
             "Language", "Holiday", "Post by", "Text"]  # fmt: skip
    rows = [heads, *(_merge_row(context, found, each) for each in envelopes)]
    _tell_missing(context, envelopes)
    deliver(context, output, lambda out: out.writelines(map(line, rows)), len(envelopes))


def _merge_row(context: Context, run: Run, members: list[Card]) -> list[str]:
    draft = cards_texts.for_envelope(context, run, members)
    reach = _reach(members)
    address = [part.strip(" ,") for part in reach.splitlines()] if run.channel == "post" else []
    address = [*address[: ADDRESS_LINES - 1], ", ".join(address[ADDRESS_LINES - 1 :])]
    address += [""] * (ADDRESS_LINES - len(address))
    salutation = cards_texts.greeted(members, draft.language)
    return [
        draft.contact, salutation, members[0].organisation, *address, reach if run.channel != "post" else "",
        draft.language, run.title, members[0].post_by_on, draft.text,
    ]  # fmt: skip


def draft(
    ctx: typer.Context, what: What, name: Who = "", about: About = "", language: Language = "", output: Output = ""
) -> None:
    """The text of cards; nothing is sent.

    Of a run (one, or everybody's), of congratulations, of thanks.

    relcadence cards draft C3 · relcadence cards draft success NAME · relcadence cards draft thanks NAME
    """
    context: Context = ctx.obj
    drafts = _drafts(context, what, name, about, language)
    if output:
        text = "\n\n---\n\n".join(f"{each.contact}\n\n{each.text}" for each in drafts) + "\n"
        deliver(context, output, lambda out: out.write(_clean(text).encode("utf-8", "replace")), len(drafts))
        return
    blocks: list[Block] = []
    for each in drafts:
        blocks += [Heading(each.contact)] if len(drafts) > 1 else []
        blocks += [Line(each.text), Blank()]
    context.answer([each._asdict() for each in drafts], blocks[:-1])


def _clean(text: str) -> str:
    from relcadence.domain.text import clean

    return clean(text, lines=True)


def _drafts(context: Context, what: str, name: str, about: str, language: str) -> list[Draft]:
    language = language and cards_texts.asked_language(context, language)
    if what not in ("success", "thanks"):
        return _of_run(context, what, name, language)
    if not name:
        raise UsageProblem("Say to whom.", say("Such as: relcadence cards draft {what} NAME", what=what))
    number = typed.person(context, name)
    _refuse_banned(context, number)
    return [_success(context, number, about, language) if what == "success" else _thanks(context, number, language)]


def _refuse_banned(context: Context, number: int) -> None:
    row = context.store.row("contact", number)
    if row["no_contact_on"]:
        raise Refused(
            say("{name} is marked do-not-contact: {reason}.", name=row["name"], reason=row["no_contact_reason"]),
            'If that has ended: relcadence edit NAME --do-not-contact ""',
        )


def _of_run(context: Context, run: str, name: str, language: str) -> list[Draft]:
    found, envelopes = to_send(context, run)
    if name:
        number = typed.person(context, name)
        envelopes = [each for each in envelopes if number in {card.contact_id for card in each}]
        if not envelopes:
            raise NotFound(
                say("No card to that person is left in {handle}.", handle=found.handle),
                say("See: relcadence cards show {handle}", handle=found.handle),
            )
    return [cards_texts.for_envelope(context, found, each, language) for each in envelopes]


def _success(context: Context, number: int, about: str, language: str) -> Draft:
    from relcadence.store.queries import card_plans

    noted = card_plans.success(context.store, number)
    title = about.strip() or (noted.title if noted else "")
    if not title:
        raise NotFound("No success of theirs is noted.", 'Say what it is: --about "the prize"')
    return cards_texts.for_success(context, number, title, language)


def _thanks(context: Context, number: int, language: str) -> Draft:
    from relcadence.store.queries import card_plans

    owed = card_plans.owed(context.store, number)
    if owed is None:
        raise NotFound("No referral of theirs is noted.", "Note it: relcadence refer add REFERRER REFERRED")
    if owed.thanked_on:
        context.warn(say("Thanks for that referral were said on {day}.", day=owed.thanked_on))
    return cards_texts.for_thanks(context, number, owed, language)
