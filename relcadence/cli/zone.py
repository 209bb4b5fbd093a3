"""The named time zone in which the user lives: the setting, else the computer's; an offset alone is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relcadence.cli.context import Context

LOCALTIME = Path("/etc/localtime")


def zone_of(context: Context) -> ZoneInfo:
    """The zone of the local day. Raises UsageProblem where its name is not known."""
    from relcadence.cli.context import zone_of_store

    name = zone_of_store(context) or zone_of_computer(context.environ)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise UsageProblem(
            say("There is no time zone “{name}”.", name=name)
            if name
            else "The computer does not tell the name of its time zone.",
            "Set it: relcadence config set zone America/New_York",
        ) from None


def zone_of_computer(environ: Mapping[str, str]) -> str:
    """The name that TZ gives, or that of the file behind /etc/localtime; UTC without either, "" where unnamed."""
    if wanted := environ.get("TZ", "").removeprefix(":"):
        return wanted.rpartition("zoneinfo/")[2]
    try:
        target = str(LOCALTIME.resolve(strict=True))
    except OSError:
        return "UTC"
    return target.rpartition("zoneinfo/")[2] if "zoneinfo/" in target else ""
