/**
 * Text for comparing without regard to case: Unicode lower case, with the final sigma (which `toLowerCase` picks by
 * its neighbours) as any other sigma, so that a part of a word compares like the whole.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}
