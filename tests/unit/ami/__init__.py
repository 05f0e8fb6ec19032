"""The AMI client without an Asterisk."""
