import { Parser } from 'htmlparser2';

/** Characters of HTML looked at. */
const MAX_HTML = 2_000_000;
/** Links and pictures of a message that are looked at. */
const MAX_LINKS = 400;
const MAX_IMAGES = 200;
/** Elements open at a time. What comes after more of them is not looked at: each end is looked for among all that are open. */
const MAX_OPEN = 2000;
/** Characters of what a reader sees of a link. */
const MAX_LINK_TEXT = 300;

export interface SeenLink {
  readonly target: string;
  readonly text: string;
  readonly isForm?: boolean;
}

export interface SeenImage {
  readonly source: string;
  readonly isHidden: boolean;
}

/** What the reader of an HTML message sees, and what it fetches. */
export interface Page {
  readonly text: string;
  readonly links: readonly SeenLink[];
  readonly images: readonly SeenImage[];
}

/** Elements whose text is not shown. */
const UNSEEN = new Set(['style', 'script', 'title', 'head', 'template', 'noscript']);
const BREAKS = new Set(['p', 'div', 'br', 'tr', 'td', 'li', 'table', 'h1', 'h2', 'h3', 'hr']);
/** Elements without an end. */
const VOID = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'link',
  'base',
  'area',
  'col',
  'wbr',
  'source',
]);

const NOT_SHOWN =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])|mso-hide\s*:\s*all/i;
const TINY =
  /(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*[01](?:px|pt)?\s*(?:!important)?\s*(?:;|$)/i;
const BACKGROUND = /url\(\s*["']?(https?:[^"')\s]{1,2000})/gi;

export function readPage(html: string): Page {
  const page = new Reader(() => parser.pause());
  const parser = new Parser(page, { decodeEntities: true, lowerCaseTags: true });
  parser.write(html.slice(0, MAX_HTML));
  parser.end();
  return page.finish();
}

class Reader {
  readonly #text: string[] = [];
  readonly #links: SeenLink[] = [];
  readonly #images: SeenImage[] = [];
  /** Elements that are open, and whether each is not shown. */
  readonly #open: { readonly name: string; readonly unseen: boolean }[] = [];
  #unseen = 0;
  readonly #stop: () => void;
  #base = '';
  #link: { readonly target: string; text: string } | undefined;

  constructor(stop: () => void) {
    this.#stop = stop;
  }

  onopentag(name: string, attributes: Readonly<Record<string, string>>): void {
    const style = attributes['style'] ?? '';
    const unseen = UNSEEN.has(name) || NOT_SHOWN.test(style) || 'hidden' in attributes;
    if (!VOID.has(name)) {
      this.#open.push({ name, unseen });
      if (this.#open.length > MAX_OPEN) this.#stop();
      if (unseen) this.#unseen += 1;
    }
    if (BREAKS.has(name)) this.#text.push('\n');
    if (name === 'base') this.#base = attributes['href'] ?? '';
    else if (name === 'a' || name === 'area') this.#openLink(attributes['href']);
    else if (name === 'form') this.#form(attributes['action']);
    else if (name === 'img' || name === 'input') this.#image(attributes, unseen);
    if (attributes['background'] !== undefined) this.#add(attributes['background'], false);
    if (style.includes('url('))
      for (const [, url = ''] of style.matchAll(BACKGROUND)) this.#add(url, false);
  }

  ontext(text: string): void {
    if (this.#unseen > 0) return;
    this.#text.push(text);
    const link = this.#link;
    if (link !== undefined && link.text.length < MAX_LINK_TEXT) link.text += text;
  }

  onclosetag(name: string): void {
    if (name === 'a') this.#closeLink();
    if (VOID.has(name)) return;
    const open = this.#open.pop();
    if (open?.unseen === true) this.#unseen -= 1;
    if (BREAKS.has(name)) this.#text.push('\n');
  }

  finish(): Page {
    this.#closeLink();
    return { text: this.#text.join(''), links: this.#links, images: this.#images };
  }

  #openLink(target: string | undefined): void {
    this.#closeLink();
    if (target !== undefined) this.#link = { target: this.#resolved(target), text: '' };
  }

  #closeLink(): void {
    if (this.#link !== undefined && this.#links.length < MAX_LINKS) this.#links.push(this.#link);
    this.#link = undefined;
  }

  #form(action: string | undefined): void {
    if (action === undefined || this.#links.length >= MAX_LINKS) return;
    this.#links.push({ target: this.#resolved(action), text: '', isForm: true });
  }

  #image(attributes: Readonly<Record<string, string>>, unseen: boolean): void {
    const source = attributes['src'];
    if (source === undefined) return;
    const [width, height] = [attributes['width'], attributes['height']];
    const tiny = [width, height].some(
      (size) => size !== undefined && /^\s*[01](?:px)?\s*$/.test(size),
    );
    const isHidden = unseen || this.#unseen > 0 || tiny || TINY.test(attributes['style'] ?? '');
    this.#add(source, isHidden);
  }

  #add(source: string, isHidden: boolean): void {
    if (this.#images.length < MAX_IMAGES)
      this.#images.push({ source: this.#resolved(source), isHidden });
  }

  #resolved(target: string): string {
    const plain = target.trim();
    if (this.#base === '' || /^[a-z][a-z\d+.-]*:/i.test(plain)) return plain;
    return URL.canParse(plain, this.#base) ? new URL(plain, this.#base).href : plain;
  }
}
