"""Live events: rows that change, encoded once for all who see the same, and what concerns one person alone."""
