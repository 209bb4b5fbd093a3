"""An agenda as text, Markdown, mail."""
