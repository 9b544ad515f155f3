import type { CompiledCorrelation, CompiledRule, CorrelationSource } from '../compiled.ts';

export type Correlated = CompiledRule | CompiledCorrelation;

/** Where hits of a rule go: one correlation, by its place, and as which of its rules. */
export interface Route {
  readonly to: number;
  readonly parts: readonly RoutePart[];
}

export interface RoutePart {
  readonly source: CorrelationSource;
  readonly stage: number;
}

/** Who listens to whom. */
export class Routes {
  readonly #routes = new Map<Correlated, Route[]>();

  constructor(correlations: readonly CompiledCorrelation[]) {
    for (const [to, { sources }] of correlations.entries()) {
      const parts = sources.map((source, stage) => ({ source, stage }));
      for (const of of new Set(sources.map((source) => source.of))) {
        const known = this.#routes.get(of) ?? [];
        known.push({ to, parts: parts.filter(({ source }) => source.of === of) });
        this.#routes.set(of, known);
      }
    }
  }

  /** One route to each correlation that listens to any of the rules. */
  from(rules: readonly Correlated[]): readonly Route[] {
    const heard = rules.filter((rule) => this.#routes.has(rule));
    const [first] = heard;
    if (first === undefined) return [];
    if (heard.length === 1) return this.#routes.get(first) ?? [];
    const parts = new Map<number, RoutePart[]>();
    for (const route of heard.flatMap((rule) => this.#routes.get(rule) ?? [])) {
      parts.set(route.to, [...(parts.get(route.to) ?? []), ...route.parts]);
    }
    return Array.from(parts, ([to, all]) => ({ to, parts: all }));
  }
}
