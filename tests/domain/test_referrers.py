"""Referrers: the totals equal the rows, and each referral counts once."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.referrers import Effort, Sent, ranked, total

TODAY = date(2026, 11, 23)
SENT = st.builds(
    Sent, st.integers(1, 4), st.integers(0, 1000).map(lambda days: (TODAY - timedelta(days=days)).isoformat()),
    st.sampled_from(["open", "client", "declined"]), st.one_of(st.none(), st.integers(0, 10_000)),
)  # fmt: skip


@given(st.lists(SENT, max_size=30))
def test_the_totals_equal_the_rows(sent: list[Sent]) -> None:
    rows = ranked([(number, f"No {number}") for number in range(1, 5)], sent, {1: Effort(3, 45, "2026-11-01")}, TODAY)
    sums = total(rows)
    assert sums.referrals == len(sent) == sum(row.referrals for row in rows)
    assert sums.fees == sum(each.fees or 0 for each in sent)
    assert sums.clients == sum(each.outcome == "client" for each in sent)
    assert (sums.touches, sums.minutes) == (3, 45)
    assert [row.clients for row in rows] == sorted((row.clients for row in rows), reverse=True)


def test_the_share_is_of_those_decided_and_the_trend_of_two_halves() -> None:
    sent = [
        Sent(1, "2024-01-10", "client", 500), Sent(1, "2026-01-10", "declined", None),
        Sent(1, "2026-02-10", "open", None), Sent(1, "2026-03-10", "client", 700),
    ]  # fmt: skip
    (row,) = ranked([(1, "Ann")], sent, {}, TODAY)
    assert (row.referrals, row.clients, row.share, row.fees, row.trend) == (4, 2, 67, 1200, 2)
    (idle,) = ranked([(2, "Bo")], [], {}, TODAY)
    assert (idle.referrals, idle.share, idle.last_referral_on) == (0, None, "")
