"""The one door to pyVoIP: imported in the order that works, and silent.

pyVoIP 1.6.8 prints to the console from `debug` (its second argument even when debugging is off), and its modules
import each other: `pyVoIP.VoIP` has to be first. See docs/adr/0003-scripted-phones.md.
"""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it imports audioop, which 3.12 only deprecates
    import pyVoIP
    import pyVoIP.VoIP.VoIP  # isort: skip  # before SIP: SIP imports it back
    import pyVoIP.RTP
    import pyVoIP.SIP

RTP: Any = pyVoIP.RTP
SIP: Any = pyVoIP.SIP
VoIP: Any = pyVoIP.VoIP.VoIP
"""As `Any`: its annotations are narrower than what it does, and every class of it is replaced in part."""


def _say_nothing(*_said: object) -> None:
    """What pyVoIP would print, the answer to its own password included, goes nowhere."""


for _module in (RTP, SIP, VoIP):
    _module.debug = _say_nothing
pyVoIP.debug = _say_nothing

__all__ = ["RTP", "SIP", "VoIP"]
