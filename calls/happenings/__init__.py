"""What can happen in one call: a file for each part of it, and `entry`, in which each is written down."""
