"""Hostile values, by where they are sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings

# fmt: off
LONG_NUMBER = "9" * 5000
"""More digits than Python turns into a number."""

TEXTS = (
    *("", " ", "\0", "a\0b", "\x01", "\x1b[31m", "\x7f", "\r\nSet-Cookie: a=b", "\t", "\ufeff", "\u200b", "\u202e"),
    *("e\u0301", "\u0130", "ß", "\U0001f600", "\uffff", "\ufffd", "'", '"', "`", "\\", "%", "%s", "%(a)s", "{0}"),
    *("{{ 7 }}", "<script>", "--", ";", "../../etc/passwd", "//evil.example", "javascript:1", ",", ",,,", "a," * 500),
    *("x" * 300, "x" * 20_000, "[" * 20_000, "null", "true", "None", "[]", "{}", "=1+1", "*", "-", ":", ".", "~"),
)
NUMBERS = (
    *("0", "-0", "-1", "1", "1.5", "1e3", "1e999", "-1e999", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "+1"),
    *("\u0663", "\u00b2", "\u00bd", "\uff11", "1,000", "1 000", "32768", "2147483647", "2147483648", "-2147483649"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809", "1" * 30, "9" * 400, LONG_NUMBER),
    *(f"-{LONG_NUMBER}", "0" * 5000, f"0.{'0' * 5000}1", "1e-400", f"000001{LONG_NUMBER}"),
)
DAYS = (
    *("0000-00-00", "0001-01-01", "9999-12-31", "9999-12-32", "10000-01-01", "1000000000-01-01", "2024-02-30"),
    *("2024-W01-1", "20240331", "1900-01-01", "2199-12-31", "2023-10-01", "2024-03-31", "31/03/2024", "1970-01-01"),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59", "2024-03-31T01:30:00", "2024-03-31T25:00"),
    *("2024-03-31T09:30:00 00:00", "2024-03-31T09:30:00+99:99", "0001-01-01T00:00", "2024-01-01T00:00:00Z"),
)
PERIODS = (
    *("2023-24", "2023-24-Q3", "2023-24-Q4", "2023-24-Q9", "2023-25", "9999-00", "9999-00-Q4", "0000-01", "1900-01"),
    *("1900-01-Q1", "2199-00", "2199-00-Q4", "1899-00", "2200-01", "\u0662\u0660\u0662\u0663-\u0662\u0664", "2023/24"),
)
GOOD = (
    *("ips", "cdc", "ips-access", "cdc-sites", "QAA", "QBB", "ENG", "05X", "E00000003", "01A", "icb", "england"),
    *("coverage", "attainment", "rate", "status", "tiles", "boundaries", "today", "reported", "csv", "xlsx", "jsonl"),
    *("csvw", "json", "pdf", "pptx", "accept", "return", "send", "withdraw", "compare", "refused", "changed", "pivot"),
    *("rows", "years", "quarters", "actual", "-actual", "area", "-period", "2023-24-Q3:actual", "-2023-24:attainment"),
    *("true", "false", "all", "any", "long_term_plan", "long_term_plan:1", "on_plan", "rebased", "editor", "reader"),
)
HOSTILE = (*TEXTS, *NUMBERS, *DAYS, *PERIODS)
RAW = ("%ED%A0%80", "%00", "%FF%FE", "%", "%zz", "%C0%80", "a%00b", "%u0000", "caf%E9", "%F4%90%80%80", "+", "%0D%0A")
"""What stands in an address as it is: broken bytes and broken signs."""

BODIES = (
    *(b"", b"{}", b"[]", b"null", b"NaN", b'"a"', b"1e999", b"\xff\xfe", b"\xed\xa0\x80", b"\0", b"{"),
    *(b"[" * 200_000, b'{"a":' * 200_000, b"9" * 5000, b'"\\ud800"', b"a=%00", b"&" * 2000, b"a=1&" * 10_001),
    *(b"a" * 1_000_000, b"\xef\xbb\xbf{}", b"--x\r\n", b"--x--", b"\r\n\r\n"),
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="\0../a.csv"\r\n\r\n1\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="a\0"\r\nContent-Transfer-Encoding: base64\r\n\r\n*\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="programme"\r\nContent-Type: a; charset=zlib\r\n\r\nips\r\n--x--\r\n',
    b"--x\r\nContent-Disposition: form-data; name*=zlib''a\r\n\r\n1\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data; name=file; filename*=idna''a%00\r\n\r\n1\r\n--x--\r\n",
)
FORM = "application/x-www-form-urlencoded"
TYPES = (
    *("application/json", FORM, "multipart/form-data", "multipart/form-data; boundary=x", "text/plain", "", ";", "*"),
    *("multipart/form-data; boundary=" + "b" * 300, "text/html; charset=zlib", "a/b; charset=unicode_escape"),
    *(f"{FORM}; charset=utf-16", f"{FORM}; charset=nothing", "application/json; charset=utf-7", "a/b; charset=idna"),
    *("text/plain; charset=undefined", "x" * 9000, "a/b; a*=nothing''x", "a/b; charset*=utf-8''%00"),
    *("a/b; a*=idna''..", "a/b; charset=latin-1"),
    *("multipart/form-data; boundary=\xe9", "multipart/form-data; boundary=x; charset=punycode"),
    *("multipart/form-data; boundary*=undefined''x", "a/b; charset=\xe9", "a/b; a*0=b; a*1*=c''d", ";" * 900),
)
ESCAPED = r"\000\001\377\777"
"""As cookies write NUL and others."""
SESSION, TOKEN = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
HEADERS: Mapping[str, Sequence[str]] = {
    "HTTP_ACCEPT": ("*/*", "", ";;;", "a/b;q=x", "application/json;q=1e999", "text/csv", "," * 9000),
    "HTTP_ACCEPT_ENCODING": ("gzip", "br;q=1e999, gzip;q=nan", "", "identity;q=0", "*" * 900, "gzip" * 9000),
    "HTTP_ACCEPT_LANGUAGE": ("de", "x" * 9000, ";q=,", "\xe9", "en-gb;q=1e999"),
    "HTTP_IF_NONE_MATCH": ("*", '"a"', 'W/"', "\xe9", '"' * 900, "a,b,c", "W/" * 900),
    "HTTP_IF_MATCH": ("*", '"a"', "\xff"),
    "HTTP_IF_MODIFIED_SINCE": (
        *("Sat, 01 Jan 10000 00:00:00 GMT", "0", "Thu, 31 Feb 2024 00:00:00 GMT", "\xe9", LONG_NUMBER),
        *("Sat, 01 Jan 0001 00:00:00 GMT", "Saturday, 01-Jan-99 99:99:99 GMT"),
    ),
    "HTTP_IF_UNMODIFIED_SINCE": ("Sat, 01 Jan 0000 00:00:00 GMT", "x", "Fri, 31 Dec 9999 23:59:59 GMT"),
    "HTTP_IF_RANGE": ("x", '"a"'),
    "HTTP_RANGE": ("bytes=0-", f"bytes={LONG_NUMBER}-", "bytes=5-1", "bytes=-0", "x=1", "bytes=-", "bytes=1-2,3-4"),
    "HTTP_HOST": ("", "evil.example", "[", "[::1]:99999", "a" * 300, "testserver:\xe9", "testserver:0", "@", "[::1]"),
    "HTTP_X_FORWARDED_FOR": ("", "x", "::1", "1.2.3.4, [", "999.1.1.1", "," * 900, "\xe9", "fe80::1%25eth0"),
    "HTTP_X_FORWARDED_HOST": ("evil.example", "["),
    "HTTP_X_FORWARDED_PROTO": ("https", "\xe9", "x" * 900),
    "HTTP_REFERER": ("", "http://[", "\xe9", "javascript:1", "http://testserver/", "http://[::1", "https://x:99999/"),
    "HTTP_ORIGIN": ("null", "http://[", "\xe9", "http://testserver", "http://x:\xb2/"),
    "HTTP_AUTHORIZATION": ("Basic x", "Basic \xe9", "Bearer " + "x" * 9000, "Basic AAA="),
    "HTTP_X_CSRFTOKEN": ("", "x", "\xe9" * 64, "a" * 64, "a" * 9000),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest", "\xe9"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE", "\xe9"),
    "HTTP_USER_AGENT": ("", "\xe9\xff", "x" * 20_000),
    "HTTP_CONNECTION": ("upgrade", "\xe9"),
    "HTTP_TRANSFER_ENCODING": ("chunked", "x"),
    "HTTP_COOKIE": (
        *("", "=", ";;;", "a", "a=b", '"', "\xe9=\xff", "messages=x", 'messages="[]"', "messages=W10:x:y"),
        *("a=" + "x" * 9000, "messages=" + "W" * 5000, f"{TOKEN}=x", f"{TOKEN}={'a' * 64}", f"{SESSION}=x"),
        f'{SESSION}="{ESCAPED}aaaaaaaa"',
        f'{TOKEN}="{ESCAPED}"; messages="{ESCAPED}"; a="{ESCAPED}"',
        *(f"{SESSION}={'a' * 5000}", f"{SESSION}=../../etc/passwd", f"{SESSION}=\xed\xa0\x80\xed\xa0\x80aaaa"),
        "; ".join(f"a{number}=b" for number in range(500)),
    ),
    "CONTENT_LENGTH": ("", "x", "-1", "\xb2", LONG_NUMBER, "999999999999", "1e3"),
    "REMOTE_ADDR": ("", "x", "::1", "unix:", "999.9.9.9", "::ffff:1.2.3.4"),
}
METHODS = (*("GET",) * 3, *("POST",) * 2, "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "NONSENSE", "")
VALUES = (
    *(None, True, False, 0, -1, 1.5, 2**31, 2**63, 2**64, 10**30, [], {}, [[]], {"a": {"b": 1}}, "", "\0", "\ud800"),
    *("x" * 1_000_000, "\u202e", [None], "9" * 5000, float("nan"), float("inf"), 1e308, -(2**63) - 1, "NaN", "e\u0301"),
)
"""What stands for a value in JSON."""
LIBRARIES_READ = (
    "next q p o e all sort page per_page login password code email process action_add action_remove action_primary "
    "_popup _to_field _changelist_filters id__in pk app_label model_name field_name term csrfmiddlewaretoken error "
    "state __all__ file password1 password2 oldpassword username account action index select_across id__gt"
)
"""Names that Django's and other libraries' pages look up."""
# fmt: on
