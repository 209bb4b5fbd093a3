"""What goes to more than ten at once is a circular: it fulfils its own point and keeps no slot."""

from __future__ import annotations

MOST = 10


def is_circular(receivers: int) -> bool:
    """True for one thing sent to more than ten."""
    return receivers > MOST
