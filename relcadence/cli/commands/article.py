"""`article`: what there is to send, whom it would suit, and who had it."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli import things, touching, typed
from relcadence.cli.context import Context
from relcadence.cli.guard import may_touch
from relcadence.cli.params import On, new_app
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.domain.topics import read_topics
from relcadence.errors import UsageProblem, say

app = new_app(invoke_without_command=True, help="Articles to send, and who had which. Bare, it lists.")
Which = Annotated[str, typer.Argument(metavar="N", help="the article's number, or its title", show_default=False)]
Topics = Annotated[list[str], typer.Option("--topic", metavar="WORDS", help="what it is on: leases,tax; repeatable")]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Articles to send, and who had which. Bare, it lists."""
    show_articles(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context, everything: things.Everything = False) -> None:
    """The articles, newest first."""
    show_articles(ctx.obj, everything=everything)


def show_articles(context: Context, *, everything: bool = False) -> None:
    """Answer with the articles."""
    from relcadence.store.queries.things import articles

    things.listing(
        context,
        articles.articles(context.store, everything=everything),
        ("No", "Added", "Article", "Topics", "Sent to", "Last sent"),
        lambda row: [str(row.id), row.added_on, row.title, ", ".join(row.topics), str(row.sent or ""),
                     row.last_sent_on],
        right={0, 4},
        empty=context.translate('No article is kept. Keep one: relcadence article add "Rent caps" --topic leases'),
    )  # fmt: skip


@app.command()
def show(ctx: typer.Context, which: Which) -> None:
    """One article, and who had it."""
    from relcadence.store.queries.things import articles

    context: Context = ctx.obj
    number = things.number(context, "article", which)
    (row,) = articles.articles(context.store, number=number)
    had = articles.had(context.store, number)
    fields = [
        ("link", row.link),
        ("topics", ", ".join(row.topics)),
        ("added", row.added_on),
        ("retired", row.retired_on),
        ("note", row.note),
    ]
    more: list[Block] = [Heading(context.translate("Who had it"))]
    more.append(Grid((), [[each.sent_on, each.contact] for each in had]) if had else Line(say("nobody yet")))
    data = {**row._asdict(), "had": [each._asdict() for each in had]}
    things.page(context, data, f"{row.id} {row.title}", fields, more)


@app.command()
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="what it is called", show_default=False)],
    topics: Topics = [],  # noqa: B006
    link: Annotated[str, typer.Option("--link", metavar="URL", help="where it is")] = "",
    note: things.NoteOption = "",
) -> None:
    """Keep an article: relcadence article add "Rent caps 2027" --topic leases,tax --link URL"""
    from relcadence.store.changes.things import articles
    from relcadence.store.queries.things.articles import fits

    context: Context = ctx.obj
    words = read_topics(",".join(topics))
    with context.write() as writer:
        number = articles.add(writer, title, words, link=link, note=note)
    count = len(fits(context.store, number))
    said = context.translate("Article {number} is kept.", number=number)
    if count:
        said = context.translate.plural(
            "Article {article} is kept; it suits {number} contact: relcadence article fits {article}",
            "Article {article} is kept; it suits {number} contacts: relcadence article fits {article}",
            count, article=number,
        )  # fmt: skip
    context.answer({"id": number, "topics": words, "fits": count}, [Line(said)])


@app.command()
def fits(ctx: typer.Context, which: Which) -> None:
    """Clients, referrers and connections whose interests or tags it speaks to, and who have not had it."""
    from relcadence.store.queries.things import articles

    context: Context = ctx.obj
    number = things.number(context, "article", which)
    rows = articles.fits(context.store, number)
    things.listing(
        context, rows, ("Who", "Because of", "Last article"),
        lambda row: [row.contact, ", ".join(row.interests), row.last_article_on or say("none yet")],
        empty=context.translate("It suits nobody's interests or tags, or all of them had it."),
        below=[Line(context.translate("Once sent: relcadence article sent {number} NAME", number=number), "dim")],
    )  # fmt: skip


@app.command()
def sent(
    ctx: typer.Context,
    which: Which,
    names: things.SomeNames = [],  # noqa: B006
    filter_: things.Filter = "",
    email: touching.Email = False,
    message: touching.Message = False,
    letter: touching.Letter = False,
    on: On = "",
) -> None:
    """Log that it was sent: relcadence article sent 4 wang chen. More than ten at once are a circular."""
    from relcadence.store.changes.things import articles
    from relcadence.store.changes.things.circular import is_circular

    context: Context = ctx.obj
    number = things.number(context, "article", which)
    contacts = things.people(context, names, filter_)
    may_touch(context, contacts)
    things.may_do(context, "article", contacts)
    day = typed.past_day(context, on)
    note = _note(context, number, email=email, message=message, letter=letter)
    with context.write() as writer:
        new = articles.send(writer, number, contacts, on=day, note=note)
    said = context.translate("Nobody new: all of them had it.")
    if new:
        said = context.translate("Logged as sent to {names}.", names=things.names_of(context, new))
    data = {"id": number, "sent": new, "already": len(contacts) - len(new), "mass": is_circular(len(new))}
    context.answer(data, [Line(said)])


def _note(context: Context, number: int, **ways: bool) -> str:
    """The title, and the way by which it went where that was said."""
    chosen = [way for way, on in ways.items() if on]
    if len(chosen) > 1:
        raise UsageProblem("It went one way, not several.", "Log them one by one.")
    title = context.store.row("article", number)["title"]
    return context.outgoing("{title} ({channel})", title=title, channel=say(chosen[0])) if chosen else title


@app.command()
def edit(
    ctx: typer.Context,
    which: Which,
    title: things.NewTitle = None,
    topics: Annotated[list[str], typer.Option("--topic", metavar="WORDS", help="all its topics anew")] = [],  # noqa: B006
    link: Annotated[str | None, typer.Option("--link", metavar="URL", help="where it is")] = None,
    note: things.NewNote = None,
) -> None:
    """Change an article: title, topics, link or note."""
    from relcadence.store.changes.things import retiring

    context: Context = ctx.obj
    number = things.number(context, "article", which)
    words = ",".join(read_topics(",".join(topics))) if topics else None
    values = things.given(title=title, topics=words, link=link, note=note)
    with context.write() as writer:
        changed = retiring.edit(writer, "article", number, **values)
    things.edited(context, number, values, changed=changed)


@app.command()
def drop(ctx: typer.Context, which: Which) -> None:
    """Retire an article: it is proposed no more; who had it stays known."""
    from relcadence.store.changes.things import retiring

    context: Context = ctx.obj
    number = things.number(context, "article", which)
    with context.write() as writer:
        retiring.retire(writer, "article", number)
    context.answer({"id": number}, [Line(context.translate("Article {number} is retired.", number=number))])
