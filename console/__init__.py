"""The console: HTTP API, live events and pages. It sees the service through ports, and never imports it."""
