"""The words every floor shares: ids, events, the Switch port, clock, errors."""
