"""Recognisers of speech, offline."""
