// The address of a chain node as an examiner allows it: plain HTTP to an IP literal and a port, nothing else. No names
// (a resolver would be a second party), no path, no credentials, and one spelling per address, so that "exactly this one" means something.

export interface NodeAddress {
  /** Canonical text, e.g. `http://127.0.0.1:8332` or `http://[0:0:0:0:0:0:0:1]:8332`. */
  readonly address: string;
  /** What a socket connects to: an IP literal without brackets. */
  readonly host: string;
  readonly port: number;
  /** Whether it is this machine itself; elsewhere user, password and answers travel in the clear. */
  readonly loopback: boolean;
}

const FORM = /^http:\/\/(?:\[([0-9a-fA-F:]{2,39})\]|([0-9.]{7,15})):([0-9]{1,5})\/?$/;

/** The address that a text states, or null where it states none that may be connected to. */
export function readNodeAddress(text: string): NodeAddress | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const port = Number(match[3]);
  if (port < 1 || port > 65_535 || String(port) !== match[3]) return null;
  const six = match[1];
  if (six !== undefined) {
    const groups = groupsOf(six);
    // Nobody's address, and everybody's (multicast).
    if (groups === null || !groups.some((group) => group !== 0) || (groups[0] as number) >= 0xff00) return null;
    const host = groups.map((group) => group.toString(16)).join(':');
    return { address: `http://[${host}]:${port}`, host, port, loopback: host === '0:0:0:0:0:0:0:1' };
  }
  const host = match[2] as string;
  const parts = host.split('.');
  // A leading zero means octal to some programs and nothing to others.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  const first = Number(parts[0]);
  // "This host" (0/8), multicast and broadcast are nobody's address.
  if (first === 0 || first >= 224) return null;
  return { address: `http://${host}:${port}`, host, port, loopback: first === 127 };
}

/** The eight groups of an IPv6 literal (RFC 4291 §2.2, without embedded dotted decimals), or null. */
function groupsOf(text: string): readonly number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[] | undefined];
  const zeros = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? zeros !== 0 : zeros < 1) return null;
  const groups = [...head, ...Array<string>(tail === undefined ? 0 : zeros).fill('0'), ...(tail ?? [])];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : null;
}
