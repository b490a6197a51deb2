"""Refusing files that are too large while they come in, before they fill a disk or a memory."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


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
