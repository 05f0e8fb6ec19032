"""What the console needs of the running service: a protocol and its views for each subject. `service/desks` implements them."""
