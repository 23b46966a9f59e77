"""The task ledger and the gap sheets: out to the units as workbooks, and back into the plan."""
