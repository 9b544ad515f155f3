const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Codes the Unicode tables name that are no country of ISO 3166-1. */
const NOT_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AC', 'CP', 'CQ', 'DG']);
/** Further ones of these: withdrawn from the standard. */
const WITHDRAWN = new Set(['AN', 'BU', 'CS', 'DD', 'FX', 'NT', 'SU', 'TP', 'YD', 'YU', 'ZR', 'UK']);

/** What people call countries besides what the tables say. */
const ALIASES: Readonly<Record<string, string>> = {
  usa: 'US',
  america: 'US',
  'united states of america': 'US',
  'the united states': 'US',
  'the united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  britain: 'GB',
  'czech republic': 'CZ',
  'ivory coast': 'CI',
  burma: 'MM',
  turkey: 'TR',
  'cape verde': 'CV',
  swaziland: 'SZ',
  macedonia: 'MK',
  'south korea': 'KR',
  'north korea': 'KP',
  'dr congo': 'CD',
  'the netherlands': 'NL',
};

/** Folded name → ISO 3166-1 code, in English and Spanish; from the runtime's own Unicode tables. */
export function countryNames(fold: (name: string) => string): ReadonlyMap<string, string> {
  const names = new Map<string, string>(Object.entries(ALIASES).map(([k, v]) => [fold(k), v]));
  for (const language of ['en', 'es']) {
    const table = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const first of LETTERS) {
      for (const second of LETTERS) {
        const code = first + second;
        const name = NOT_COUNTRIES.has(code) || WITHDRAWN.has(code) ? undefined : table.of(code);
        if (name !== undefined && !names.has(fold(name))) names.set(fold(name), code);
      }
    }
  }
  return names;
}
