"""Findings written down: as JSON rows and as SARIF, for programs to read."""
