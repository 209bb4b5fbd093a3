"""Blocks put into the user's language: what is always the program's own, so that commands need not ask for it.

One rule: column titles, the labels of fields and what `errors.say` made are translated; all other text is left alone,
for it may be what people wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from relcadence.cli.render import Blank, Block, Entry, Fields, Grid
from relcadence.errors import Sentence

if TYPE_CHECKING:
    from relcadence.language import Translator


def in_words(blocks: Iterable[Block], translate: Translator) -> Iterator[Block]:
    """The blocks as they are shown to a reader of another language than English."""

    def said(text: str) -> str:
        return translate(text) if isinstance(text, Sentence) else text

    for block in blocks:
        if isinstance(block, Fields):
            yield Fields([(translate(label), said(value)) for label, value in block.rows])
        elif isinstance(block, Grid):
            rows = [[said(cell) for cell in row] for row in block.rows]
            yield block._replace(columns=[translate(title) for title in block.columns], rows=rows)
        elif isinstance(block, Entry):
            yield Entry(*map(said, block))
        elif isinstance(block, Blank):
            yield block
        else:
            yield block._replace(text=said(block.text))
