"""Scripted phones for trying the hotline."""
