"""Who is a candidate for letting go, by the rules of the playbook."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from relcadence.domain.pruning import Record, candidates
from relcadence.domain.reasons import word

TODAY = date(2026, 11, 23)


def record(role: str, **facts: Any) -> Record:
    known = {
        "contact_id": 1, "name": "Wang Li", "role": role, "since_on": "2023-01-02", "touches": 9,
        "last_on": "2026-10-01", "answered_on": "", "brought_on": "", "open_matters": 0, "again_on": "",
    }  # fmt: skip
    return Record(**{**known, **facts})


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (record("prospect", touches=7), "7 touches without an answer, the last 2026-10-01"),
        (record("prospect", touches=6), None),
        (record("prospect", answered_on="2026-02-01"), None),
        (record("prospect", answered_on="2022-02-01"), "9 touches without an answer, the last 2026-10-01"),
        (record("referrer"), "no referral on record"),
        (record("referrer", brought_on="2024-11-23"), "no referral since 2024-11-23"),
        (record("referrer", brought_on="2024-11-24"), None),
        (record("referrer", since_on="2025-01-01"), None),
        (record("client"), "no matter on record, and no answer in a year"),
        (record("client", brought_on="2023-05-05"), "no matter since 2023-05-05, and no answer in a year"),
        (record("client", brought_on="2025-05-05"), None),
        (record("client", open_matters=1), None),
        (record("client", answered_on="2026-01-01"), None),
        (record("client", since_on="2026-01-01"), None),
        (record("client", again_on="2026-11-24"), None),
        (record("client", again_on="2026-11-23"), "no matter on record, and no answer in a year"),
    ],
)
def test_candidates_by_evidence(who: Record, why: str | None) -> None:
    found = candidates([who], TODAY)
    assert [word(each.reason) for each in found] == ([why] if why else [])
