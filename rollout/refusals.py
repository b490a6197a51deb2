"""The answer to requests that cannot be read, or bring more than is taken."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that says so: 413 for too much, 400 for everything else."""
    is_too_large = isinstance(exception, TOO_LARGE)
    return render(request, "400.html", {"is_too_large": is_too_large}, status=413 if is_too_large else 400)
