"""The face: commands, options, output."""
