"""Formats in and out: bytes or text on one side, domain values on the other."""
