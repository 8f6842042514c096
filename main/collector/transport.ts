// The collector's only door to the network: HTTP or HTTPS requests to the one origin that the person named, within limits of bytes and
// time. It follows no redirect to another origin, uses no proxy of the environment, and judges nothing of what it is told.
import { Agent as PlainAgent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { Refusal } from './refusal.ts';

export interface Limits {
  readonly bytes: number;
  /** For a whole answer, and for each silence within it. */
  readonly milliseconds: number;
  readonly silenceMilliseconds: number;
}
export interface Sending {
  readonly method: 'GET' | 'POST';
  /** With the secret in place. Must be of the origin. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}
export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Path and query of the URL that answered in the end, where a redirect led on within the origin. */
  readonly redirects: number;
}
export interface Transport {
  send(sending: Sending, signal: AbortSignal): Promise<Received>;
  close(): void;
}

const LARGEST_HEADERS = 32_768;
const MOST_REDIRECTS = 3;
/** What of an answer's headers says something about it; cookies and the like are not kept. */
const KEPT_HEADERS = ['content-type', 'date', 'server', 'via', 'age', 'etag', 'last-modified', 'retry-after', 'cf-ray', 'x-request-id'];

export function openTransport(origin: string, limits: Limits): Transport {
  const options = { keepAlive: true, maxSockets: 2, maxFreeSockets: 2 };
  const agents = { 'http:': new PlainAgent(options), 'https:': new SecureAgent({ ...options, minVersion: 'TLSv1.2' }) };

  function once({ method, url, headers, body }: Sending, signal: AbortSignal): Promise<Received & { readonly location: string | null }> {
    return new Promise((resolve, reject) => {
      let settled = false;
      const settle = (act: () => void): void => {
        if (settled) return;
        settled = true;
        clearTimeout(whole);
        clearTimeout(silence);
        signal.removeEventListener('abort', cancel);
        act();
      };
      const fail = (refusal: Refusal): void =>
        settle(() => {
          asking.destroy();
          reject(refusal);
        });
      const cancel = (): void => fail(new Refusal('stopped'));
      const whole = setTimeout(() => fail(new Refusal('tooSlow', { limit: limits.milliseconds })), limits.milliseconds);
      const silent = (): void => fail(new Refusal('tooSlow', { limit: limits.silenceMilliseconds }));
      let silence = setTimeout(silent, limits.silenceMilliseconds);
      const heard = (): void => {
        clearTimeout(silence);
        if (!settled) silence = setTimeout(silent, limits.silenceMilliseconds);
      };
      const broken = (error: unknown): void => {
        const code = (error as { code?: string }).code ?? 'unknown';
        fail(new Refusal(code.startsWith('HPE_') ? 'badAnswer' : 'unreachable', { reason: code }));
      };
      const asking = (url.protocol === 'https:' ? secureRequest : plainRequest)(url.href, {
        method,
        agent: url.protocol === 'https:' ? agents['https:'] : agents['http:'],
        maxHeaderSize: LARGEST_HEADERS,
        headers: {
          accept: '*/*',
          // Bytes are kept as they are sent: nothing between may pack them.
          'accept-encoding': 'identity',
          'user-agent': 'tracehold-collector',
          ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      });
      asking.on('error', broken);
      asking.on('response', (response: IncomingMessage) => {
        heard();
        const encoding = response.headers['content-encoding'];
        if (encoding !== undefined && encoding !== 'identity') return fail(new Refusal('encoding', { encoding: encoding.slice(0, 40) }));
        if (Number(response.headers['content-length'] ?? 0) > limits.bytes) return fail(new Refusal('tooLarge', { limit: limits.bytes }));
        const parts: Buffer[] = [];
        let length = 0;
        response.on('error', broken);
        response.on('data', (part: Buffer) => {
          heard();
          length += part.length;
          if (length > limits.bytes) return fail(new Refusal('tooLarge', { limit: limits.bytes }));
          parts.push(part);
        });
        response.on('end', () =>
          settle(() =>
            resolve({
              status: response.statusCode ?? 0,
              headers: keptHeaders(response),
              body: Buffer.concat(parts, length),
              redirects: 0,
              location: response.headers.location ?? null,
            }),
          ),
        );
        response.on('close', () => fail(new Refusal('unreachable', { reason: 'broke off' })));
      });
      if (signal.aborted) return cancel();
      signal.addEventListener('abort', cancel, { once: true });
      asking.end(body ?? undefined);
    });
  }

  return {
    async send(sending, signal) {
      let { url } = sending;
      for (let redirects = 0; ; redirects++) {
        // Whatever built the URL: nothing goes to any other place than the one that was disclosed.
        if (url.origin !== origin) throw new Refusal('redirect', { to: url.host.slice(0, 100) });
        const { location, ...received } = await once({ ...sending, url }, signal);
        if (received.status < 300 || received.status >= 400 || location === null) return { ...received, redirects };
        const next = URL.canParse(location, url.href) ? new URL(location, url.href) : null;
        if (next === null || next.origin !== origin || sending.method !== 'GET' || redirects >= MOST_REDIRECTS)
          throw new Refusal('redirect', { to: (next?.host ?? location).slice(0, 100) });
        url = next;
      }
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

function keptHeaders(response: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = response.headers[name];
    if (typeof value === 'string') kept[name] = value.slice(0, 300);
  }
  return kept;
}

/** Loopback and private ranges: a key sent there in the clear stays within the house. */
export function isOwnNetwork(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost') return true;
  if (isIP(host) === 4) return /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host);
  return isIP(host) === 6 && (host === '::1' || /^f[cd]/.test(host) || host.startsWith('fe80:'));
}
