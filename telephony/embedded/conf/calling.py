"""extensions.conf: every call comes to us, and comes back to us after each conversation."""

from __future__ import annotations

from telephony.embedded.conf.writing import HEADER

DIALLED = ("_[0-9+*#]!", "_[a-zA-Z][0-9a-zA-Z]!")
"""What may be dialled: numbers and star codes of any length, and names of two letters or more. Names of one letter
are Asterisk's own (h, i, s, t) and must not match, or AsyncAGI would run again after the hang-up."""

AGAIN = 'GotoIf($["${AGISTATUS}" = "FAILURE" | "${AGISTATUS}" = "NOTFOUND"]?gone:ask)'
"""AGISTATUS is SUCCESS after a break and not set anew when a bridge took the channel out of AsyncAGI: ask again.
When AsyncAGI itself could not run (FAILURE, NOTFOUND) asking again would spin: hang up."""


WHISPERING = """[hotline-whisper]
exten => s,1,Answer()
 same => n,ChanSpy(${HOTLINE_TARGET},quWES)
 same => n,Hangup()
"""
"""One end of what plays a sound into somebody's ear; the other end plays. By the channel's unique id, into his ear alone,
and gone with him."""


def extensions_conf(more: str = "", extra: str = "") -> str:
    """The whole file; `more` are contexts of phones of other kinds, `extra` is appended as it is (benches and tests)."""
    general = "[general]\nstatic = yes\nwriteprotect = yes\nautofallthrough = yes\nclearglobalvars = no\n"
    return f"{HEADER}\n{general}\n{contexts()}\n{more}\n{extra}"


def contexts() -> str:
    """The contexts of ours, for any Asterisk."""
    return "\n".join(
        (
            *(asking(context, DIALLED) for context in ("hotline-in", "hotline-seats", "hotline-transfer")),
            asking("hotline-leg", ("s",)),
            asking("hotline-handover", ("s", *DIALLED), before="Dial(${HOTLINE_TARGET},${HOTLINE_RING},g)"),
            asking("hotline-join", ("s", *DIALLED), before="BridgeAdd(${HOTLINE_TARGET})"),
            asking("hotline-supervise", ("s",), before="ChanSpy(${HOTLINE_TARGET},${HOTLINE_MANNER})"),
            WHISPERING,
        )
    )


def asking(context: str, extensions: tuple[str, ...], before: str = "") -> str:
    """A context that gives the channel to us by AsyncAGI, and again whenever it comes back from a bridge.

    Nothing is answered here: whether a call is answered is our decision.
    """
    return f"[{context}]\n" + "".join(_extension(each, before) for each in extensions)


def _extension(pattern: str, before: str) -> str:
    steps = ("AGI(agi:async)", AGAIN, "Hangup()")
    first, rest = (before, steps) if before else (steps[0], steps[1:])
    lines = [f"exten => {pattern},1{_label(first)},{first}"]
    lines += [f" same => n{_label(step)},{step}" for step in rest]
    return "\n".join(lines) + "\n"


def _label(step: str) -> str:
    return {"AGI(agi:async)": "(ask)", "Hangup()": "(gone)"}.get(step, "")
