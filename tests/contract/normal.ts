// What rightly differs between two walks along the same road is named here and replaced: times, random ids, keys, and the
// hashes and signatures over them. Everything else, digests of inputs and results above all, must be equal to the byte.

/** Fields whose value depends on the clock, a random number or a key. */
const VARIES: ReadonlySet<string> = new Set([
  'headHash',
  'publicKey',
  'signature',
  'code',
  'checkpoint',
  'signerFingerprint',
  'fingerprint',
  'tagManifestSha256',
  'caseId',
  // Run from the sources a program has neither version nor build.
  'program',
  'build',
  'incident',
  // Of a bag: it holds the times in its report, whose length may differ by a digit.
  'sizeBytes',
  'bytes',
  'payloadBytes',
]);
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/g;
const SLOT_ID = /^[0-9a-f]{12}$/;
const RANDOM_ID = /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<!:)[0-9a-f]{32})\b/g;

export function normal(value: unknown, name = ''): unknown {
  if (VARIES.has(name) && value !== null && typeof value !== 'object') return `<${name}>`;
  if (typeof value === 'string' && SLOT_ID.test(value)) return '<slot>';
  if (typeof value === 'string') return value.replace(TIME, '<time>').replace(RANDOM_ID, '<id>');
  if (Array.isArray(value)) return value.map((one) => normal(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, normal(one, key)]));
}

/** Hashes within sentences and payloads: of files that hold times or keys. */
export function withoutHashes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/[0-9a-f]{64}/g, '<hash>'));
}
