// Asks one service, question by question: what the capture has already is not asked again, a busy service is waited for, and what came is
// stored before it is used. It knows no chain.
import type { CaptureStore, Question } from './capture/store.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import type { Secret } from './secret.ts';
import type { Received, Transport } from './transport.ts';

export interface AskOptions {
  readonly role: string;
  readonly about: string;
  /** Behind the service's address; begins with `/`, or with `?` for services of one address. */
  readonly path: string;
  /** JSON; makes it a POST. */
  readonly body?: unknown;
  /** An answer that only says "later", though its status is 200. */
  readonly isBusy?: (body: Buffer) => boolean;
}
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}
export interface Asker {
  /** Throws a Refusal: of this question (`unreachable`, `busy`, `tooLarge` …) or of the whole run. */
  ask(options: AskOptions): Promise<Answer>;
  /** What the answers that follow are for. */
  setItem(number: number): void;
  readonly asked: number;
}

export interface Patience {
  readonly paceMilliseconds: number;
  readonly attempts: number;
  readonly firstWaitMilliseconds: number;
  readonly longestWaitMilliseconds: number;
}
export interface Clock {
  now(): number;
  /** Ends early when the signal is given. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** So many questions in a row that the service would not answer at all, and it is left alone. */
const MOST_FAILURES = 3;
/** These say nothing of the question, only that the service will not answer it now. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
const WORTH_TRYING_AGAIN: ReadonlySet<RefusalCode> = new Set(['unreachable', 'tooSlow']);

export function openAsker(
  service: string,
  transport: Transport,
  secret: Secret,
  store: CaptureStore,
  patience: Patience,
  clock: Clock,
  signal: AbortSignal,
): Asker {
  const base = service.replace(/\/+$/, '');
  let item = 0;
  let asked = 0;
  let failures = 0;
  let last = Number.NEGATIVE_INFINITY;

  async function send(question: Question, isBusy: (body: Buffer) => boolean): Promise<Received> {
    const { url, headers } = secret.apply(question.url);
    let wait = patience.firstWaitMilliseconds;
    for (let attempt = 1; ; attempt++) {
      const pause = last + patience.paceMilliseconds - clock.now();
      if (pause > 0) await clock.sleep(pause, signal);
      if (signal.aborted) throw new Refusal('stopped');
      last = clock.now();
      asked++;
      let refusal: Refusal;
      let stated = 0;
      try {
        const received = await transport.send({ method: question.method, url, headers, body: question.body }, signal);
        if (received.status === 401 || received.status === 403) throw new Refusal('unauthorised', { status: received.status });
        const rpcInside500 = received.status === 500 && looksLikeRpc(received.body);
        if ((rpcInside500 || !LATER.has(received.status)) && !isBusy(received.body)) return received;
        refusal = new Refusal('busy', { status: received.status });
        stated = retryAfter(received.headers['retry-after'], clock.now());
      } catch (error) {
        if (!(error instanceof Refusal) || !WORTH_TRYING_AGAIN.has(error.code)) throw error;
        refusal = error;
      }
      if (attempt >= patience.attempts) throw refusal;
      await clock.sleep(Math.min(patience.longestWaitMilliseconds, Math.max(wait, stated)), signal);
      wait *= 2;
    }
  }

  return {
    get asked() {
      return asked;
    },
    setItem: (number) => {
      item = number;
    },
    async ask({ role, about, path, body, isBusy = () => false }) {
      const text = body === undefined ? null : JSON.stringify(body);
      const url = path.startsWith('?') && base.includes('?') ? `${base}&${path.slice(1)}` : `${base}${path}`;
      const question: Question = { role, about, item, method: text === null ? 'GET' : 'POST', url, body: text };
      const known = store.find(question);
      if (known !== undefined) return { status: known.status, body: known.read() };
      let received: Received;
      try {
        received = await send(question, isBusy);
        failures = 0;
      } catch (error) {
        if (error instanceof Refusal && (WORTH_TRYING_AGAIN.has(error.code) || error.code === 'busy') && ++failures >= MOST_FAILURES)
          throw new Refusal('serviceDown', { reason: error.code });
        throw error;
      }
      const content = received.body;
      // A key that a service repeats must not travel on in the capture.
      if (secret.isIn(content) || secret.isIn(Buffer.from(JSON.stringify(received.headers)))) throw new Refusal('echoesKey');
      const { status, headers } = received;
      store.add(question, { status, headers, time: new Date(clock.now()).toISOString(), content });
      return { status, body: content };
    },
  };
}

/** bitcoind answers an error of the method with status 500 and a JSON body (httprpc.cpp). */
function looksLikeRpc(body: Buffer): boolean {
  return body.length < 65_536 && /^\s*\{/.test(body.toString('latin1', 0, 16)) && body.includes('"error"');
}

function retryAfter(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,6}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
