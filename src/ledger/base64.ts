/** The bytes of standard base64, padded; undefined for any other spelling of them, so that no byte can be changed unseen. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
