"""Who gets in: accounts, passwords, sessions, tokens, links, and what a request must bring."""
