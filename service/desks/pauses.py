"""Why people pause: the words that are recorded, and how a page shows them. The first three are those of the star codes."""

from __future__ import annotations

from console.ports.floor import Reason

REASONS: tuple[Reason, ...] = (
    Reason("break", {"zh": "休息", "en": "Break"}),
    Reason("lunch", {"zh": "用餐", "en": "Lunch"}),
    Reason("paused by phone", {"zh": "话机示忙", "en": "Paused by phone"}),
    Reason("training", {"zh": "培训", "en": "Training"}),
    Reason("meeting", {"zh": "会议", "en": "Meeting"}),
    Reason("coaching", {"zh": "辅导", "en": "Coaching"}),
    Reason("paperwork", {"zh": "案头工作", "en": "Paperwork"}),
    Reason("technical trouble", {"zh": "设备故障", "en": "Technical trouble"}),
)
