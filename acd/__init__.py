"""Queueing and matching: pure rules that give each caller the person who fits."""
