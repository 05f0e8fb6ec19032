"""Asterisk: the adapter of the Switch port, the embedded exchange, phones for trying."""
