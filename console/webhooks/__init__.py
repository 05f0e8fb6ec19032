"""Telling other systems what happens in calls: a screen pop for any CRM, a ticket for every message."""
