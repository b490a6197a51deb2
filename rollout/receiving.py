"""What is done with a request before anything reads it: other encodings are marked, too large files refused."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.http import parse_header_parameters

UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
"""Names of how everything here is written."""
OTHERWISE = "rollout.written_otherwise"
"""Stands in what is known of a request whose type names another encoding, or cannot be read."""


def in_utf_8(environ: dict[str, Any]) -> dict[str, Any]:
    """A request without another encoding in its type: Django would read the address in it too, and fail at some."""
    try:
        content_type, said = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        is_ours = said.get("charset", UTF_8[0]).lower() in UTF_8
    except ValueError:
        content_type, is_ours = "", False
    return environ if is_ours else {**environ, "CONTENT_TYPE": content_type, OTHERWISE: True}


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
