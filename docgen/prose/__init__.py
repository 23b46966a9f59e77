"""Checks on a text, whoever's it is: gaps, announced counts, series, numerals, marks. Knows no plan and no Word file."""
