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


def test_the_page_of_a_member_tells_whose_name_the_slot_stands_under(run: Callable[..., Result]) -> None:
    for name in ("Amy Tide", "Bob Tide"):
        run("add", name, "--role", "client", "--account", "Tidewater")
    run("edit", "bob", "--main")
    assert "one slot with Bob Tide, shown under that name; a touch with either keeps it" in run("show", "amy").out
    assert "one slot with Amy Tide, shown under this name; a touch with any of them" in run("show", "bob").out
    run("add", "Cy Tide", "--role", "client", "--account", "Tidewater")
    assert "one slot with Bob Tide, Cy Tide, shown under Bob Tide; a touch" in run("show", "amy").out
    assert run("show", "amy", "--json").data["members"][1:] == [
        {"contact_id": 2, "contact": "Bob Tide", "proposed": True},
        {"contact_id": 3, "contact": "Cy Tide", "proposed": False},
    ]
    run("archive", "bob")
    run("archive", "cy")
    assert "account      Tidewater\n" in run("show", "amy").out
