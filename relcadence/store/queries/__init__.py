"""Reads: SQL text with named parameters in, domain values out."""
