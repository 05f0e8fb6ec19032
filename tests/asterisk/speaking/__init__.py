"""Callers who speak to a real service on a real Asterisk."""
