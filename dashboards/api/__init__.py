"""The API: the same rows as the pages and the files, for programs.

manners.py      what holds for every address: reading only, CORS, how much in a minute, one form of refusal
problems.py     what is said when a request is not answered
schemas.py      what an answer looks like, its rows in the words of the dictionary
definitions.py  definitions, services and areas as rows
answers.py      a request read strictly, refused by name; rows as JSON page by page, or as one streamed file
description.py  all of it for programs, at /api/v1/openapi.json
endpoints.py    one function for each address
docs.py         a page that describes all of it without any script, with examples in Python, R and Power Query
"""

from dashboards.api.endpoints import api

__all__ = ["api"]
