"""Options that choose contacts, the same for lists and for what goes out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.taking import Options
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
OPTIONS: Options = {
    "roles": (RoleOption, []),
    "level": (LevelOption, None),
    "tags": (TagOption, []),
    "silent": (Silent, ""),
    "status": (Status, ""),
}


def chosen(context: Context, told: dict[str, Any]) -> list[Row]:
    """The contacts that the options leave, by name; UsageProblem for a word that is not known."""
    from relcadence.store.queries import people

    status = told["status"] and typed.one_of(told["status"], STATUSES, "status")
    roles = tuple(typed.one_of(role, ROLES, "role") for role in told["roles"])
    return people.rows(
        context.store, roles=roles, level=told["level"], tags=tuple(told["tags"]), status=status,
        silent_since=_silent_since(context, told["silent"]),
    )  # fmt: skip


def _silent_since(context: Context, span: str) -> str:
    from relcadence.domain.dates import parse_days

    if not span:
        return ""
    return (context.today - timedelta(days=typed.understood(parse_days, span))).isoformat()
