"""Twenty ways in which text has been run as script, as markup or as a template."""

PAYLOADS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "</style></title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script-->",
    "<b>&amp;</b> <font color=red>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7*7 }}{% for x in y %}",
    "${alert(1)} `alert(1)`",
    "[x](javascript:alert(1)) ![x](x onerror=alert(1))",
    ":red[x] :material/home: $$x$$",
    "]]><w:t>x</w:t>",
    "' onmouseover='alert(1)",
)
