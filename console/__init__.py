"""HTTP API, live events and web pages; a client of snapshots and of the Desk protocol."""
