"""Scripted phones for trying the hotline: real SIP phones without a person, on pyVoIP with its faults mended."""

from __future__ import annotations

from telephony.phones.account import Account
from telephony.phones.call import PhoneCall
from telephony.phones.errors import CallNotUp, PhoneNotOpened, RegistrationFailed
from telephony.phones.phone import Phone
from telephony.phones.reports import CallPlan, CallReport, PhonePlan, PhoneReport, Step
from telephony.phones.script import parse_press, parse_say, parse_tone
from telephony.phones.scripted import run_call, run_phone

__all__ = [
    "Account",
    "CallNotUp",
    "CallPlan",
    "CallReport",
    "Phone",
    "PhoneCall",
    "PhoneNotOpened",
    "PhonePlan",
    "PhoneReport",
    "RegistrationFailed",
    "Step",
    "parse_press",
    "parse_say",
    "parse_tone",
    "run_call",
    "run_phone",
]
