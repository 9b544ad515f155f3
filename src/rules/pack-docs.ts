import { resolver } from './checks/check.ts';
import { correlationWords } from './correlation-words.ts';
import { markdownCode, markdownLink, markdownText } from './markdown.ts';
import { fieldsOf } from './rule-fields.ts';
import { parseTemplate } from './template.ts';
import type { CorrelationRule, RuleDocument } from './tree.ts';

/** A rule with what its page says beside its own words. */
export interface DocumentedRule {
  readonly rule: RuleDocument;
  /** File within the pack. */
  readonly file: string;
  /** False when only correlations use it. */
  readonly alerts: boolean;
  readonly shadow: boolean;
  /** Cases that are run for it. */
  readonly cases: number;
}

export interface DocumentedPack {
  readonly title: string;
  readonly version?: string;
  readonly rules: readonly DocumentedRule[];
}

/** How deep a chain of correlations is told; deeper ones have sections of their own. */
const MAX_CHAIN = 8;

/** The page of a pack in Markdown. The same rules give the same page, whatever order they were read in. */
export function packPage({ rules, title, version }: DocumentedPack): string {
  const sorted = rules.toSorted(byLevelAndTitle);
  const anchors = anchorsOf(sorted.map(({ rule }) => rule));
  const page = new Page(anchors, resolver(sorted.map(({ rule }) => rule)));
  const raising = sorted.filter(({ alerts, rule }) => alerts && rule.kind !== 'filter');
  const parts = sorted.filter((one) => !raising.includes(one));
  const blocks = [
    `# ${markdownText(title)}`,
    'Written by `scrutineer rules docs` from the rules themselves: change them, not this page.',
    told(raising.length, parts.length, version),
    page.index(raising),
    ...raising.flatMap((one) => page.section(one)),
    ...(parts.length > 0
      ? ['## Parts', 'These raise nothing themselves: the rules above are made of them.']
      : []),
    ...parts.flatMap((one) => page.section(one)),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function told(raising: number, parts: number, version: string | undefined): string {
  const made = parts > 0 ? `, ${counted(parts, 'part')} they are made of` : '';
  const which = version === undefined ? '' : `; version ${markdownCode(version)}`;
  return `${counted(raising, 'rule')} that ${raising === 1 ? 'raises' : 'raise'} findings${made}${which}.`;
}

class Page {
  readonly #anchors: ReadonlyMap<RuleDocument, string>;
  readonly #resolve: (reference: string) => RuleDocument | undefined;

  constructor(
    anchors: ReadonlyMap<RuleDocument, string>,
    resolve: (reference: string) => RuleDocument | undefined,
  ) {
    this.#anchors = anchors;
    this.#resolve = resolve;
  }

  index(rules: readonly DocumentedRule[]): string {
    if (rules.length === 0) return '';
    const rows = rules.map(({ rule, shadow }) => {
      const what = firstSentence(rule.description ?? '');
      const draft = shadow ? ' (in shadow)' : '';
      return `| ${[`${this.#linked(rule)}${draft}`, markdownText(levelOf(rule)), sourceOf(rule), what, techniques(rule.tags)].join(' | ')} |`;
    });
    return [
      '| rule | level | log source | finds | ATT&CK |',
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  }

  section({ alerts, cases, file, rule, shadow }: DocumentedRule): readonly string[] {
    const { explanation, next_step: next } = rule.scrutineer;
    const facts = [
      `level ${markdownText(levelOf(rule))}`,
      sourceOf(rule),
      ...(rule.status === undefined ? [] : [`status ${markdownText(rule.status.text)}`]),
      ...(shadow ? ['in shadow: raises nothing yet'] : []),
      markdownCode(file),
      ...(alerts ? [counted(cases, 'case')] : []),
    ];
    return [
      `<a id="${this.#anchors.get(rule) ?? ''}"></a>`,
      `${alerts ? '##' : '###'} ${markdownText(rule.title)}`,
      facts.join(' · '),
      markdownText(rule.description ?? ''),
      rule.kind === 'correlation' ? this.#chain(rule) : '',
      ...(explanation === undefined ? [] : [`A finding says: ${template(explanation.text)}`]),
      ...(next === undefined ? [] : [`**What to do:** ${template(next)}`]),
      list('Harmless and looks the same', rule.falsepositives.map(markdownText)),
      fieldList(rule),
      this.#filtered(rule),
      labelled('ATT&CK', techniques(rule.tags)),
      list('References', rule.references.map(markdownLink)),
    ];
  }

  #chain(rule: CorrelationRule): string {
    const lines: string[] = [];
    const add = (one: CorrelationRule, depth: number): void => {
      for (const { text } of one.correlation.rules) {
        const target = this.#resolve(text);
        if (target === undefined) continue;
        const says =
          target.kind === 'correlation'
            ? correlationWords(target.correlation, (name) => this.#named(name))
            : firstSentence(target.description ?? '');
        lines.push(`${'  '.repeat(depth)}- ${this.#linked(target)}${says && `: ${says}`}`);
        if (target.kind === 'correlation' && depth < MAX_CHAIN) add(target, depth + 1);
      }
    };
    add(rule, 0);
    const words = correlationWords(rule.correlation, (name) => this.#named(name));
    return [`**Waits for:** ${words}`, lines.join('\n')].filter((text) => text !== '').join('\n\n');
  }

  #filtered(rule: RuleDocument): string {
    if (rule.kind !== 'filter') return '';
    const names = rule.rules === 'any' ? [] : rule.rules.map(({ text }) => this.#named(text));
    return `**Narrows:** ${names.length === 0 ? 'every rule of its log source' : names.join(', ')}`;
  }

  #named(reference: string): string {
    const rule = this.#resolve(reference);
    return rule === undefined ? markdownCode(reference) : this.#linked(rule);
  }

  #linked(rule: RuleDocument): string {
    const anchor = this.#anchors.get(rule);
    const title = markdownText(rule.title);
    return anchor === undefined ? title : `[${title}](#${anchor})`;
  }
}

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];

/** As findings have it: a rule without a level counts as medium. */
function levelOf({ level }: RuleDocument): string {
  return level?.text ?? 'medium';
}

function byLevelAndTitle({ rule: a }: DocumentedRule, { rule: b }: DocumentedRule): number {
  const rank = LEVELS.indexOf(levelOf(b)) - LEVELS.indexOf(levelOf(a));
  if (rank !== 0) return rank;
  const [one, other] = [a, b].map(({ id, name, title }) => `${title}\0${id ?? name ?? ''}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

/** Of letters, digits and `-` only, each once. */
function anchorsOf(rules: readonly RuleDocument[]): ReadonlyMap<RuleDocument, string> {
  const taken = new Set<string>();
  return new Map(
    rules.map((rule) => {
      const words = rule.title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
      const plain = `rule-${words.join('-').slice(0, 80) || 'untitled'}`;
      let anchor = plain;
      for (let number = 2; taken.has(anchor); number += 1) anchor = `${plain}-${number}`;
      taken.add(anchor);
      return [rule, anchor];
    }),
  );
}

function sourceOf(rule: RuleDocument): string {
  if (rule.kind === 'correlation') return 'correlation';
  const { category, product, service } = rule.logsource;
  const parts = [product, category, service].filter((part) => part !== undefined);
  return parts.length === 0 ? 'any log' : markdownText(parts.join(' / '));
}

/** Techniques as links, the more general ones left out. */
function techniques(tags: readonly string[]): string {
  const numbers = tags
    .map((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase())
    .filter((number) => number !== undefined);
  return [...new Set(numbers)]
    .filter((one) => !numbers.some((other) => other.startsWith(`${one}.`)))
    .map((one) => `[${one}](https://attack.mitre.org/techniques/${one.replace('.', '/')}/)`)
    .join(' ');
}

function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return markdownText(/^.*?[.!?](?= [A-Z0-9"(]|$)/.exec(line)?.[0] ?? line);
}

function template(text: string): string {
  return parseTemplate(text.replace(/\s+/g, ' ').trim())
    .map((part) => {
      if ('field' in part) return markdownCode(part.field);
      const [, before = '', inner = '', after = ''] = /^( ?)(.*?)( ?)$/s.exec(part.text) ?? [];
      return before + markdownText(inner) + after;
    })
    .join('');
}

function fieldList(rule: RuleDocument): string {
  const names = [...new Set(fieldsOf(rule).map(({ text }) => text))].toSorted();
  return labelled('Reads', names.map((name) => markdownCode(name)).join(', '));
}

function list(label: string, items: readonly string[]): string {
  const rows = items.filter((item) => item !== '').map((item) => `- ${item}`);
  return rows.length === 0 ? '' : `**${label}:**\n\n${rows.join('\n')}`;
}

function labelled(label: string, text: string): string {
  return text === '' ? '' : `**${label}:** ${text}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
