import csv
from urllib.request import urlopen

address = "{{ address }}/api/v1/progress?programme=ips&illustrative=true&format=csv"

with urlopen(address) as answer:
    lines = (line.decode() for line in answer)
    rows = list(csv.DictReader(lines))

known = [float(row["actual"]) for row in rows if row["actual"]]
print(len(rows), "rows, of which", len(known), "have a figure")
