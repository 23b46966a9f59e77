"""Workbooks (.xlsx): described plainly, written, and read as plain cells. The only user of openpyxl."""
