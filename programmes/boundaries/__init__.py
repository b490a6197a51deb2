"""From official boundary files to small ones of our own, and back for tests. Pure: nothing is written here.

shapes.py      reading GeoJSON: which area has which rings, projected to kilometres
arcs.py        cutting rings into the arcs that neighbours share, so that both sides stay one line
crossings.py   where borders cross or touch
simplify.py    leaving out points that nobody would miss (Visvalingam)
labels.py      where in an area its label stands
topojson.py    quantised TopoJSON, written and read
"""
