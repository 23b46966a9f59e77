"""The inspector's shelf: one file a family of format rules. A rule holds a finished sheet and the standard, and never asks who wrote it."""
