"""A day in the centre, simulated with the dispatcher that also runs live: same events, same decisions, no second model."""
