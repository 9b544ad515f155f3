import { readFileSync } from 'node:fs';
import { verifySignature } from '@atproto/crypto';
import { decode, encode } from '@ipld/dag-cbor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../test/shared-data.ts';
import { decision } from '../decisions.test-support.ts';
import type { Label } from './label.ts';
import { labelBytes, labelJson, signingKey, signLabel, verifyLabel } from './label.ts';
import { Labeler, labelValue } from './labels-of.ts';

const KEY = '9085d2bef69286a6cbb51623c8fa258629945cd55ca705cc4e66700396894e0c';
const SRC = 'did:plc:labeler';

const LABEL: Label = {
  ver: 1,
  src: SRC,
  uri: 'at://did:plc:abc/app.bsky.feed.post/1',
  val: 'not-called',
  cts: '2020-11-04T09:30:00Z',
};

describe('a label', () => {
  it('is canonical DAG-CBOR: keys by length, then by letter, without what is absent', () => {
    const bytes = Buffer.from(labelBytes({ ...LABEL, neg: false })).toString('latin1');
    const keys = ['cts', 'src', 'uri', 'val', 'ver'].map((key) => bytes.indexOf(`c${key}`));
    expect(keys.every((at) => at > 0)).toBe(true);
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
    expect(decode(labelBytes({ ...LABEL, neg: false }))).toEqual(LABEL);
    expect(decode(labelBytes({ ...LABEL, neg: true }))).toEqual({ ...LABEL, neg: true });
  });

  it.each(['k256', 'p256'] as const)(
    'is signed and verified with %s, the same each time',
    async (curve) => {
      const key = await signingKey(KEY, curve);
      const signed = await signLabel({ ...LABEL, exp: '2020-12-04T09:30:00Z' }, key);
      expect(signed.sig).toHaveLength(64);
      expect(await verifyLabel(signed, key.did())).toBe(true);
      expect(await verifyLabel({ ...signed, val: 'other' }, key.did())).toBe(false);
      expect(await verifyLabel({ ...signed, sig: new Uint8Array(64) }, key.did())).toBe(false);
      expect(await verifyLabel({ ...signed, sig: new Uint8Array(3) }, key.did())).toBe(false);
      expect((await signLabel({ ...LABEL, exp: '2020-12-04T09:30:00Z' }, key)).sig).toEqual(
        signed.sig,
      );
      expect(labelJson(signed)['sig']).toEqual({
        $bytes: Buffer.from(signed.sig).toString('base64').replaceAll('=', ''),
      });
    },
  );
});

const fixtures = sharedData('civic/protocols/atproto/signature-fixtures.json');

it.skipIf(fixtures === undefined)(
  "the protocol's own signatures verify, high S and DER do not",
  async () => {
    const all = JSON.parse(readFileSync(fixtures ?? '', 'utf8')) as readonly {
      readonly messageBase64: string;
      readonly publicKeyDid: string;
      readonly signatureBase64: string;
      readonly validSignature: boolean;
    }[];
    expect(all).toHaveLength(6);
    for (const one of all) {
      const message = Buffer.from(one.messageBase64, 'base64');
      // The message is DAG-CBOR itself: the encoder gives the same bytes back.
      expect(Buffer.from(encode(decode(message)))).toEqual(message);
      const signature = Buffer.from(one.signatureBase64, 'base64');
      const valid = await verifySignature(one.publicKeyDid, message, signature).catch(() => false);
      expect(valid).toBe(one.validSignature);
    }
  },
);

describe('labels of decisions', () => {
  it('are those of the texts, end when they are told to, and are taken back when a later decision has others', () => {
    const labeler = new Labeler({ src: SRC, lifetime: 86_400_000 });
    const uri = decision().subject.id;
    expect(labeler.labelsFor(decision())).toEqual({
      ok: true,
      value: [
        {
          ver: 1,
          src: SRC,
          uri,
          val: 'not-called',
          cts: '2020-11-04T09:30:00Z',
          exp: '2020-11-05T09:30:00Z',
        },
      ],
    });
    const later = labeler.labelsFor(
      decision({ at: '2020-11-08T00:00:00Z', labels: [{ id: 'called_otherwise', text: 'x' }] }),
    );
    expect(later.ok && later.value.map(({ neg, val }) => [val, neg])).toEqual([
      ['not-called', true],
      ['called-otherwise', undefined],
    ]);
    const none = labeler.labelsFor(
      decision({ at: '2020-12-01T00:00:00Z', action: 'none', labels: [] }),
    );
    expect(none.ok && none.value).toMatchObject([{ val: 'called-otherwise', neg: true }]);
  });

  it('that stand and do not end are not made again', () => {
    const labeler = new Labeler({ src: SRC });
    expect(labeler.labelsFor(decision())).toMatchObject({ value: [{ val: 'not-called' }] });
    expect(labeler.labelsFor(decision({ at: '2020-11-05T00:00:00Z' }))).toEqual({
      ok: true,
      value: [],
    });
  });

  it('hide what is removed, mark what is reduced, and leave what is in review alone', () => {
    const values = (action: string): readonly string[] => {
      const made = new Labeler({ src: SRC }).labelsFor(decision({ action, labels: [] }));
      return made.ok ? made.value.map(({ val }) => val) : [];
    };
    expect(values('remove')).toEqual(['!hide']);
    expect(values('reduce')).toEqual(['civic-outcome', 'civic-reduced']);
    expect(values('review')).toEqual([]);
  });

  it('are refused for posts of other places', () => {
    const made = new Labeler({ src: SRC }).labelsFor(
      decision({ subject: { kind: 'post', id: '123' } }),
    );
    expect(made).toMatchObject({ ok: false });
  });

  it('have values of small letters and hyphens', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(labelValue(id)).toMatch(/^[a-z-]{0,100}$/);
      }),
    );
    expect(labelValue('v1')).not.toBe(labelValue('v2'));
  });
});
