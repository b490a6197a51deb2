// Reads our boundary files (quantised TopoJSON): areas as lines that can be drawn, in kilometres on a plain projection.

const absolute = (steps, [sx, sy], [tx, ty]) => {
  let x = 0;
  let y = 0;
  return steps.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * sx + tx, y * sy + ty];
  });
};

/** A ring of arc numbers (~n runs backwards) as its points, closed. */
const joined = (ring, arcs) =>
  ring.flatMap((number, place) => {
    const arc = number >= 0 ? arcs[number] : arcs[~number].slice().reverse();
    return place === 0 ? arc : arc.slice(1);
  });

/** `[{ code, label: [x, y], rings: [[[x, y], …], …] }]` of a topology. */
export const areasOf = (topology) => {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((steps) => absolute(steps, scale, translate));
  return topology.objects.areas.geometries.map(({ id, properties, arcs: polygons }) => ({
    code: id,
    label: properties.label,
    rings: polygons.flat().map((ring) => joined(ring, arcs)),
  }));
};

/** The x and y of one filled scatter trace; null parts ring from ring. */
export const traceOf = ({ rings }) => ({
  x: rings.flatMap((ring, place) => [...(place ? [null] : []), ...ring.map(([x]) => x)]),
  y: rings.flatMap((ring, place) => [...(place ? [null] : []), ...ring.map(([, y]) => y)]),
});

/** Where a place in degrees stands on the map. */
export const project = ({ projection: { origin, km_per_degree: km } }, longitude, latitude) => [
  (longitude - origin[0]) * km[0],
  (latitude - origin[1]) * km[1],
];
