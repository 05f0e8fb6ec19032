"""End-to-end: the whole service on a real Asterisk, with phones that share no code with ours."""
