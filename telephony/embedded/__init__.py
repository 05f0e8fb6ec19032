"""An Asterisk of our own: found on the machine or fetched, configured, run and watched.

The rooms: `finding` and `fetching` give an `Installation`; `settings` says what we want; `rendering` turns that into
Asterisk's files; `exchange` runs it (start, adopt, reload, watch, stop).
"""
