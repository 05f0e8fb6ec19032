"""An Asterisk of our own: found or fetched, configured, run and watched."""
