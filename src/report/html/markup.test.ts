import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markup, name, trusted } from './markup.ts';

const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '`',
        '&',
        '\u202e',
        '\u0000',
        '\ud800',
        '</script>',
        'e\u0301\u0301\u0301\u0301\u0301\u0301',
      ),
    ),
  )
  .map((parts) => parts.join(''));

describe('markup', () => {
  it('lets no text open a tag, end an attribute, steer or turn the line', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const written = markup`${text}`.toString();
        expect(written).not.toMatch(/[<>"'`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(written.replaceAll(/&(?:amp|lt|gt|quot|#39|#96);/g, '')).not.toContain('&');
        expect(written).not.toMatch(/\p{M}{4}/u);
      }),
    );
  });

  it('shows the characters that mean something in HTML as they are', () => {
    expect(markup`<b title="${'"x"'}">${'a < b & c'}</b>`.toString()).toBe(
      '<b title="&quot;x&quot;">a &lt; b &amp; c</b>',
    );
  });

  it('writes nothing for what is absent, and lists one after the other', () => {
    expect(markup`a${undefined}${false}${['<', trusted('<br>'), 3]}`.toString()).toBe('a&lt;<br>3');
    expect(name('<x>').toString()).toBe('<bdi>&lt;x&gt;</bdi>');
  });

  it('bounds a text', () => {
    expect(markup`${'x'.repeat(100_000)}`.toString().length).toBeLessThanOrEqual(600);
    expect(markup`${'&'.repeat(100_000)}`.toString().length).toBeLessThanOrEqual(3000);
  });
});
