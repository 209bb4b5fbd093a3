"""Who sent whom, the work for clients and the days of people: whole transcripts of `refer`, `matter`, `occasion`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.transcript import held

Run = Callable[..., Any]


def test_a_referral_from_the_first_word_to_the_fee(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ refer add jose "Jo Park" --note "a lease for her bakery"
    Jo Park is not a contact yet; only the name is noted.
    Referral 2 is noted. When thanks are said: relcadence refer thank 2
    Rule 7.2(b): give nothing of value for a recommendation but a nominal, unpromised gift of thanks.
    $ refer
    No  On          Referrer     Sent     Outcome  Thanked
    --  ----------  -----------  -------  -------  -------
     2  2026-11-23  José Ortega  Jo Park  open     not yet
     1  2026-11-02  José Ortega  Wang Li  open     not yet
    $ refer show 2
    José Ortega sent Jo Park
    on               2026-11-23
    outcome          open
    thanked          not yet
    to the referrer  nothing is known yet
    note             a lease for her bakery
    $ refer close 2 client
    Jo Park is no contact; to add them: relcadence refer close 2 client --client
    Noted.
    To the referrer: thanks alone; whether somebody became a client, and how it went, is the client's secret
    $ refer close 2 client --client
    Noted.
    To the referrer: thanks alone; whether somebody became a client, and how it went, is the client's secret
    $ refer show 2
    José Ortega sent Jo Park
    on               2026-11-23
    outcome          client, 2026-11-23
    thanked          not yet
    to the referrer  thanks alone; whether somebody became a client, and how it went, is the client's secret
    note             a lease for her bakery
    $ refer thank 2
    Thanks are noted.
    $ matter open "jo park" "lease of the bakery" --fee 4800 --from 2
    Matter 1 is open: lease of the bakery, for Jo Park.
    $ refer edit 2 --may-tell
    Changed: leave to tell.
    $ refer show 2
    José Ortega sent Jo Park
    on               2026-11-23
    outcome          client, 2026-11-23
    matter           1 lease of the bakery
    thanked          2026-11-23
    to the referrer  leave was given: how it went may be told
    note             a lease for her bakery
    $ refer list
    No  On          Referrer     Sent     Outcome  Thanked
    --  ----------  -----------  -------  -------  ----------
     2  2026-11-23  José Ortega  Jo Park  client   2026-11-23
     1  2026-11-02  José Ortega  Wang Li  open     not yet
    $ refer drop 2
    Referral 2 is dropped.
    $ undo
    Undone: referral 2 dropped.
    """,
    )


def test_the_fee_of_a_matter_and_the_roles_of_a_client(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ matter
    No matter is open. Open one: relcadence matter open NAME "lease of the shop"
    $ matter open "wang li" "lease of the warehouse" --fee 4800 --on 2026-11-20
    Matter 1 is open: lease of the warehouse, for Wang Li.
    $ matter open zoe "licence"
    Zoë Müller-Łukasz keeps the roles held; to change: relcadence edit #2 --role client
    Matter 2 is open: licence, for Zoë Müller-Łukasz.
    $ matter open zoe "trade mark" --client --note "from the fair"
    Matter 3 is open: trade mark, for Zoë Müller-Łukasz.
    $ matter
    No  Client             Matter                  Opened      Closed    Fee
    --  -----------------  ----------------------  ----------  ------  -----
     1  Wang Li            lease of the warehouse  2026-11-20          4,800
     3  Zoë Müller-Łukasz  trade mark              2026-11-23
     2  Zoë Müller-Łukasz  licence                 2026-11-23
    $ matter show lease
    1 lease of the warehouse
    client  Wang Li
    opened  2026-11-20
    fee     4,800
    $ matter close lease --fee 5200
    Wang Li stays a client; to change: relcadence edit #1 --role former --role=-client
    Matter 1 is closed: lease of the warehouse.
    $ matter edit lease --reopen
    Changed: day of closing.
    $ matter close lease --former
    Matter 1 is closed: lease of the warehouse.
    $ matter close lease
    “lease of the warehouse” was closed on 2026-11-23 already. See the matters: relcadence matter list --all
    [5]
    $ matter list --all
    No  Client             Matter                  Opened      Closed        Fee
    --  -----------------  ----------------------  ----------  ----------  -----
     3  Zoë Müller-Łukasz  trade mark              2026-11-23
     2  Zoë Müller-Łukasz  licence                 2026-11-23
     1  Wang Li            lease of the warehouse  2026-11-20  2026-11-23  5,200
    $ matter edit licence --title "export licence" --fee 900 --note "rush"
    Changed: title, fee, note.
    $ undo
    Undone: edit matter export licence.
    $ matter show 2
    2 licence
    client  Zoë Müller-Łukasz
    opened  2026-11-23
    """,
    )


def test_the_days_of_people(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ occasion
    No  On          Who          What                Date
    --  ----------  -----------  ------------------  ----------
     1  2026-11-24  José Ortega  birthday, turns 56  1970-11-24
    $ occasion add "wang li" birthday lunar:8-15
    Noted as occasion 2: Wang Li, birthday.
    $ occasion add "wang li" birthday 2015-12-05 "her daughter Mei"
    Noted as occasion 3: Wang Li, birthday: her daughter Mei, turns 11.
    $ occasion add fang success yesterday "won the tender"
    yesterday = Sun 2026-11-22
    Noted as occasion 4: 王芳, success: won the tender.
    $ occasion add zoe anniversary 2001-12-10 "ten years of the shop"
    Noted as occasion 5: Zoë Müller-Łukasz, ten years of the shop.
    $ occasion add zoe free 2026-12-20 "moves house"
    Noted as occasion 6: Zoë Müller-Łukasz, moves house.
    $ occasion add zoe success lunar:2026-9-9 "won"
    Noted as occasion 7: Zoë Müller-Łukasz, success: won.
    $ occasion
    No  On          Who                What                                  Date
    --  ----------  -----------------  ------------------------------------  ----------
     1  2026-11-24  José Ortega        birthday, turns 56                    1970-11-24
     3  2026-12-05  Wang Li            birthday: her daughter Mei, turns 11  2015-12-05
     5  2026-12-10  Zoë Müller-Łukasz  ten years of the shop                 2001-12-10
     6  2026-12-20  Zoë Müller-Łukasz  moves house
     4  2026-11-22  王芳               success: won the tender               2026-11-22
    $ occasion list --all
    No  On          Who                What                                  Date
    --  ----------  -----------------  ------------------------------------  ----------
     1  2026-11-24  José Ortega        birthday, turns 56                    1970-11-24
     3  2026-12-05  Wang Li            birthday: her daughter Mei, turns 11  2015-12-05
     5  2026-12-10  Zoë Müller-Łukasz  ten years of the shop                 2001-12-10
     6  2026-12-20  Zoë Müller-Łukasz  moves house
     2  2027-09-15  Wang Li            birthday                              lunar:8-15
     4  2026-11-22  王芳               success: won the tender               2026-11-22
     7  2026-10-18  Zoë Müller-Łukasz  success: won                          2026-10-18
    $ occasion show 3
    Wang Li
    what  birthday: her daughter Mei, turns 11
    date  2015-12-05
    next  Sat 2026-12-05
    $ occasion edit 4 --date 2026-11-20 --title "won the big tender"
    Changed: date, title.
    $ occasion drop 6
    Dropped: Zoë Müller-Łukasz, moves house.
    """,
    )
