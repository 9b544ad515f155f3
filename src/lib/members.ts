import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';

/** The members of a JSON object, by name, however it is kept: read from its text when asked for, or parsed already. */
export interface Members {
  has(name: string): boolean;
  /** The value of the object's own member; undefined when there is none. */
  get(name: string): Json | undefined;
  /** What tells the value at `name` from others without reading it: equal for values written alike; undefined when there is none. */
  written(name: string): unknown;
  /** The members of the object at `name`, where they can be had without parsing it. */
  inside(name: string): Members | undefined;
  /** The object as `JSON.parse` gives it. */
  whole(): JsonObject;
}

/** The members of an object that is parsed already. */
export class ParsedMembers implements Members {
  readonly #object: JsonObject;

  constructor(object: JsonObject) {
    this.#object = object;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  get(name: string): Json | undefined {
    const value = this.#object[name];
    // Most are absent. What is there may be every object's, such as `constructor`.
    return value === undefined || Object.hasOwn(this.#object, name) ? value : undefined;
  }

  written(name: string): unknown {
    return this.get(name);
  }

  inside(name: string): Members | undefined {
    const value = this.get(name);
    return isObject(value) ? new ParsedMembers(value) : undefined;
  }

  whole(): JsonObject {
    return this.#object;
  }
}
