import type { Json, JsonObject } from '../../lib/json.ts';
import { isObject } from '../../lib/json.ts';
import { didYouMean } from '../../lib/suggest.ts';
import codes from './codes.json' with { type: 'json' };

/** What is wrong with a statement; empty for one the database takes. */
export interface StatementProblem {
  readonly field: string;
  readonly message: string;
}

type Report = (field: string, message: string) => void;

const CODES: Readonly<Record<string, readonly string[]>> = codes;

const LISTS: ReadonlySet<string> = new Set([
  'decision_visibility',
  'content_type',
  'territorial_scope',
  'category_specification',
  'category_addition',
]);

const REQUIRED = [
  'puid',
  'decision_ground',
  'content_type',
  'category',
  'content_date',
  'application_date',
  'decision_facts',
  'source_type',
  'automated_detection',
  'automated_decision',
];

/** One of these says what was done. */
const DONE = ['decision_visibility', 'decision_monetary', 'decision_provision', 'decision_account'];

/** Longest texts, in characters. */
const LENGTHS: Readonly<Record<string, number>> = {
  puid: 500,
  decision_visibility_other: 500,
  decision_monetary_other: 500,
  category_specification_other: 500,
  decision_ground_reference_url: 500,
  illegal_content_legal_ground: 500,
  illegal_content_explanation: 2000,
  incompatible_content_ground: 500,
  incompatible_content_explanation: 2000,
  content_type_other: 500,
  decision_facts: 5000,
  source_identity: 500,
};

/** Field, the value of another that makes it necessary. */
const REQUIRED_IF: readonly (readonly [field: string, other: string, value: string])[] = [
  ['decision_visibility_other', 'decision_visibility', 'DECISION_VISIBILITY_OTHER'],
  ['decision_monetary_other', 'decision_monetary', 'DECISION_MONETARY_OTHER'],
  ['content_type_other', 'content_type', 'CONTENT_TYPE_OTHER'],
  ['illegal_content_legal_ground', 'decision_ground', 'DECISION_GROUND_ILLEGAL_CONTENT'],
  ['illegal_content_explanation', 'decision_ground', 'DECISION_GROUND_ILLEGAL_CONTENT'],
  ['incompatible_content_ground', 'decision_ground', 'DECISION_GROUND_INCOMPATIBLE_CONTENT'],
  ['incompatible_content_explanation', 'decision_ground', 'DECISION_GROUND_INCOMPATIBLE_CONTENT'],
];

/** Earliest day of each date; the latest is the same for all. */
const DATES: Readonly<Record<string, string>> = {
  content_date: '2000-01-01',
  application_date: '2020-01-01',
  end_date_account_restriction: '',
  end_date_monetary_restriction: '',
  end_date_service_restriction: '',
  end_date_visibility_restriction: '',
};

const LATEST = '2038-01-01';

/** Checks a statement as the DSA Transparency Database does (StatementStoreRequest). Fields it does not know are its own affair. */
export function statementProblems(statement: Json): readonly StatementProblem[] {
  if (!isObject(statement)) return [{ field: '', message: 'a statement is a JSON object' }];
  const problems: StatementProblem[] = [];
  const report: Report = (field, message) => problems.push({ field, message });
  for (const field of REQUIRED) if (isEmpty(statement[field])) report(field, 'is missing');
  if (DONE.every((field) => isEmpty(statement[field])))
    report('decision_visibility', `is missing: one of ${DONE.join(', ')} says what was done`);
  for (const [field, other, value] of REQUIRED_IF) {
    if (holds(statement[other], value) && isEmpty(statement[field]))
      report(field, `is missing: ${other} is ${value}`);
  }
  checkCodes(statement, report);
  checkTexts(statement, report);
  checkDates(statement, report);
  return problems;
}

function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

function holds(value: Json | undefined, code: string): boolean {
  return value === code || (Array.isArray(value) && value.includes(code));
}

function checkCodes(statement: JsonObject, report: Report): void {
  const known: Readonly<Record<string, readonly string[]>> = {
    ...CODES,
    category_addition: codes.category,
  };
  for (const [field, allowed] of Object.entries(known)) {
    const value = statement[field];
    if (value === undefined || value === null) continue;
    const list = LISTS.has(field);
    if (list !== Array.isArray(value)) {
      report(field, list ? 'is to be a list' : 'is to be one value');
      continue;
    }
    for (const one of Array.isArray(value) ? (value as readonly Json[]) : [value]) {
      if (typeof one === 'string' && allowed.includes(one)) continue;
      const hint = typeof one === 'string' ? didYouMean(one, allowed) : undefined;
      report(
        field,
        `${JSON.stringify(one)} is no value it takes${hint === undefined ? '' : `; ${hint}`}`,
      );
    }
  }
}

function checkTexts(statement: JsonObject, report: Report): void {
  for (const [field, most] of Object.entries(LENGTHS)) {
    const value = statement[field];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') report(field, 'is to be a text');
    else if (Array.from(value).length > most) report(field, `is longer than ${most} characters`);
  }
  const { content_language: language, decision_ground_reference_url: url, puid } = statement;
  if (typeof puid === 'string' && puid !== '' && !/^[a-zA-Z0-9_-]+$/.test(puid))
    report('puid', 'takes letters a to z, digits, hyphens and underscores only');
  if (typeof url === 'string' && !URL.canParse(url))
    report('decision_ground_reference_url', 'is no URL');
  if (typeof language === 'string' && !isLanguage(language))
    report('content_language', `"${language}" is no two-letter language code in capitals`);
  const ean = isObject(statement['content_id'])
    ? statement['content_id']['EAN-13']
    : statement['content_id_ean'];
  if (ean !== undefined && ean !== null && !/^\d{13}$/.test(typeof ean === 'string' ? ean : ''))
    report('content_id', 'EAN-13 is to be thirteen digits');
}

const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

function isLanguage(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && NAMES.of(code.toLowerCase()) !== undefined;
}

function checkDates(statement: JsonObject, report: Report): void {
  for (const [field, earliest] of Object.entries(DATES)) {
    const value = statement[field];
    if (value === undefined || value === null || value === '') continue;
    const day = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : '';
    const time = Date.parse(day);
    if (day === '' || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day)
      report(field, 'is no day as in 2020-11-03');
    else if (day < earliest) report(field, `is before ${earliest}`);
    else if (day > LATEST) report(field, `is after ${LATEST}`);
  }
}
