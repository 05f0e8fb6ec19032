"""Spoken text per language and its audio files."""
