"""Data inside a page: JSON that no parser of HTML, and no reader of the file, can take for anything else."""

from __future__ import annotations

import json
import re
from typing import Any

from markupsafe import Markup

from evalkit.data.showing import INVISIBLE

_ESCAPED = re.compile(f"[<>&]|{INVISIBLE.pattern}")


def embed_json(value: Any) -> Markup:
    """The value as JSON for a ``script`` element of data: markup, invisible characters and lone surrogates are
    escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(_ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
