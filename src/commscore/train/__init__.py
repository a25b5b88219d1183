"""Measuring and (from the next issue on) training: what researchers need."""
