"""The API: the same rows as the pages and the files, for programs.

manners.py      what holds for every address: reading only, CORS, how much in a minute, one form of refusal
limits.py       how much may be asked in a minute, counted in the cache
problems.py     what is said when a request is not answered
asked.py        a request read strictly: an unknown parameter or value is refused by name
schemas.py      what an answer looks like, its rows in the words of the dictionary
definitions.py  definitions, services and areas as rows
answers.py      rows as JSON page by page, or as one streamed file; data version, ETag, licence
description.py  all of it for programs, at /api/v1/openapi.json
endpoints.py    one function for each address
examples.py     what people do with it, in Python, R and Power Query
docs.py         a page that describes all of it without any script
"""

from dashboards.api.endpoints import api

__all__ = ["api"]
