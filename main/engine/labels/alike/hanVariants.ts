// Han characters in one form: simplified and traditional, old and new forms of Japan, variants in names. The table is read once; its source
// stands in it (resources/labels/hanVariants.json).
let source: (() => Uint8Array) | null = null;
let forms: ReadonlyMap<string, string> | null = null;

/** Called once by the engine; `read` gives resources/labels/hanVariants.json, and is asked when a name is first folded. */
export function loadHanVariants(read: () => Uint8Array): void {
  source = read;
}

function readForms(): ReadonlyMap<string, string> {
  if (source === null) throw new Error('han variants: the table is not loaded');
  const { groups } = JSON.parse(new TextDecoder().decode(source())) as { readonly groups: string };
  const read = new Map<string, string>();
  for (const group of groups.split(' ')) {
    const members = [...group];
    for (const one of members) read.set(one, members[0] as string);
  }
  return read;
}

export function foldHan(text: string): string {
  forms ??= readForms();
  const table = forms;
  // A repeated character is written by a mark: 佐々木, 佐佐木.
  return text.replace(/(\p{Script=Han})[々〻]/gu, '$1$1').replace(/\p{Script=Han}/gu, (one) => table.get(one) ?? one);
}
