"""What goes to more than ten at once is a circular: it fulfils its own point and keeps no slot."""

from __future__ import annotations

from collections.abc import Sized

MOST = 10


def is_circular(receivers: Sized) -> bool:
    """True for one thing sent to more than ten."""
    return len(receivers) > MOST
