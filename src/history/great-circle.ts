const EARTH_RADIUS_KM = 6371.0088;

export interface Point {
  readonly lat: number;
  readonly long: number;
}

/** Great-circle distance in kilometres (haversine, mean earth radius of IUGG). */
export function distanceKm(a: Point, b: Point): number {
  const lat = radians(b.lat - a.lat);
  const long = radians(b.long - a.long);
  const h =
    Math.sin(lat / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(long / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
