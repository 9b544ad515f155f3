import { describe, expect, it } from 'vitest';
import { ENTRA_CODE_BY_NAME, ENTRA_CODES } from './entra-codes.ts';
import { entraVerdict, resultCode, successFlag } from './entra-outcome.ts';

describe('the table of codes', () => {
  it('says what stopped exactly those sign-ins whose password was right', () => {
    const wrong = [...ENTRA_CODES].filter(
      ([, row]) =>
        row.meaning === '' || (row.stopped_by !== undefined) !== (row.outcome === 'password-known'),
    );
    expect(wrong).toEqual([]);
  });

  it('names no code twice and no two codes alike', () => {
    const names = [...ENTRA_CODES.values()].flatMap(({ name }) =>
      name === undefined ? [] : [name],
    );
    expect(ENTRA_CODE_BY_NAME.size).toBe(names.length);
  });

  it.each(['IdsLocked', 'InvalidUserNameOrPassword', 'UserStrongAuthClientAuthNRequiredInterrupt'])(
    'finds %s by name',
    (name) => {
      expect(ENTRA_CODE_BY_NAME.has(name.toLowerCase())).toBe(true);
    },
  );
});

describe('result codes and flags', () => {
  it.each([
    ['50126', '50126'],
    ['AADSTS50126', '50126'],
    ['0', '0'],
    ['50126.0', '50126'],
    ['Success', undefined],
    ['', undefined],
  ])('%s is code %s', (text, code) => {
    expect(resultCode(text)).toBe(code);
  });

  it.each([
    ['Succeeded', true],
    ['True', true],
    ['Failure', false],
    ['None', undefined],
  ])('%s is success: %s', (word, flag) => {
    expect(successFlag(word)).toBe(flag);
  });

  it('takes the word of the vendor for codes it does not know', () => {
    const evidence = { code: '99', reason: undefined, passwordRight: false, fromToken: false };
    expect(entraVerdict({ ...evidence, success: true }).outcome).toBe('in');
    expect(entraVerdict({ ...evidence, success: undefined }).outcome).toBe('refused');
    expect(entraVerdict({ ...evidence, code: undefined, success: undefined }).outcome).toBe('none');
  });
});
