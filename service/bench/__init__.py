"""Measurements that `hotline bench` and `make bench` run: each figure beside its target, and beside its peers."""
