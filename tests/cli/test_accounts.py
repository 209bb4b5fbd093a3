"""An account has one slot for all its members; the main one is proposed first."""

from collections.abc import Callable

from tests.conftest import Result


def _slots(run: Callable[..., Result]) -> list[tuple[str, str]]:
    rows = run("agenda", "--days", "7", "--json").data
    return [(row["contact"], row["handle"]) for row in rows if row["kind"] == "slot" and row["handle"]]


def test_the_main_member_is_proposed_and_any_touch_keeps_the_slot(run: Callable[..., Result]) -> None:
    for name in ("Ann Lee", "Bo Kim"):
        assert run("add", name, "--role", "client", "--account", "Tidewater").code == 0
    ((first, handle),) = _slots(run)
    assert first == "Ann Lee"
    assert run("edit", "bo kim", "--main").code == 0
    assert _slots(run) == [("Bo Kim", handle)]
    assert run("show", "ann", "--json").data["handle"] == handle
    assert run("log", "ann", "--call").code == 0
    assert handle not in [each for _name, each in _slots(run)]
    assert run("undo").code == 0
    assert _slots(run) == [("Bo Kim", handle)]


def test_main_needs_an_account(run: Callable[..., Result]) -> None:
    run("add", "Ann Lee")
    ended = run("edit", "ann", "--main")
    assert ended.code == 2 and "belongs to no account" in ended.err
