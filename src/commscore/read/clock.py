"""Times as transcripts write them, to seconds."""

import re
from datetime import time, timedelta
from typing import Final

TIME: Final = r"(?:\d{1,3}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,]\d{1,6})?"
WHOLE: Final = re.compile(rf"-?{TIME}")


def seconds(value: object, unit: float = 1.0) -> float | None:
    """Return the time in seconds; None where there is none to read. Plain numbers count in `unit` seconds.

    >>> seconds("00:01:02.5"), seconds("1:02"), seconds(" 3,5 "), seconds("1500", 0.001), seconds("noon")
    (62.5, 62.0, 3.5, 1.5, None)
    """
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, time):
        return value.hour * 3600.0 + value.minute * 60 + value.second + value.microsecond / 1e6
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    written = str(value).strip().replace(",", ".")
    if WHOLE.fullmatch(written):
        parts = [float(part) for part in written.split(":")]
        return sum(part * 60.0**power for power, part in enumerate(reversed(parts)))
    return _number(written, unit)


def _number(written: str, unit: float) -> float | None:
    try:
        number = float(written.removesuffix("s")) * unit
    except ValueError:
        return None
    return number if 0 <= number < 1e9 else None
