"""A digest as one HTML page: style inside, nothing fetched from anywhere, light and dark, narrow and wide.

One rule: what people wrote is text; it becomes neither markup nor the address of a link that leads elsewhere.
"""

from __future__ import annotations

import re
from typing import Any

from relcadence.deliver.digest import Digest
from relcadence.domain.text import clean
from relcadence.language import Translator

TEMPLATE = "digest.html"


def html(digest: Digest, translate: Translator) -> str:
    """The page; `translate` is the reader's."""
    from importlib.resources import files

    import jinja2

    source = (files("relcadence") / "data" / TEMPLATE).read_text("utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, finalize=_shown
    )
    environment.filters["link"] = link
    return environment.from_string(source).render(digest=digest, _=translate, language=_tag(digest.language)) + "\n"


def link(reach: str) -> str:
    """What a tap on a number or address does: a call or a mail; "" where it is neither."""
    reach = reach.strip()
    if re.fullmatch(r"\+?[\d\s().\-/]{5,30}", reach, re.ASCII):
        return "tel:" + re.sub(r"[^\d+]", "", reach)
    if re.fullmatch(r"[A-Za-z0-9.!#$'*+/=^_`{|}~-]+@[A-Za-z0-9.-]+", reach):
        from urllib.parse import quote

        return "mailto:" + quote(reach, safe="@.+-_")
    return ""


def _shown(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _tag(language: str) -> str:
    """The language as HTML names it, such as `zh-CN`."""
    return language.replace("_", "-")
