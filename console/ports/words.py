"""Texts that people read."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
"""A text by language: `{"en": ..., "zh": ...}`."""
