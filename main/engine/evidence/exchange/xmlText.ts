// Text in XML 1.0, whatever characters somebody put into a label. It builds no document.

/** What XML 1.0 cannot hold at all, halves of pairs included; it becomes the replacement character, so that its place is seen. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A reader makes blanks of these within attributes where they stand as they are.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

export function legibleText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd');
}

export function xmlText(text: string): string {
  return legibleText(text).replace(/[&<>"'\t\n\r]/g, (mark) => MARKS[mark] as string);
}

/** An element without content. Empty values are left out. */
export function xmlTag(name: string, attributes: Readonly<Record<string, string>>, close = '/>'): string {
  const own = Object.entries(attributes).flatMap(([key, value]) => (value === '' ? [] : [` ${key}="${xmlText(value)}"`]));
  return `<${name}${own.join('')}${close}`;
}
