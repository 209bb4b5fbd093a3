"""Options that choose contacts, the same for lists and for what goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import typed
from relcadence.domain.vocabulary import ROLES, STATUSES

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.store.queries.people import Row

RoleOption = Annotated[
    list[str], typer.Option("--role", metavar="ROLE", help="of that role; repeatable (any of them)")
]
TagOption = Annotated[list[str], typer.Option("--tag", metavar="TAG", help="with that tag; repeatable (all of them)")]
LevelOption = Annotated[int | None, typer.Option("--level", metavar="N", min=1, max=4, help="of that level")]
Silent = Annotated[str, typer.Option("--silent", metavar="SPAN", help="not reached for 60d, 8w, 1y …")]
Status = Annotated[str, typer.Option("--status", metavar="STATUS", help=", ".join(STATUSES))]


def chosen(
    context: Context, roles: Sequence[str], level: int | None, tags: Sequence[str], silent: str, status: str
) -> list[Row]:
    """The contacts that the options leave, by name; UsageProblem for a word that is not known."""
    from relcadence.store.queries import people

    if status:
        typed.one_of(status, STATUSES, "status")
    known = tuple(typed.one_of(role, ROLES, "role") for role in roles)
    since = _silent_since(context, silent)
    return people.rows(context.store, roles=known, level=level, tags=tuple(tags), status=status, silent_since=since)


def _silent_since(context: Context, span: str) -> str:
    from relcadence.domain.dates import parse_days

    if not span:
        return ""
    return (context.today - timedelta(days=typed.understood(parse_days, span))).isoformat()
