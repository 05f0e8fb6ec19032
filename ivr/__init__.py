"""Menus: the dialplan as data and the machine that walks it. No socket, no clock."""
