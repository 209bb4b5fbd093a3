"""Sending digests by mail: to the user and the assistant, once a day each, noted before and after.

One rule: no contact in any other role is ever sent anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relcadence.cli import digesting, typed
from relcadence.cli.mail_settings import MailSettings, mail_settings
from relcadence.cli.progress import working
from relcadence.cli.render import Line
from relcadence.errors import NotFound, Refused, RelcadenceError, StoreTrouble, UsageProblem, say
from relcadence.language import Translator
from relcadence.store.outbox import FAILED, QUIET, SENDING, SENT, Key, Noted, Outbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from relcadence.cli.context import Context
    from relcadence.cli.digesting import Gathered
    from relcadence.domain.agenda import Row
    from relcadence.store.queries.digest import Reader

NOBODY = "mail"
VARIABLE, SERVICE = "RELCADENCE_MAIL_PASSWORD", "relcadence-mail"


class Wish(NamedTuple):
    """What was asked for. With `scheduled` a run that has nothing to send says nothing."""

    span: str = "day"
    for_: str = ""
    people: str = ""
    quiet_if_empty: bool = False
    force: bool = False
    dry_run: bool = False
    scheduled: bool = False


class Receiver(NamedTuple):
    """Who gets a digest: an address, a name, a language; `contact_id` of an assistant, None for the user."""

    address: str
    name: str
    language: str
    contact_id: int | None = None


class Sent(NamedTuple):
    """How one mail went: state sent, already, quiet, planned or failed."""

    receiver: str
    state: str
    message_id: str
    subject: str
    said: str


def mail(context: Context, wish: Wish) -> None:
    """Send what is due and say what was sent; the first failure is raised when all were tried."""
    outcomes, failure = send(context, wish)
    rows = [{key: value for key, value in each._asdict().items() if key != "said"} for each in outcomes]
    context.answer({"mails": rows}, [Line(outcome.said) for outcome in outcomes if outcome.said])
    if failure:
        raise failure


def send(context: Context, wish: Wish) -> tuple[list[Sent], RelcadenceError | None]:
    """Send the digest to each receiver; what became of each, and the first failure."""
    outcomes, failure = [], None
    for receiver in _known_receivers(context, wish):
        try:
            outcomes.append(_send_one(context, wish, receiver))
        except RelcadenceError as error:
            failure = failure or error
    return outcomes, failure


def _known_receivers(context: Context, wish: Wish) -> list[Receiver]:
    """The receivers; that there are none is noted where nobody looks on."""
    if not wish.scheduled:
        return receivers(context, wish)
    with Outbox.open(context.home.state_path) as outbox:
        try:
            found = receivers(context, wish)
        except RelcadenceError as error:
            key = Key(context.today, NOBODY, wish.span)
            outbox.put(key, FAILED, context.now, error=context.translate(error.what))
            raise
        outbox.settle(NOBODY, wish.span)
        return found


def receivers(context: Context, wish: Wish) -> list[Receiver]:
    """The user and the assistants; with `for_` only that assistant. Refused for anybody else."""
    from relcadence.store.queries import digest as queries

    if wish.for_:
        return [_assistant(queries.reader(context.store, typed.person(context, wish.for_)))]
    address = str(typed.setting(context, "email"))
    if not address:
        raise UsageProblem(
            "Your own address is not known, so nobody can be sent the digest.",
            "Set it: relcadence config set email you@example.com",
        )
    for other in queries.holders(context.store, address):
        if other.roles != {"assistant"}:
            raise Refused(
                say("{address} is the address of {name}, and no contact is ever sent a digest.",
                    address=address, name=other.name),
                "Set your own: relcadence config set email you@example.com; or take it off that contact.",
            )  # fmt: skip
    own = Receiver(address, str(typed.setting(context, "name")), context.outgoing.language)
    if not typed.setting(context, "has_assistant"):
        return [own]
    return [own, *(_assistant(each) for each in queries.assistants(context.store) if _may_read(each))]


def _may_read(reader: Reader) -> bool:
    return bool(reader.roles == {"assistant"} and reader.email and not reader.do_not_contact)


def _assistant(reader: Reader) -> Receiver:
    if reader.roles != {"assistant"}:
        raise Refused(
            say("{name} is not an assistant and nothing else, so no digest is sent there.", name=reader.name),
            say("If that is so, say it first: relcadence edit #{number} --role assistant", number=reader.id),
        )
    if reader.do_not_contact or reader.status == "archived":
        raise Refused(
            say("{name} is not to be contacted, so no digest is sent there.", name=reader.name),
            say("See why: relcadence show #{id}", id=reader.id),
        )
    if not reader.email:
        raise NotFound(
            say("No e-mail address of {name} is known.", name=reader.name),
            say("Add it: relcadence edit #{number} --email ADDRESS", number=reader.id),
        )
    return Receiver(reader.email, reader.name, reader.language, reader.id)


def _send_one(context: Context, wish: Wish, receiver: Receiver) -> Sent:
    key = Key(context.today, receiver.address, wish.span)
    with Outbox.open(context.home.state_path) as outbox, outbox.lock():
        noted = outbox.find(key)
        if noted and noted.done and not wish.force:
            return _already(context, key, noted, wish)
        number = noted.number + 1 if noted and noted.state == SENT else noted.number if noted else 1
        try:
            return _carry_out(context, wish, receiver, outbox, key, number, noted)
        except RelcadenceError as error:
            if not wish.dry_run and (wish.scheduled or not isinstance(error, UsageProblem)):
                outbox.put(key, FAILED, context.now, number=number, error=context.translate(error.what))
            raise


def _already(context: Context, key: Key, noted: Noted, wish: Wish) -> Sent:
    _ = context.translate
    if noted.state == QUIET:
        words = _(
            "Nothing was due for {receiver} today, so nothing was sent; --force sends it.", receiver=key.receiver
        )
    else:
        at = f"{noted.tried_at.astimezone():%H:%M}"
        words = _("Today's digest went to {receiver} at {time}; --force sends it again.",
                  receiver=key.receiver, time=at)  # fmt: skip
    return Sent(key.receiver, "already", "", "", "" if wish.scheduled else words)


def _carry_out(
    context: Context, wish: Wish, receiver: Receiver, outbox: Outbox, key: Key, number: int, noted: Noted | None
) -> Sent:
    _ = context.translate
    settings = mail_settings(context)
    with working(_("Counting")):
        gathered = digesting.gather(context, wish.span, _given_to(context, receiver))
    idle = wish.scheduled and not gathered.agenda.working_day
    if gathered.empty and gathered.source.people and (wish.quiet_if_empty or receiver.contact_id or idle):
        if not wish.dry_run:
            outbox.put(key, QUIET, context.now, number=number)
        quiet = _("Nothing is due for {receiver}, so nothing was sent.", receiver=receiver.address)
        return Sent(receiver.address, "quiet", "", "", "" if wish.scheduled else quiet)
    sender = settings.sender or str(typed.setting(context, "email")) or receiver.address
    made = letter(context, wish, receiver, gathered, sender, outbox, number)
    subject, message_id = str(made["Subject"]), str(made["Message-ID"])
    if wish.dry_run:
        words = _("Would send to {receiver}: {subject}", receiver=receiver.address, subject=subject)
        return Sent(receiver.address, "planned", message_id, subject, words)
    if noted and noted.state == SENDING:
        context.warn(_("The run before was cut off while sending; it is sent again under the same Message-ID."))
    if not outbox.put(key, SENDING, context.now, number=number):
        _unnoted(context, outbox, wish)
    with working(_("Sending")):
        hand_over(context, made, settings, receiver.address)
    outbox.put(key, SENT, context.now, number=number)
    outbox.note_digest(context.today, receiver.address, context.now, message_id)
    words = _("Sent to {receiver}: {subject}", receiver=receiver.address, subject=subject)
    return Sent(receiver.address, "sent", message_id, subject, "" if wish.scheduled else words)


def _unnoted(context: Context, outbox: Outbox, wish: Wish) -> None:
    """What cannot be noted goes out all the same by hand; the schedule would send it every quarter of an hour."""
    if wish.scheduled:
        raise StoreTrouble(
            say("That the digest goes out cannot be noted in {path}, so it was not sent.", path=str(outbox.path)),
            "Make that folder writable.",
        )
    context.warn(outbox.warning)


def _given_to(context: Context, receiver: Receiver) -> Callable[[Row], bool] | None:
    """For an assistant only what was given to her or him; never a row about the assistant."""
    from relcadence.store.queries.calendar import assigned

    if receiver.contact_id is None:
        return None
    given = assigned(context.store, receiver.contact_id)
    return lambda row: bool(row.handle) and row.handle in given and row.contact_id != receiver.contact_id


def letter(
    context: Context, wish: Wish, receiver: Receiver, gathered: Gathered, sender: str, outbox: Outbox, number: int
) -> EmailMessage:
    """The mail for one receiver, in that receiver's language. UsageProblem for an address that is none."""
    from relcadence.deliver import mail as mails

    own = receiver.contact_id is None
    translate = context.outgoing if own else Translator(receiver.language or context.outgoing.language)
    people = wish.people or str(typed.setting(context, "mail_people"))
    lines = [_missed(context, wish, receiver, outbox, translate)]
    digest = digesting.compose(context, gathered, translate, lines=lines, people=people, own=own)
    home = str(context.home.store_path)
    made = mails.Letter(
        sender=sender,
        receiver=receiver.address,
        name=receiver.name,
        subject=translate("{title}: {summary}", title=digest.title, summary=digest.summary),
        text=digesting.in_form(digest, "text", translate),
        html=digesting.in_form(digest, "html", translate),
        message_id=mails.message_id(home, context.today, receiver.address, wish.span, number),
        at=context.now,
        language=translate.language,
    )
    try:
        return mails.message(made)
    except ValueError as error:
        raise UsageProblem(
            say("The mail to {receiver} cannot be addressed: {reason}", receiver=receiver.address, reason=error),
            "Check your address (relcadence config get email) and `from` under [mail] in config.toml.",
        ) from None


def _missed(context: Context, wish: Wish, receiver: Receiver, outbox: Outbox, translate: Translator) -> str:
    """Which days had no digest; a week's digest names none."""
    from relcadence.deliver.digest import missed_line
    from relcadence.domain.daily import missed

    if wish.span != "day":
        return ""
    last = outbox.last_day(Key(context.today, receiver.address, wish.span))
    return missed_line(missed(last, context.today, context.store.workdays), translate)


def hand_over(context: Context, mail: EmailMessage, settings: MailSettings, receiver: str) -> None:
    """Send it the way that is set up. RelcadenceError where that fails."""
    from relcadence.deliver import transport

    if settings.transport == "sendmail":
        transport.send_by_program(mail, settings.command, receiver)
    elif settings.transport == "file":
        from relcadence.exchange.files import write_beside

        path = settings.folder / f"{str(mail['Message-ID']).strip('<>').partition('@')[0]}.eml"
        write_beside(path, lambda file: file.write(mail.as_bytes()))
    else:
        transport.send_smtp(mail, settings.server, _password(context, settings))


def _password(context: Context, settings: MailSettings) -> str:
    from relcadence.cli.passwords import password

    if not settings.server.user:
        return ""
    user = settings.server.user
    try:
        return password(context, variable=VARIABLE, service=SERVICE, user=user, command=settings.password_command)
    except Refused as refused:
        hint = "Set password_command under [mail] in config.toml, or {variable}, or: keyring set {service} {user}"
        raise RelcadenceError(refused.what, say(hint, variable=VARIABLE, service=SERVICE, user=user)) from None
