r"""Text from articles and models, made inert in the place where it is printed.

The visible text of what comes out equals what went in, but for white space (a run of
it, line ends too, becomes one space) and for characters nobody sees: control characters
and those that turn the direction of the text around them.

Characters are escaped only where they would act, because memos are read raw too.
Checked against cmark-gfm (which GitHub runs) and markdown-it: a backslash between the
scheme and `//`, or after `www`, is what stops both from making a link of a bare address.
Limit: GitHub links a bare e-mail address (`mailto:`) however it is escaped.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlsplit

from markupsafe import Markup

_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters that are no white space
    "\u202a-\u202e\u2066-\u206f"  # direction embedded, overridden, isolated; deprecated formats
    "\ufeff\ufff9-\ufffb\ufffe\uffff"  # byte order mark, interlinear notes, noncharacters
    "\U000e0000-\U000e007f"  # tags: unseen copies of ASCII
    "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[^\S\u00a0\u202f\u2007]+")  # spaces that may not break a line stay as they are

_ACTIVE = re.compile(
    r"[\\`*~|\[\]]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore inside a word is plain text
    r"|<(?![\s\d=])"  # else it may open a tag, a comment or an autolink
    r"|&(?=#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)"
    r"|(?<=\S)\$|\$(?=\$)"  # only a dollar sign after a non-space can close a formula
    r"|:(?=//|[a-z0-9_+-]{1,40}:)"  # an address, an emoji's name
    r"|@(?=\w)"
    r"|\^$"  # before a footnote's mark it would open an inline footnote in some dialects
)
_WWW = re.compile(r"(?i)(www)(?=\.)")
_LEADING = re.compile(r"[>#=]|[-+](?=[\s-]|$)|[0-9]{1,9}(?=[.)](?:\s|$))")

_URL_SAFE = "!$'*+,-./0123456789:;=?@_~%&#ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def plain(text: str) -> str:
    """`text` on one line, without characters that are not seen and without space at either end."""
    shown = _SPACE.sub(" ", _UNSEEN.sub("", text))
    return _SURROGATE.sub("\ufffd", shown).strip()


def markdown(text: str) -> Markup:
    """`text` as Markdown that shows exactly it, in a paragraph, a heading, a list or a table's cell.

    Text that is `Markup` already is returned as it is.
    """
    if isinstance(text, Markup):
        return text
    shown = _ACTIVE.sub(lambda found: "\\" + found[0], plain(text))
    shown = _WWW.sub(r"\1\\", shown)
    body = shown.rstrip("#")  # hashes at the end of a heading's line would vanish
    shown = body + "\\#" * (len(shown) - len(body))
    leading = _LEADING.match(shown)
    if leading:
        cut = leading.end() if leading[0].isdigit() else 0
        shown = f"{shown[:cut]}\\{shown[cut:]}"
    # Not mark-up of HTML: the type says "escaped for this template", and templates print it as it is.
    return Markup(shown)  # noqa: S704


def destination(url: str | None) -> Markup | None:
    """`url` for `[…](<here>)`, percent-encoded; None unless it is a whole http or https address."""
    if url is None:
        return None
    shown = plain(url)
    try:
        parts = urlsplit(shown)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return None
    return Markup(_PERCENT.sub("%25", quote(shown, safe=_URL_SAFE)))  # noqa: S704  # see `markdown`


def yaml_value(value: object) -> Markup:
    """`value` as one YAML scalar or list: JSON, which YAML 1.2 contains, with text made `plain`."""
    ready = plain(value) if isinstance(value, str) else value
    return Markup(json.dumps(ready, ensure_ascii=False, default=str))  # noqa: S704  # see `markdown`
