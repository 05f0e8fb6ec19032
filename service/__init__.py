"""Composition, and the story of one call."""
