"""What finished documents say: each by itself, beside its plan, and beside one another."""
