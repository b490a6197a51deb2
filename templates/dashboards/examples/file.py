import csv
from io import TextIOWrapper
from urllib.request import urlopen

address = "{{ address }}/api/v1/progress?programme=ips&format=csv"

with urlopen(address) as answer:
    # The file begins with the mark of UTF-8, for Excel.
    rows = list(csv.DictReader(TextIOWrapper(answer, "utf-8-sig", newline="")))

known = [float(row["actual"]) for row in rows if row["actual"]]
print(len(rows), "rows, of which", len(known), "have a figure")
