"""How an older database becomes the present one. Run by `Database.upgrade()` at every start."""
