/** A city as an address database would give it. */
export interface Place {
  readonly city: string;
  readonly state: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Degrees, WGS 84, two decimals. */
  readonly latitude: number;
  readonly longitude: number;
  /** IANA time zone. */
  readonly zone: string;
}

type Row = readonly [string, string, string, number, number, string];

const ROWS: readonly Row[] = [
  ['New York', 'New York', 'US', 40.71, -74.01, 'America/New_York'],
  ['Philadelphia', 'Pennsylvania', 'US', 39.95, -75.17, 'America/New_York'],
  ['Atlanta', 'Georgia', 'US', 33.75, -84.39, 'America/New_York'],
  ['Columbus', 'Ohio', 'US', 39.96, -83.0, 'America/New_York'],
  ['Chicago', 'Illinois', 'US', 41.88, -87.63, 'America/Chicago'],
  ['Madison', 'Wisconsin', 'US', 43.07, -89.4, 'America/Chicago'],
  ['Austin', 'Texas', 'US', 30.27, -97.74, 'America/Chicago'],
  ['Denver', 'Colorado', 'US', 39.74, -104.99, 'America/Denver'],
  ['Los Angeles', 'California', 'US', 34.05, -118.24, 'America/Los_Angeles'],
  ['Seattle', 'Washington', 'US', 47.61, -122.33, 'America/Los_Angeles'],
  ['Toronto', 'Ontario', 'CA', 43.65, -79.38, 'America/Toronto'],
  ['Ciudad de México', 'Ciudad de México', 'MX', 19.43, -99.13, 'America/Mexico_City'],
  ['São Paulo', 'São Paulo', 'BR', -23.55, -46.63, 'America/Sao_Paulo'],
  ['London', 'England', 'GB', 51.51, -0.13, 'Europe/London'],
  ['Manchester', 'England', 'GB', 53.48, -2.24, 'Europe/London'],
  ['Dublin', 'Leinster', 'IE', 53.35, -6.26, 'Europe/Dublin'],
  ['Paris', 'Île-de-France', 'FR', 48.86, 2.35, 'Europe/Paris'],
  ['Lyon', 'Auvergne-Rhône-Alpes', 'FR', 45.76, 4.84, 'Europe/Paris'],
  ['Amsterdam', 'Noord-Holland', 'NL', 52.37, 4.9, 'Europe/Amsterdam'],
  ['Berlin', 'Berlin', 'DE', 52.52, 13.41, 'Europe/Berlin'],
  ['Frankfurt am Main', 'Hessen', 'DE', 50.11, 8.68, 'Europe/Berlin'],
  ['Zürich', 'Zürich', 'CH', 47.37, 8.54, 'Europe/Zurich'],
  ['Roma', 'Lazio', 'IT', 41.9, 12.5, 'Europe/Rome'],
  ['Madrid', 'Madrid', 'ES', 40.42, -3.7, 'Europe/Madrid'],
  ['Stockholm', 'Stockholms län', 'SE', 59.33, 18.07, 'Europe/Stockholm'],
  ['Warszawa', 'Mazowieckie', 'PL', 52.23, 21.01, 'Europe/Warsaw'],
  ['Praha', 'Praha', 'CZ', 50.08, 14.44, 'Europe/Prague'],
  ['București', 'București', 'RO', 44.43, 26.1, 'Europe/Bucharest'],
  ['Istanbul', 'Istanbul', 'TR', 41.01, 28.98, 'Europe/Istanbul'],
  ['Nairobi', 'Nairobi', 'KE', -1.29, 36.82, 'Africa/Nairobi'],
  ['Lagos', 'Lagos', 'NG', 6.52, 3.38, 'Africa/Lagos'],
  ['Johannesburg', 'Gauteng', 'ZA', -26.2, 28.05, 'Africa/Johannesburg'],
  ['Dubai', 'Dubai', 'AE', 25.2, 55.27, 'Asia/Dubai'],
  ['Mumbai', 'Maharashtra', 'IN', 19.08, 72.88, 'Asia/Kolkata'],
  ['Singapore', 'Singapore', 'SG', 1.35, 103.82, 'Asia/Singapore'],
  ['Jakarta', 'Jakarta', 'ID', -6.21, 106.85, 'Asia/Jakarta'],
  ['Seoul', 'Seoul', 'KR', 37.57, 126.98, 'Asia/Seoul'],
  ['Tokyo', 'Tokyo', 'JP', 35.68, 139.69, 'Asia/Tokyo'],
  ['Sydney', 'New South Wales', 'AU', -33.87, 151.21, 'Australia/Sydney'],
];

export const PLACES: readonly Place[] = Object.freeze(
  ROWS.map(([city, state, country, latitude, longitude, zone]) =>
    Object.freeze({ city, state, country, latitude, longitude, zone }),
  ),
);

/** The time zones an office can have: those of at least one known place. */
export const TIME_ZONES: readonly string[] = Object.freeze([
  ...new Set(PLACES.map((place) => place.zone)),
]);

export function placesIn(zone: string): readonly Place[] {
  return PLACES.filter((place) => place.zone === zone);
}

export function placesOf(country: string): readonly Place[] {
  return PLACES.filter((place) => place.country === country);
}

const EARTH_RADIUS_KM = 6371;

/** Great-circle distance in kilometres (haversine). */
export function distance(from: Place, to: Place): number {
  const radians = Math.PI / 180;
  const dLat = (to.latitude - from.latitude) * radians;
  const dLong = (to.longitude - from.longitude) * radians;
  const a =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(from.latitude * radians) * Math.cos(to.latitude * radians) * Math.sin(dLong / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(a));
}
