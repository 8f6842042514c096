// Long ids as short text for tight places. The full id is always what is copied.

/** First and last characters with an ellipsis between; whole where it is short enough. */
export function shortId(id: string, head = 8, tail = 6): string {
  return id.length <= head + tail + 1 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`;
}

/** `txid:index` with the txid shortened. */
export function shortOutpoint(outpoint: string): string {
  const [txid, index] = outpoint.split(':');
  return `${shortId(txid ?? '')}:${index ?? ''}`;
}

/** Puts text on the clipboard without asking a permission: the shell denies them all. */
export async function copyText(text: string): Promise<boolean> {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'th-offscreen';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (done) return true;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
