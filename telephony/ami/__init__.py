"""The Asterisk Manager Interface: framing, messages, client."""
