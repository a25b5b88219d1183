"""What a page draws itself, as an AppTest has it."""

import json

HTML = ("html", "parts", "turns")  # what a component's script reads as HTML, and not as plain text


def components(app):
    """Return the HTML that each of the page's components was given."""
    told = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    return ["".join(text for name in HTML for text in _texts(each.get(name, ""))) for each in told]


def _texts(value):
    if isinstance(value, str):
        return [value]
    return list(value.values() if isinstance(value, dict) else value)
