"""Sentences and remedies by code, in English: one file an area."""
