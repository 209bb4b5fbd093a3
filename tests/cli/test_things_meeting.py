"""Evenings, matches and meetings: whole transcripts of `event` and `group`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.transcript import held

Run = Callable[..., Any]


def test_an_evening_from_the_plan_to_who_came(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ event
    No event is planned. Plan one: relcadence event add "Concert" 2026-12-12 --kind cultural
    $ event add "Concert" 2026-12-12 --kind cultural --place "City Hall"
    Event 1 is planned. Invite: relcadence event invite 1 NAME
    $ event add "Rent seminar" 2027-01-20 --kind seminar
    Event 2 is planned. Invite: relcadence event invite 2 NAME
    $ event add "Street fair" 2026-11-01 --kind community --attended
    Event 3 is noted. You were there.
    $ event invite concert "wang li" zoe fang
    Invited: Wang Li, Zoë Müller-Łukasz, 王芳.
    Rule 7.2(b): give nothing of value for a recommendation but a nominal, unpromised gift of thanks.
    Rule 7.3: without a prior relation no live contact to win work; write instead.
    $ event invite concert "wang li"
    Nobody new: all of them were on the list.
    $ event invite seminar --filter role:client --as call
    Invited: Wang Li, 王芳.
    $ event invite seminar zoe --only-list
    On the list: Zoë Müller-Łukasz.
    $ 2026-11-30: event answer concert "wang li" zoe accepted
    Wang Li, Zoë Müller-Łukasz: accepted.
    $ event
    No  On          Event         Kind       Place      Guests
    --  ----------  ------------  ---------  ---------  ------------------------
     1  2026-12-12  Concert       cultural   City Hall  2 accepted, 1 invited
     2  2027-01-20  Rent seminar  seminar               2 invited, 1 on the list
     3  2026-11-01  Street fair   community             you were there
    $ event show concert
    1 Concert
    on      Sat 2026-12-12
    kind    cultural
    place   City Hall
    guests  2 accepted, 1 invited

    Guests
    ------
    Wang Li            accepted  2026-11-30
    Zoë Müller-Łukasz  accepted  2026-11-30
    王芳               invited   2026-11-23
    $ 2026-12-14: event
    No  On          Event         Kind       Place      Guests
    --  ----------  ------------  ---------  ---------  ------------------------
     2  2027-01-20  Rent seminar  seminar               2 invited, 1 on the list
     1  2026-12-12  Concert       cultural   City Hall  3 invited: who came?
     3  2026-11-01  Street fair   community             you were there
    $ 2026-12-14: event came concert "wang li" zoe
    Came: Wang Li, Zoë Müller-Łukasz.
    $ 2026-12-14: event missed concert
    1 did not come.
    $ 2026-12-14: event show concert
    1 Concert
    on      Sat 2026-12-12
    kind    cultural
    place   City Hall
    you     were there
    guests  2 came, 1 missed

    Guests
    ------
    Wang Li            came    2026-12-12
    Zoë Müller-Łukasz  came    2026-12-12
    王芳               missed  2026-12-12
    $ event edit seminar --place "Bar hall" --title "Rent caps seminar"
    Changed: title, place.
    $ event drop seminar
    Event 2 is called off. 2 guests were invited: tell them.
    $ event list --all
    No  On          Event              Kind       Place      Guests
    --  ----------  -----------------  ---------  ---------  ----------------
     1  2026-12-12  Concert            cultural   City Hall  2 came, 1 missed
     2  2027-01-20  Rent caps seminar  seminar    Bar hall   called off
     3  2026-11-01  Street fair        community             you were there
    """,
    )


def test_whom_events_are_barred_for(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ event add "Match" 2026-12-19 --kind sports
    Event 1 is planned. Invite: relcadence event invite 1 NAME
    $ edit jose --bar meal,event --why "sits on a board"
    Changed José Ortega:
    barred         nothing  ->  meal, event
    barred reason  nothing  ->  sits on a board
    $ event invite match --filter "role:referrer"
    Left out, events are barred for them: José Ortega.
    Nobody is left to invite. Name somebody, or choose by another --filter.
    [2]
    $ event invite match "wang li" --filter "role:referrer"
    Left out, events are barred for them: José Ortega.
    Invited: Wang Li.
    $ event invite match jose --yes
    Invited: José Ortega.
    Rule 7.2(b): give nothing of value for a recommendation but a nominal, unpromised gift of thanks.
    $ edit jose --no-bar
    Changed José Ortega:
    barred         meal, event      ->  nothing
    barred reason  sits on a board  ->  nothing
    """,
    )


def test_a_group_and_its_meetings(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ group
    No group is noted. Note one: relcadence group add "Bar association" --every month
    $ group add "Bar association" --every month --place "Court street"
    Group 1 is noted. Who belongs to it? relcadence group member add 1 NAME
    $ group member add bar "wang li" jose
    Added: Wang Li, José Ortega.
    $ group member add bar "wang li"
    Nothing was changed.
    $ group meeting bar 2026-12-10
    Event 1 is planned for 2026-12-10.
    $ group
    No  Group            Meets    Next        Last attended  Members
    --  ---------------  -------  ----------  -------------  --------------------
     1  Bar association  monthly  2026-12-10  never          José Ortega, Wang Li
    $ group attended bar 2026-11-09
    You were there on 2026-11-09: noted.
    $ 2026-12-11: group attended bar
    You were there on 2026-12-10: noted.
    $ group show bar
    1 Bar association
    meets          monthly
    place          Court street
    next           not set
    last attended  2026-12-10

    Members you know
    ----------------
    José Ortega  2026-11-23
    Wang Li      2026-11-23
    $ group member remove bar jose
    Taken out: José Ortega.
    $ group edit bar --every quarter
    Changed: rhythm.
    $ group meeting bar 2027-01-14 --title "Elections"
    Event 3 is planned for 2027-01-14.
    $ group end bar
    Group 1 is ended.
    $ event list --all
    No  On          Event            Kind   Place         Guests
    --  ----------  ---------------  -----  ------------  --------------
     1  2026-12-10  Bar association  group  Court street  you were there
     3  2027-01-14  Elections        group  Court street  called off
     2  2026-11-09  Bar association  group  Court street  you were there
    $ group list --all
    No  Group            Meets      Next     Last attended  Members
    --  ---------------  ---------  -------  -------------  -------
     1  Bar association  quarterly  not set  2026-12-10     Wang Li
    """,
    )
