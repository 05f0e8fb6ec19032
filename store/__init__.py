"""The database: contacts, people, journal."""
