import json
from urllib.parse import urlencode
from urllib.request import urlopen


def figures(**asked):
    with urlopen("{{ address }}/api/v1/progress?" + urlencode(asked)) as answer:
        rows = json.load(answer)["rows"]
    return {row["period"]: row["actual"] for row in rows}


asked = {"indicator": "ips-access", "area": "ENG", "from": "2022-23-Q1"}
then, now = figures(**asked, as_at="2024-03-31"), figures(**asked)

for period, figure in now.items():
    print(period, "then", then.get(period), "now", figure)
