"""Findings written down: as JSON rows and as SARIF for programs to read, as a page of HTML for people."""
