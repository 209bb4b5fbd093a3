"""Lawyers' rules as the program keeps them: whom one may approach how, what is barred, what a referrer may be told.

Reminders, not advice. Sources: ABA Model Rules 7.2(b) and 7.3; PRC practice code, article 79(2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from relcadence.domain.things import FAVOURS
from relcadence.domain.vocabulary import CHANNELS
from relcadence.errors import say

RULES = ("us", "cn", "none")
MOVES = (*CHANNELS, "event", "gift")
WRITTEN = frozenset(("email", "letter", "card", "article", "message"))
NO_BASIS = ("none", "unknown")
# A role that is itself a prior relation, where no basis was recorded.
IMPLIED = {
    "client": "prior relation", "former": "prior relation", "referrer": "prior relation", "colleague": "lawyer",
    "circle": "family",
}  # fmt: skip
WORDS = {
    "guard.us": "Rule 7.2(b): give nothing of value for a recommendation but a nominal, unpromised gift of thanks.",
    "guard.us.live": "Rule 7.3: without a prior relation no live contact to win work; write instead.",
    "guard.cn": "Code of practice, article 79(2): promise no rebates, gifts or other benefits to win work.",
    "tell.thanks": "thanks alone; whether somebody became a client, and how it went, is the client's secret",
    "tell.open": "nothing is known yet",
    "tell.outcome": "leave was given: how it went may be told",
}


def rules_of(country: str) -> str:
    """The rules that hold where nothing else was chosen: those of the country (ISO code), where it has any here."""
    return {"US": "us", "CN": "cn"}.get(country, "none")


def basis_of(basis: str, roles: Iterable[str]) -> str:
    """The basis on which somebody may be approached: the one recorded, else what a role is in itself."""
    if basis != "unknown":
        return basis
    return next((IMPLIED[role] for role in roles if role in IMPLIED), basis)


def allowed_moves(rules: str, basis: str, barred: Collection[str] = ()) -> frozenset[str]:
    """The moves that may be proposed: all but the barred, under `us` without a basis (`basis_of`) the written."""
    allowed = WRITTEN if rules == "us" and basis in NO_BASIS else frozenset(MOVES)
    return allowed - set(barred)


def guard(rules: str, move: str, roles: Collection[str], *, basis: str = "", tied: bool = False) -> tuple[str, ...]:
    """The reminders (keys of WORDS) to show beside a move.

    A meal, gift or invitation (`event`) that goes to a prospect or a referrer, or is `tied` to a referral or a new
    matter, brings the rule on benefits; under `us` a live move to somebody without a basis that on contact.
    """
    if rules not in RULES:
        raise ValueError(say("“{rules}” are no rules known here: us, cn or none.", rules=rules))
    found = []
    if rules != "none" and move in FAVOURS and (tied or {"prospect", "referrer"} & set(roles)):
        found.append(f"guard.{rules}")
    if rules == "us" and move not in WRITTEN and basis in NO_BASIS:
        found.append("guard.us.live")
    return tuple(found)


def told_to_referrer(outcome: str, *, may_tell: bool) -> str:
    """What the referrer may hear of a referral (a key of WORDS): thanks, and more only with leave."""
    if outcome == "open":
        return "tell.open"
    return "tell.outcome" if may_tell else "tell.thanks"


def read_moves(text: str) -> tuple[str, ...]:
    """Moves typed with commas between them, in the order of MOVES; ValueError names those there are."""
    words = [word.strip().casefold() for word in text.replace("，", ",").split(",") if word.strip()]
    unknown = [word for word in words if word not in MOVES]
    if unknown or not words:
        known = ", ".join(MOVES)
        raise ValueError(say("“{word}” is no move. The moves are {known}.", word=", ".join(unknown), known=known))
    return tuple(move for move in MOVES if move in words)
