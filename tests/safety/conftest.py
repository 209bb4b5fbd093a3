"""The practices of the command tests serve here too."""

from tests.cli.conftest import book, empty, facts, prepared, prepared_empty

__all__ = ["book", "empty", "facts", "prepared", "prepared_empty"]
