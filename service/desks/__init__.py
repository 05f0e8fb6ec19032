"""The desks: what the console asks of the running service, subject by subject."""
