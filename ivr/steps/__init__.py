"""One verb of the dialplan in each file."""
