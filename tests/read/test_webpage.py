"""HTML to the text that it shows."""

import time

import pytest

from commscore.errors import UnreadableError
from commscore.read.webpage import shown, text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Dear Sir,</p><p>I fell.<br>Twice.</p>", "Dear Sir,\n\nI fell.\nTwice."),
        ("<title>x</title><style>p {}</style><script>if (a<b) {}</script>Hello", "Hello"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("pain &lt; 3 &amp; caf&eacute;", "pain < 3 & café"),
        ("pain < 3 <b>today</b>", "pain < 3 today"),
        ("said<blockquote type='cite'>old<br>mail</blockquote>new", "said\n\n> old\n> mail\n\nnew"),
        ("<blockquote>her words</blockquote>", "her words"),
        ("<p style='display: none'>tracker</p>seen", "seen"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<!-- no --><![if !x]>yes<![endif]><?xml x?>", "yes"),
        ("  a \n b  ", "a b"),
        ("<p>never closed", "never closed"),
        ("</p></b>", ""),
        ("", ""),
    ],
)
def test_what_a_page_shows(page: str, expected: str) -> None:
    assert shown(page) == expected


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", "<", "</", "<div>", "<p>x", "&", "<![CDATA[", '<a b="', "<p", "<br>"]
)
def test_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    began = time.process_time()
    shown(piece * 100_000)
    assert time.process_time() - began < 10


def test_pages_too_large_and_no_text() -> None:
    with pytest.raises(UnreadableError, match="at most"):
        shown("<p>x" * 1_000_000)
    with pytest.raises(UnreadableError, match="not text"):
        text(b"\x00\x01\x02" * 99)
