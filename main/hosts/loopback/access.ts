// Who may talk to the browser shell: one browser, which came with the one-time address, to this address and from
// pages of this address. Decides only; answers nothing.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Access {
  /** Path of the one-time address. */
  readonly entrance: string;
  /** Takes the token of an entrance path once; returns the cookie to set, or undefined. */
  enter(path: string): string | undefined;
  /** The request speaks to us by our own name and does not come from a foreign page. */
  addressed(headers: IncomingHttpHeaders): boolean;
  /** The request carries the session's cookie. */
  admitted(headers: IncomingHttpHeaders): boolean;
  /** An upgrade must say where it comes from: a WebSocket is not bound by the same-origin policy. */
  fromOwnPage(headers: IncomingHttpHeaders): boolean;
}

const ENTRANCE = '/enter/';

export function createAccess(port: number): Access {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  // Cookies are shared by all ports of a host; the name keeps two running programs apart.
  const cookieName = `tracehold_${port}`;
  const token = randomBytes(32).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  let used = false;

  return {
    entrance: `${ENTRANCE}${token}`,
    enter(path) {
      if (!path.startsWith(ENTRANCE) || used || !same(path.slice(ENTRANCE.length), token)) return undefined;
      used = true;
      return `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    addressed(headers) {
      // A foreign name that resolves to 127.0.0.1 (DNS rebinding) arrives with the foreign name in Host.
      if (headers.host !== host) return false;
      if (headers.origin !== undefined && headers.origin !== origin) return false;
      const site = headers['sec-fetch-site'];
      return site === undefined || site === 'same-origin' || site === 'none';
    },
    admitted(headers) {
      const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
      return cookies.some((cookie) => cookie.startsWith(`${cookieName}=`) && same(cookie.slice(cookieName.length + 1), secret));
    },
    fromOwnPage: (headers) => headers.origin === origin,
  };
}

/** Compares without telling by its time how much was right; hashing first makes the lengths equal. */
function same(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
