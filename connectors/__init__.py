"""What the centre asks while a caller waits: web services, databases and files. Read only, bounded, and wary of each."""
