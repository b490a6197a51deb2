from urllib.error import HTTPError
from urllib.request import Request, urlopen

address = "{{ address }}/api/v1/progress?programme=ips&format=csv"

with urlopen(address) as answer:
    file, etag = answer.read(), answer.headers["ETag"]

# Next time, tomorrow say: the file comes only when it is another one.
try:
    with urlopen(Request(address, headers={"If-None-Match": etag})) as answer:
        file, etag = answer.read(), answer.headers["ETag"]
    print("New figures:", len(file), "bytes")
except HTTPError as nothing_new:
    if nothing_new.code != 304:
        raise
    print("Nothing new: the file of last time still stands")
