"""Large parts of a page travel deflated, so that the file stays small; the page's script unpacks the part that is
looked at."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup


def pack_json(value: Any) -> Markup:
    """The value as JSON, deflated (RFC 1951, without a header), in base64: no character of it means anything to a
    parser of HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    deflater = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    deflated = deflater.compress(text.encode("utf-8", "backslashreplace")) + deflater.flush()
    return Markup(base64.b64encode(deflated).decode("ascii"))


def pack_drawn(draw: Callable[[Any], str], items: Iterable[Any]) -> Markup:
    """The HTML that a macro draws of each item, as one packed list."""
    return pack_json([str(draw(item)).strip() for item in items])
