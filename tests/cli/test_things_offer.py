"""What one has to offer: whole transcripts of `article`, `service`, `client-plan`, `research` and `share`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.transcript import held

Run = Callable[..., Any]


def test_an_article_and_who_had_it(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ article
    No article is kept. Keep one: relcadence article add "Rent caps" --topic leases
    $ article add "Rent caps 2027" --topic leases,tax --link https://law.example/rent
    Article 1 is kept.
    $ article add "Boats and berths" --topic "sailing; harbours" --note "from the review"
    Article 2 is kept; it suits 1 contact: relcadence article fits 2
    $ article fits boats
    Who      Because of  Last article
    -------  ----------  ------------
    Wang Li  sailing     none yet
    Once sent: relcadence article sent 2 NAME
    $ article sent boats "wang li" --letter
    Logged as sent to Wang Li.
    $ article sent boats "wang li" jose
    Logged as sent to José Ortega.
    $ article sent boats "wang li"
    Nobody new: all of them had it.
    $ article fits boats
    It suits nobody's interests or tags, or all of them had it.
    $ article show boats
    2 Boats and berths
    topics  sailing, harbours
    added   2026-11-23
    note    from the review

    Who had it
    ----------
    2026-11-23  José Ortega
    2026-11-23  Wang Li
    $ log fang --which rent "for the tender"
    Logged: article 王芳. Counts for weekly-client, articles. Next by 2026-12-04 (weekly).
    $ article
    No  Added       Article           Topics             Sent to  Last sent
    --  ----------  ----------------  -----------------  -------  ----------
     2  2026-11-23  Boats and berths  sailing, harbours        2  2026-11-23
     1  2026-11-23  Rent caps 2027    leases, tax              1  2026-11-23
    $ article edit rent --topic leases --title "Rent caps 2027 and 2028"
    Changed: title, topics.
    $ article drop rent
    Article 1 is retired.
    $ article list --all
    No  Added       Article                  Topics             Sent to  Last sent
    --  ----------  -----------------------  -----------------  -------  ----------
     2  2026-11-23  Boats and berths         sailing, harbours        2  2026-11-23
     1  2026-11-23  Rent caps 2027 and 2028  leases                   1  2026-11-23
    """,
    )


def test_services_and_what_clients_do_without(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ service
    No service is listed. List one: relcadence service add "Tax" --colleague NAME
    $ service add "Tax" --colleague "#5"
    Service 1 is listed. Who uses it? relcadence service use 1 NAME
    $ service add "Leases"
    Service 2 is listed. Who uses it? relcadence service use 2 NAME
    $ service use tax "wang li"
    Added: Wang Li.
    $ service use tax "wang li"
    Nothing was changed.
    $ service gaps
    Client   Uses        Could use
    -------  ----------  --------------------------
    王芳     none noted  Tax (with Ann Lee), Leases
    Wang Li  Tax         Leases
    $ service gaps "wang li"
    Client   Uses  Could use
    -------  ----  ---------
    Wang Li  Tax   Leases
    $ service show tax
    1 Tax
    introduce  Ann Lee

    Used by
    -------
    Wang Li  since 2026-11-23
    $ service
    No  Service  Introduce  Used by
    --  -------  ---------  -------
     1  Tax      Ann Lee          1
     2  Leases   yourself
    $ service edit tax --colleague "" --title "Tax and duties"
    Changed: title, colleague.
    $ service stop tax "wang li"
    Taken out: Wang Li.
    $ service drop leases
    Service 2 is retired.
    $ service list --all
    No  Service         Introduce  Used by
    --  --------------  ---------  -------
     1  Tax and duties  yourself
     2  Leases          yourself
    """,
    )


def test_a_plan_its_steps_and_reviews(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ client-plan
    There is no plan. Make one: relcadence client-plan add NAME "two more matters a year"
    $ client-plan add "wang li" "two matters a year" --team Ann --step "lunch with the CFO" --review-on 2027-01-08
    The plan for Wang Li is made; to be gone through on Fri 2027-01-08.
    $ client-plan add zoe "become her counsel"
    warning: Zoë Müller-Łukasz is no client at present.
    The plan for Zoë Müller-Łukasz is made; to be gone through on Tue 2027-11-23.
    $ client-plan step add "wang li" "send the checklist" --by 2026-12-01
    Step 2 is added.
    $ client-plan step done "wang li" 1
    Done: lunch with the CFO
    $ client-plan show "wang li"
    Wang Li
    goal      two matters a year
    team      Ann
    made      2026-11-23
    reviewed  not yet
    review    2027-01-08

    Steps
    -----
    2  2026-12-01       send the checklist
    1  done 2026-11-23  lunch with the CFO
    $ client-plan
    Client             Goal                Next step           Review      State
    -----------------  ------------------  ------------------  ----------  -----
    Wang Li            two matters a year  send the checklist  2027-01-08  open
    Zoë Müller-Łukasz  become her counsel                      2027-11-23  open
    $ 2027-02-01: client-plan
    Client             Goal                Next step           Review      State
    -----------------  ------------------  ------------------  ----------  -------
    Wang Li            two matters a year  send the checklist  2027-01-08  overdue
    Zoë Müller-Łukasz  become her counsel                      2027-11-23  open
    $ 2027-02-01: client-plan show "wang li"
    Wang Li
    goal      two matters a year
    team      Ann
    made      2026-11-23
    reviewed  not yet
    review    2027-01-08, overdue

    Steps
    -----
    2  2026-12-01       send the checklist
    1  done 2026-11-23  lunch with the CFO
    $ client-plan review "wang li"
    Reviewed. The next time on Tue 2027-11-23.
    $ client-plan step drop "wang li" 2
    Dropped: send the checklist
    $ client-plan edit "wang li" --goal "three matters a year"
    Changed: goal.
    $ client-plan end zoe
    The plan is ended.
    $ client-plan list --all
    Client             Goal                  Next step  Review      State
    -----------------  --------------------  ---------  ----------  -----
    Wang Li            three matters a year             2027-11-23  open
    Zoë Müller-Łukasz  become her counsel               2027-11-23  ended
    """,
    )


def test_research_on_a_prospect(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ research
    There is no research note. Write one: relcadence research add NAME "their problem" --help-with "how"
    $ research add zoe "the lease ends in June" --help-with "renegotiate it now"
    Research note 1 on Zoë Müller-Łukasz is kept.
    $ research
    No  On          Who                Problem or opportunity  How you would help
    --  ----------  -----------------  ----------------------  ------------------
     1  2026-11-23  Zoë Müller-Łukasz  the lease ends in June  renegotiate it now
    $ research show 1
    Zoë Müller-Łukasz
    noted    2026-11-23
    problem  the lease ends in June
    help     renegotiate it now
    $ research edit 1 --help-with "renegotiate, then review the insurance"
    Changed: help.
    $ research drop 1
    Research note 1 is dropped.
    """,
    )


def test_the_list_of_professionals_to_hand_over(run: Run, book: Path) -> None:
    held(
        run,
        """
    $ share
    There is no professional yet. Add one: relcadence add NAME --role professional
    $ share professionals
    Nobody is marked shareable. Mark them: relcadence edit NAME --shareable --offers "what they do"
    [2]
    $ add "Ada Stein" --role professional --org "Stein Tax" --title Adviser --note x --email ada@stein.example
    Added Ada Stein (#8).
    $ add "Karl Home" --role professional --phone "+1 212 555 0177" --tag gossip
    Added Karl Home (#9).
    $ share
    No  Name       What they do        Phone            E-mail             Shareable
    --  ---------  ------------------  ---------------  -----------------  ---------
    #8  Ada Stein  Adviser, Stein Tax                   ada@stein.example  no
    #9  Karl Home                      +1 212 555 0177                     no
    Mark one: relcadence edit NAME --shareable --offers TEXT; the list: relcadence share professionals
    $ edit ada --shareable --offers "taxes of restaurants"
    Changed Ada Stein:
    shareable  no       ->  yes
    offers     nothing  ->  taxes of restaurants
    $ edit "wang li" --shareable
    Changed Wang Li:
    shareable  no  ->  yes
    $ edit "bo judge" --shareable
    Changed Bo Judge:
    shareable  no  ->  yes
    $ share professionals
    Ada Stein
    taxes of restaurants
    Adviser, Stein Tax
    ada@stein.example
    $ share given "wang li" fang
    Logged as given to Wang Li, 王芳.
    $ edit ada --bounced ada@stein.example
    Changed Ada Stein:
    bounced  ada@stein.example
    $ share professionals
    Ada Stein
    taxes of restaurants
    Adviser, Stein Tax
    $ archive ada
    Ada Stein is archived.
    $ share
    No  Name       What they do  Phone            E-mail  Shareable
    --  ---------  ------------  ---------------  ------  ---------
    #9  Karl Home                +1 212 555 0177          no
    Mark one: relcadence edit NAME --shareable --offers TEXT; the list: relcadence share professionals
    """,
    )
