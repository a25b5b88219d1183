"""The labels of other people's schemes: each task, and the classes that its raters chose among."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LEVELS: Final = ("0", "1", "2")
LABELS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "annomi.behaviour": ("question", "reflection", "therapist_input", "other"),
        "annomi.question": ("none", "open", "closed"),
        "annomi.reflection": ("none", "simple", "complex"),
        "annomi.input": ("none", "information", "advice", "negotiation", "options"),
        "annomi.client_talk": ("neutral", "change", "sustain"),
        "annomi.quality": ("high", "low"),
        "epitome.emotional_reactions": LEVELS,
        "epitome.explorations": LEVELS,
        "epitome.interpretations": LEVELS,
        "uptake.uptake": (),  # a scale
        "esconv.strategy": (
            "Question",
            "Restatement or Paraphrasing",
            "Reflection of feelings",
            "Self-disclosure",
            "Affirmation and Reassurance",
            "Providing Suggestions",
            "Information",
            "Others",
        ),
        "nhs.listening": ("no", "yes"),
        "nhs.communication": ("no", "yes"),
        "nhs.sentiment": ("praise", "neutral", "complaint"),
    }
)
