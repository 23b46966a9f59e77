"""The inspector's table: a finished document as facts, and LibreOffice behind its door."""
