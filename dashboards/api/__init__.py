"""The API: the same rows as the pages and the files, for programs.

problems.py     what is said when a request cannot be answered
parameters.py   what may be asked, read strictly: an unknown parameter or value is refused by name
schemas.py      what an answer looks like, for the description at /api/v1/openapi.json
answers.py      rows as JSON page by page, or as one streamed file; data version, ETag, licence
as_at.py        rows as they would have been on an earlier day, recomputed in memory
endpoints.py    one function for each address
docs.py         a page that describes all of it without any script
"""

from dashboards.api.endpoints import api

__all__ = ["api"]
