"""A calendar on a CalDAV server kept as the items are; one rule: no entry that is not ours is ever touched.

Ours is what lies under a name of this program and is either wanted now or was noted when it was sent. Every write is
conditional (If-Match, If-None-Match), so that nothing is overwritten that was not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from relcadence.errors import NotFound, RelcadenceError, UsageProblem, say

TIMEOUT = 30
LISTING = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/><d:resourcetype/></d:prop></d:propfind>'
)
_DAV, _CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


class Sent(NamedTuple):
    """What was sent under a name: the server's ETag of it, and a digest of its bytes."""

    etag: str
    digest: bytes


class Step(NamedTuple):
    """One request to make: `create`, `update` or `delete`; `etag` is what the server has at present."""

    kind: str
    name: str
    body: bytes = b""
    etag: str = ""


class Plan(NamedTuple):
    """What publishing would do, and the names of the entries that are as they should be."""

    steps: list[Step]
    same: list[str]

    def count(self, kind: str) -> int:
        """How many steps are of that kind."""
        return sum(step.kind == kind for step in self.steps)


class Outcome(NamedTuple):
    """What was sent so far, and the sentences about what the server did not take."""

    sent: dict[str, Sent]
    failures: list[str]


def digest(body: bytes) -> bytes:
    """Sixteen bytes that differ where the entries do."""
    return blake2b(body, digest_size=16).digest()


def check_url(url: str) -> None:
    """Raise UsageProblem for an address that is none, holds a password, or would carry one unencrypted."""
    try:
        parts = urlsplit(url)
        host, has_password = parts.hostname, parts.password is not None
    except ValueError:
        host, has_password, parts = None, False, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise UsageProblem("This is no address of a CalDAV calendar.", "It is written like https://server.example/….")
    if has_password or parts.username is not None:
        raise UsageProblem(
            "The address holds a user or a password, which other users of this computer could read.",
            "Leave them out; give --user, and see `help calendar` for the password.",
        )
    if parts.scheme == "http" and host not in _LOCAL_HOSTS:
        raise UsageProblem("Over http the password would be sent for all to read.", "Use the https address.")


def plan(wanted: Mapping[str, bytes], there: Mapping[str, str], noted: Mapping[str, Sent]) -> Plan:
    """What has to be done, by name: `wanted` bodies, `there` ETags on the server, `noted` what was sent before."""
    steps, same = [], []
    for name, body in wanted.items():
        if name not in there:
            steps.append(Step("create", name, body))
        elif noted.get(name) == Sent(there[name], digest(body)):
            same.append(name)
        else:
            steps.append(Step("update", name, body, there[name]))
    gone = (name for name in there if name in noted and name not in wanted)
    return Plan([*steps, *(Step("delete", name, b"", there[name]) for name in gone)], same)


class Remote:
    """One calendar on a server. Raises RelcadenceError where it cannot be reached or does not let us in."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url if url.endswith("/") else f"{url}/"
        self.user = user
        library = _library()
        # The library can be told to write what passes, passwords included, to files that all may read.
        library.lib.error.debug_dump_communication = False
        with self._answers():
            self._client = library.DAVClient(self.url, username=user, password=password, timeout=TIMEOUT)

    def entries(self) -> dict[str, str]:
        """The ETag of each entry of the calendar by its name. NotFound, with those there are, for no calendar."""
        answer = self._request("PROPFIND", self.url, LISTING, {"Depth": "1"})
        if answer.status != 207 or answer.tree is None:
            raise self._no_calendar(answer.status)
        found: dict[str, str] = {}
        is_calendar = False
        for response in answer.tree.iter(f"{_DAV}response"):
            href = unquote(urlsplit(response.findtext(f"{_DAV}href", "")).path)
            if href.rstrip("/") == unquote(urlsplit(self.url).path).rstrip("/"):
                is_calendar = response.find(f".//{_CALDAV}calendar") is not None
            elif etag := response.findtext(f".//{_DAV}getetag"):
                found[href.rpartition("/")[2]] = etag
        if not is_calendar:
            raise self._no_calendar(answer.status)
        return found

    def body(self, name: str) -> bytes:
        """An entry as it is on the server; b"" where it is not."""
        answer = self._request("GET", self._address(name))
        return _bytes(answer.raw) if answer.status == 200 else b""

    def carry_out(self, steps: Iterable[Step]) -> Iterator[tuple[Step, str, str]]:
        """Make the requests, one by one: each step with the ETag it got and, where refused, why."""
        for step in steps:
            answer = self._send(step)
            if answer is None:
                yield step, "", say("{name}: the server does not let {user} write it", name=step.name, user=self.user)
            elif answer.status == 412:
                yield step, "", say("{name}: it was changed on the server at the same time (412)", name=step.name)
            elif answer.status >= 300 and not (step.kind == "delete" and answer.status in (404, 410)):
                yield step, "", say("{name}: the server answered {status}", name=step.name, status=answer.status)
            else:
                yield step, str(answer.headers.get("ETag") or ""), ""

    def _send(self, step: Step) -> Any:
        address = self._address(step.name)
        if step.kind == "delete":
            return self._request("DELETE", address, headers={"If-Match": step.etag}, may_forbid=True)
        seen = {"If-Match": step.etag} if step.etag else {"If-None-Match": "*"}
        headers = {"Content-Type": "text/calendar; charset=utf-8", **seen}
        return self._request("PUT", address, step.body.decode(), headers, may_forbid=True)

    def _address(self, name: str) -> str:
        return urljoin(self.url, quote(name))

    def _request(
        self,
        method: str,
        url: str,
        body: str = "",
        headers: Mapping[str, str] | None = None,
        may_forbid: bool = False,
    ) -> Any:
        with self._answers(may_forbid):
            return self._client.request(url, method, body, dict(headers or {}))

    @contextmanager
    def _answers(self, may_forbid: bool = False) -> Iterator[None]:
        """What the library raises, as one sentence with a next step; with `may_forbid` a refusal is let go."""
        library = _library()
        host = urlsplit(self.url).hostname
        try:
            yield
        except library.lib.error.AuthorizationError:
            if may_forbid:
                return
            raise RelcadenceError(
                say("{host} refuses the password of {user}.", host=host, user=self.user),
                "Many servers want an app password; `help calendar` tells where it is looked for.",
            ) from None
        except library.lib.error.DAVError as error:
            raise RelcadenceError(
                say("{host} did not answer as it should ({kind}).", host=host, kind=type(error).__name__), _LATER
            ) from None
        except OSError as error:
            why = type(error).__name__
            raise RelcadenceError(say("{host} cannot be reached ({why}).", host=host, why=why), _LATER) from None

    def _no_calendar(self, status: int) -> RelcadenceError:
        known = [f"{name} {url}" for name, url in self._calendars()]
        hint = "Give the address of one of these:" if known else "Look up its address in the server's settings."
        return NotFound(
            say("There is no calendar at {url} ({status}).", url=self.url, status=status), hint, candidates=known
        )

    def _calendars(self) -> list[tuple[str, str]]:
        """Name and address of the user's calendars, as far as the server tells them."""
        with suppress(Exception):  # only a help in an error; the library raises what it likes
            return [(str(one.get_display_name()), str(one.url)) for one in self._client.principal().calendars()]
        return []


_LATER = "Nothing else was changed; run it again later."


def publish(remote: Remote, todo: Plan, outcome: Outcome) -> None:
    """Carry a plan out; `outcome`, which begins with what was noted, grows with every step that the server took.

    So what was sent is known even where the next request raises.
    """
    unknown: dict[str, bytes] = {}
    for step, etag, failure in remote.carry_out(todo.steps):
        if failure:
            outcome.failures.append(failure)
        elif step.kind == "delete":
            outcome.sent.pop(step.name, None)
        else:
            outcome.sent[step.name] = Sent(etag, digest(step.body))
            unknown |= {} if etag else {step.name: step.body}
    if unknown:
        # Some servers alter what they are given, and tell the ETag only when asked.
        there = remote.entries()
        outcome.sent.update({name: Sent(there.get(name, ""), digest(body)) for name, body in unknown.items()})


def is_ticked(body: bytes) -> bool:
    """True for a to-do that was marked as done."""
    return b"BEGIN:VTODO" in body and b"STATUS:COMPLETED" in body


def _bytes(raw: Any) -> bytes:
    return raw.encode() if isinstance(raw, str) else bytes(raw or b"")


def _library() -> Any:
    try:
        import caldav
        import caldav.lib.error
    except ImportError:
        raise RelcadenceError(
            "Publishing to a server needs the caldav library, which is not installed.",
            'Install it: pip install "relcadence[caldav]"',
        ) from None
    return caldav
