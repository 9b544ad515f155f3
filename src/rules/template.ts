/** A sentence with `{field}` placeholders, cut into its parts; `{{` and `}}` stand for braces. */
export type TemplatePart = { readonly text: string } | { readonly field: string };

const PIECE = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g;

export function parseTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  for (const [piece, field] of template.matchAll(PIECE)) {
    if (field === undefined)
      parts.push({ text: piece === '{{' || piece === '}}' ? piece.charAt(0) : piece });
    else parts.push({ field: field.trim() });
  }
  return parts;
}

/** Offset of the first brace without its pair or around nothing; undefined when the template is sound. */
export function templateError(template: string): number | undefined {
  for (const match of template.matchAll(PIECE)) {
    const [piece, field] = match;
    if (piece === '{' || piece === '}' || field?.trim() === '') return match.index;
  }
  return undefined;
}

export function templateFields(template: string): readonly string[] {
  return parseTemplate(template).flatMap((part) => ('field' in part ? [part.field] : []));
}
