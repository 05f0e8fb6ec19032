"""One small pure function for each of Asterisk's configuration files."""
