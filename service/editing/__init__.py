"""Changing a plan's YAML from forms, as text: only what is changed is written anew, every other byte stays as it was."""
