// The collector as a function: arguments in, exit code out. It says what is disclosed to whom before it asks anything, asks item by item,
// and leaves a signed capture whatever happens.
import { parseArgs } from 'node:util';
import { type Asker, type Clock, openAsker, type Patience } from './asker.ts';
import { type CaptureStore, openCapture } from './capture/store.ts';
import { defaultKeyPath, openCaptureSigner } from './capture/signingKey.ts';
import { type FetchLists, type ListItem, readLists } from './lists.ts';
import { Refusal, type RefusalCode, REFUSALS } from './refusal.ts';
import { KEY_MARK, NO_SECRET, readSecret, type Secret } from './secret.ts';
import { SERVICES } from './services/index.ts';
import type { Gap, Reach, Service } from './services/service.ts';
import { isOwnNetwork, type Limits, openTransport } from './transport.ts';
import { LOCALE_NAMES, sayIn, type Say } from './words.ts';

export interface CollectorMachine {
  print(line: string): void;
  /** A question to the person; null where nobody can answer. */
  confirm(question: string): Promise<string | null>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: { readonly version: string; readonly build: string; readonly platform: string };
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For tests, whose services are small and quick. */
  readonly limits?: Partial<Limits & Patience>;
}

const LIMITS: Limits = { bytes: 64 << 20, milliseconds: 300_000, silenceMilliseconds: 30_000 };
const PATIENCE: Patience = { paceMilliseconds: 250, attempts: 6, firstWaitMilliseconds: 1000, longestWaitMilliseconds: 60_000 };
const HEADERS_BEHIND = 6;
const MOST_TRANSACTIONS = 2000;
/** Refusals that end the run; all others are gaps of the item they met. */
const ENDS: ReadonlySet<RefusalCode> = new Set(['unauthorised', 'serviceDown', 'full', 'stopped', 'notWritable']);

const OPTIONS = {
  list: { type: 'string', multiple: true },
  source: { type: 'string' },
  kind: { type: 'string' },
  out: { type: 'string' },
  chain: { type: 'string' },
  'key-file': { type: 'string' },
  'signing-key': { type: 'string' },
  pace: { type: 'string' },
  headers: { type: 'string' },
  'most-transactions': { type: 'string' },
  locale: { type: 'string' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Wanted {
  readonly lists: FetchLists;
  readonly service: Service;
  /** As typed, with `{key}` where a key goes. */
  readonly source: string;
  readonly out: string;
  readonly chain: string | null;
  readonly secret: Secret;
  readonly pace: number;
  readonly reach: Omit<Reach, 'chain'>;
  readonly keyPath: string;
  readonly yes: boolean;
}

export async function runCollector(argv: readonly string[], machine: CollectorMachine): Promise<number> {
  const at = argv.indexOf('--locale');
  const say = sayIn((at < 0 ? undefined : argv[at + 1]) ?? 'en');
  try {
    if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
      machine.print(say('help', { kinds: SERVICES.map(({ kind }) => kind).join(', '), locales: LOCALE_NAMES.join(', ') }));
      return argv.length === 0 ? 2 : 0;
    }
    return await collect(readWanted(argv, machine), machine, say);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    machine.print(say(`refusal.${error.code}`, error.parameters));
    return REFUSALS[error.code];
  }
}

function readWanted(argv: readonly string[], machine: CollectorMachine): Wanted {
  let values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];
  try {
    ({ values } = parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }));
  } catch (error) {
    throw new Refusal('unknownOption', { text: (error as Error).message.split('\n')[0]?.slice(0, 200) ?? '' });
  }
  const required = (name: 'source' | 'kind' | 'out'): string => {
    const value = values[name];
    if (value === undefined || value === '') throw new Refusal('missingOption', { option: `--${name}` });
    return value;
  };
  const whole = (name: 'pace' | 'headers' | 'most-transactions', otherwise: number, most: number): number => {
    const text = values[name];
    if (text === undefined) return otherwise;
    if (!/^\d{1,9}$/.test(text) || Number(text) > most) throw new Refusal('badOption', { option: `--${name}`, value: text.slice(0, 40) });
    return Number(text);
  };
  if (values.locale !== undefined && !LOCALE_NAMES.includes(values.locale))
    throw new Refusal('badOption', { option: '--locale', value: values.locale.slice(0, 40) });
  if (values.list === undefined) throw new Refusal('missingOption', { option: '--list' });
  const kind = required('kind');
  const service = SERVICES.find((one) => one.kind === kind);
  if (service === undefined) throw new Refusal('badOption', { option: '--kind', value: kind.slice(0, 40) });
  const source = readSource(required('source'));
  const keyFile = values['key-file'];
  const plain = new URL(source.replaceAll(KEY_MARK, 'k'));
  if (keyFile === undefined && source.includes(KEY_MARK)) throw new Refusal('missingOption', { option: '--key-file' });
  if (keyFile !== undefined && plain.protocol === 'http:' && !isOwnNetwork(plain.hostname))
    throw new Refusal('keyOverPlainHttp', { host: plain.host });
  return {
    lists: readLists(values.list),
    ...{ service, source, out: required('out'), chain: values.chain ?? null },
    secret: keyFile === undefined ? NO_SECRET : readSecret(keyFile, source, service.keyPlace),
    pace: whole('pace', machine.limits?.paceMilliseconds ?? PATIENCE.paceMilliseconds, 600_000),
    reach: {
      headersBehind: whole('headers', HEADERS_BEHIND, 5000),
      transactions: Math.max(1, whole('most-transactions', MOST_TRANSACTIONS, 50_000)),
    },
    keyPath: values['signing-key'] ?? defaultKeyPath(machine.environment),
    yes: values.yes === true,
  };
}

/** A key in the URL would enter the capture and the terminal's history: it goes into a file. */
function readSource(text: string): string {
  const plain = text.replaceAll(KEY_MARK, 'k');
  if (!URL.canParse(plain)) throw new Refusal('badOption', { option: '--source', value: text.slice(0, 100) });
  const url = new URL(plain);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Refusal('badOption', { option: '--source', value: text.slice(0, 100) });
  const secretLooking = [...url.searchParams.keys()].some((name) => /key|token|secret|auth/i.test(name)) && !text.includes(KEY_MARK);
  if (url.username !== '' || url.password !== '' || secretLooking) throw new Refusal('keyInUrl');
  return text;
}

async function collect(wanted: Wanted, machine: CollectorMachine, say: Say): Promise<number> {
  const { service, lists, secret, source } = wanted;
  const fitting = lists.items.filter(
    ({ chain }) => chain.startsWith(service.namespace) && (wanted.chain === null || chain === wanted.chain),
  );
  if (fitting.length === 0) throw new Refusal('nothingForKind', { kind: service.kind });
  const plain = new URL(source.replaceAll(KEY_MARK, 'k'));
  await disclose(fitting, plain, wanted, machine, say);

  const signer = openCaptureSigner(wanted.keyPath);
  machine.print(say(signer.isNew ? 'signer.new' : 'signer.known', { fingerprint: signer.fingerprint }));
  const store = openCapture(wanted.out, signer, { kind: service.kind, service: source }, machine.clock.now);
  if (store.earlier > 0) machine.print(say('resumed', { count: store.earlier }));
  const transport = openTransport(plain.origin, { ...LIMITS, ...machine.limits });
  const patience = { ...PATIENCE, ...machine.limits, paceMilliseconds: wanted.pace };
  const asker = openAsker(source, transport, secret, store, patience, machine.clock, machine.signal);
  let ended: Refusal | null = null;
  try {
    const { chain, chainFrom } = await chainOf(wanted, fitting, asker);
    store.setHeading({
      ...{ collector: machine.version, kind: service.kind, service: source, chain, chainFrom, lists: lists.ids, keyPlace: secret.place },
    });
    const items = fitting.filter((item) => item.chain === chain);
    if (items.length === 0) throw new Refusal('nothingOfChain', { chain });
    ended = await fetchItems(items, { ...wanted.reach, chain }, service, asker, store, machine, say);
  } finally {
    transport.close();
    store.finish();
  }
  return summary(ended, store, asker, wanted, machine, say);
}

/** Said before a single byte is sent; without a yes nothing is. */
async function disclose(
  items: readonly ListItem[],
  url: URL,
  { secret, yes, lists, service }: Wanted,
  machine: CollectorMachine,
  say: Say,
): Promise<void> {
  const of = (kind: ListItem['kind']): readonly ListItem[] => items.filter((item) => item.kind === kind);
  machine.print(say('disclose.head', { host: url.host, kind: service.kind }));
  machine.print(
    say('disclose.counts', { transactions: of('transaction').length, addresses: of('address').length, blocks: of('block').length }),
  );
  for (const { chain, kind, item } of items.slice(0, 200)) machine.print(`  ${chain} ${say(`kind.${kind}`)} ${item}`);
  if (items.length > 200) machine.print(say('disclose.more', { count: items.length - 200 }));
  if (items.length < lists.items.length) machine.print(say('disclose.others', { count: lists.items.length - items.length }));
  if (of('address').length > 0) machine.print(say('disclose.histories'));
  machine.print(say('disclose.time'));
  if (url.protocol === 'http:' && !isOwnNetwork(url.hostname)) machine.print(say('disclose.plain'));
  if (secret.place !== null) machine.print(say('disclose.key', { place: secret.place }));
  if (yes) return;
  const answer = await machine.confirm(say('disclose.ask'));
  if (answer === null || !/^(yes|y|はい|是)$/i.test(answer.trim())) throw new Refusal('notConfirmed');
}

async function chainOf(
  wanted: Wanted,
  fitting: readonly ListItem[],
  asker: Asker,
): Promise<{ readonly chain: string; readonly chainFrom: 'service' | 'person' }> {
  const stated = await wanted.service.identify(asker);
  if (stated !== null) {
    if (wanted.chain !== null && wanted.chain !== stated) throw new Refusal('nothingOfChain', { chain: stated });
    return { chain: stated, chainFrom: 'service' };
  }
  const chains = [...new Set(fitting.map(({ chain }) => chain))];
  const [only] = chains;
  // A service that should have told its chain and did not is not asked for anything else.
  if (wanted.service.kind !== 'etherscan' || only === undefined || chains.length > 1)
    throw new Refusal('chainUnknown', { chains: chains.join(', ') });
  return { chain: only, chainFrom: 'person' };
}

async function fetchItems(
  items: readonly ListItem[],
  reach: Reach,
  service: Service,
  asker: Asker,
  store: CaptureStore,
  machine: CollectorMachine,
  say: Say,
): Promise<Refusal | null> {
  for (const item of items) store.setItem({ ...item, gaps: ['notAsked'] });
  for (const [i, item] of items.entries()) {
    asker.setItem(item.number);
    let gaps: readonly Gap[];
    try {
      gaps = await service.collect(item, asker, reach);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (ENDS.has(error.code)) return error;
      machine.print(say(`refusal.${error.code}`, error.parameters));
      gaps = [error.code === 'badAnswer' ? 'badAnswer' : 'noAnswer'];
    }
    store.setItem({ ...item, gaps: [...new Set(gaps)].sort() });
    const words = gaps.length === 0 ? say('item.done') : gaps.map((gap) => say(`gap.${gap}`)).join('; ');
    machine.print(`${i + 1}/${items.length} ${say(`kind.${item.kind}`)} ${item.item}: ${words}`);
  }
  return null;
}

function summary(ended: Refusal | null, store: CaptureStore, asker: Asker, { out }: Wanted, machine: CollectorMachine, say: Say): number {
  const missing = [...store.items.values()].filter(({ gaps }) => gaps.length > 0).length;
  machine.print(say('done', { answers: store.answers.length, asked: asker.asked, items: store.items.size, missing, out }));
  if (ended === null) return 0;
  machine.print(say(`refusal.${ended.code}`, ended.parameters));
  machine.print(say('again'));
  return REFUSALS[ended.code];
}
