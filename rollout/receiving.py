"""What is done with a request before anything reads it: what cannot be read is marked, too large files refused."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.http import parse_header_parameters

UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
"""Names of how everything here is written."""
UNREADABLE = "rollout.unreadable"
"""Stands in what is known of a request that cannot be read, with the reason in words."""
LONGEST_LENGTH = 18
"""Digits of the largest length of a body that is taken for one."""


def readable(environ: dict[str, Any]) -> dict[str, Any]:
    """A request of which Django can read what it reads before any view: its length, and its type.

    A length that is no number would fail wherever the body is read. Another encoding in the type would be used for
    the address too, and some fail there. Such a request goes on without either, and with the reason in `UNREADABLE`.
    """
    changes: dict[str, Any] = {}
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal() and len(length) <= LONGEST_LENGTH):
        changes |= {"CONTENT_LENGTH": "0", UNREADABLE: "The length of the request is no number."}
    try:
        content_type, said = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        is_ours = said.get("charset", UTF_8[0]).lower() in UTF_8
    except ValueError:
        content_type, is_ours = "", False
    if not is_ours:
        changes |= {"CONTENT_TYPE": content_type, UNREADABLE: "The request is not written in UTF-8."}
    return {**environ, **changes} if changes else environ


class SizeLimit(FileUploadHandler):
    """Stops keeping what comes in as soon as it is more than may be sent; the view then finds no file.

    What a browser says of the size is not believed.
    """

    def new_file(self, *args: Any, **details: Any) -> None:
        """Another file begins."""
        super().new_file(*args, **details)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on to the next handler, while there is room for it."""
        self._received += len(raw_data)
        if self._received > settings.UPLOAD_LARGEST_BYTES:
            if self.request is not None:
                self.request.META["rollout.file_too_large"] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Others make the file."""
