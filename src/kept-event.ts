import type { Audit, Endpoint, Event, Mail, Rest, SignIn } from './events/event.ts';
import type { LogSource } from './events/logsource.ts';
import { placeOf, restOf, whoOf } from './events/facets.ts';
import type { FacetNumbers } from './facet-numbers.ts';
import type { Values } from './findings/values.ts';
import type { Json, JsonObject } from './lib/json.ts';
import { Recent } from './lib/recent.ts';
import type { TimelineEntry } from './store/store.ts';

/**
 * How an event is kept for the stages that remember, without the vendor's record: taken apart into facets, which are
 * written once and named by numbers, and put together again.
 */

/** What rules said of an event by itself. */
export interface Marks {
  /** Keys of the rules that matched. */
  readonly rules: readonly string[];
  readonly values: Values;
  /** The same of rules in shadow and what their correlations use. */
  readonly drafts?: Pick<Marks, 'rules' | 'values'>;
}

export interface KeptEvent {
  /** Without the vendor's record. The object is its own, its parts are shared with other events. */
  readonly event: Event;
  /** Undefined when no rule matched. */
  readonly marks: Marks | undefined;
}

/** The numbers of an event's facets, in the order they are kept in: rest, who, place, marks. */
export function numberFacets(
  event: Event,
  marks: Marks | undefined,
  numbers: FacetNumbers,
): readonly number[] {
  const own = event.onDemand?.facets(numbers) ?? [
    numbers.plain(restOf(event)),
    numbers.plain(whoOf(event)),
    numbers.plain(placeOf(event)),
  ];
  return [...own, numbers.plain(marks)];
}

/** The texts of an event's own: those that differ in nearly every one. */
export function ownTexts(event: Event, id: string): readonly [id: string, ...string[]] {
  const address = event.onDemand === undefined ? event.src_endpoint : event.onDemand.origin;
  return [id, event.session?.uid ?? '', address?.ip ?? ''];
}

/** Events put together have all attributes, in one order: what looks at many of them is faster so. */
const BLANK: { readonly [Name in keyof SignIn | keyof Audit | keyof Mail]: undefined } = {
  time: undefined,
  metadata: undefined,
  user: undefined,
  src_endpoint: undefined,
  device: undefined,
  http_request: undefined,
  session: undefined,
  kind: undefined,
  class_uid: undefined,
  outcome: undefined,
  stopped_by: undefined,
  is_interactive: undefined,
  activity_id: undefined,
  status_code: undefined,
  status_detail: undefined,
  service: undefined,
  auth_protocol: undefined,
  is_legacy_protocol: undefined,
  logon_type: undefined,
  is_mfa: undefined,
  mfa_result: undefined,
  risk_level: undefined,
  risk_details: undefined,
  activity: undefined,
  actor: undefined,
  api: undefined,
  status: undefined,
  parameters: undefined,
  email: undefined,
  email_auth: undefined,
  enrichments: undefined,
  logsource: undefined,
  raw: undefined,
  aliases: undefined,
  onDemand: undefined,
};

/** What events kept with the same rest share. */
interface Frame {
  readonly source: string;
  readonly tenant_uid: string;
  /** An event to copy, with nothing of its own yet. */
  readonly event: Event;
}

const CATEGORIES = { 'sign-in': 'authentication', audit: 'audit', mail: 'email' } as const;

/** Addresses whose place is known, those seen lately. */
const MAX_ENDPOINTS = 4096;

interface KnownEndpoint {
  readonly place: Json | undefined;
  readonly endpoint: Endpoint;
}

type Own = { -readonly [Name in keyof Event]: unknown };

const NO_RECORD: Event['raw'] = Object.freeze({});

/** Puts kept events together again. */
export class KeptEvents {
  readonly #frames = new WeakMap<object, Frame>();
  readonly #logsources = new Map<string, LogSource>();
  readonly #endpoints = new Recent<string, KnownEndpoint>(MAX_ENDPOINTS);

  *of(timeline: Iterable<TimelineEntry>): Generator<KeptEvent, void, undefined> {
    for (const entry of timeline) yield this.one(entry);
  }

  one({ time, texts, facets }: TimelineEntry): KeptEvent {
    const [rest, who, place, marks] = facets;
    const [uid = '', session = '', ip = ''] = texts;
    const { event, source, tenant_uid } = this.#frame(rest as JsonObject);
    const own: Own = { ...event };
    own.time = time;
    own.metadata = { uid, source, tenant_uid };
    const { user, device, http_request } = who as JsonObject;
    own.user = user;
    own.device = device;
    own.http_request = http_request;
    if (ip !== '') own.src_endpoint = this.#endpoint(ip, place);
    else if (place !== null) own.src_endpoint = place;
    if (session !== '') own.session = { uid: session };
    return { event: own as unknown as Event, marks: (marks ?? undefined) as Marks | undefined };
  }

  /** The same object for the same address and place, mostly: what is known of an event can be known by its parts. */
  #endpoint(ip: string, place: Json | undefined): Endpoint {
    const known = this.#endpoints.get(ip);
    if (known !== undefined && known.place === place) return known.endpoint;
    const endpoint = { ip, ...(place as JsonObject | null) } as Endpoint;
    this.#endpoints.set(ip, { place, endpoint });
    return endpoint;
  }

  #frame(rest: JsonObject): Frame {
    let frame = this.#frames.get(rest);
    if (frame === undefined) {
      const { event, source, tenant_uid, product, services } = rest as unknown as Rest;
      const { kind } = event as Event;
      const category = CATEGORIES[kind];
      const logsource = this.#logsource({ category, product, services });
      const whole = { ...BLANK, ...event, logsource, raw: NO_RECORD } as unknown as Event;
      frame = { source, tenant_uid, event: whole };
      this.#frames.set(rest, frame);
    }
    return frame;
  }

  /** The same object every time: rules are looked up by it. */
  #logsource(one: LogSource): LogSource {
    const key = [one.category, one.product, ...one.services].join('\n');
    const known = this.#logsources.get(key) ?? one;
    this.#logsources.set(key, known);
    return known;
  }
}
