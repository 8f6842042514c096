// START-HERE.html: one plain page, without script or outside reference, that tells a reader what the folder is and how
// to check it with tools that are not ours. It is not the verifier and says so.
import { createHash } from 'node:crypto';
import { hex } from '../../../../shared/model/bytes.ts';
import type { Words } from '../report/words.ts';

export interface StartHereFacts {
  readonly title: string;
  readonly reference: string;
  readonly agency: string;
  readonly examiner: string;
  readonly softwareAgent: string;
  readonly training: boolean;
  readonly checkpoint: { readonly size: number; readonly headHash: string; readonly time: string; readonly code: string };
  readonly publicKey: Uint8Array;
  readonly fingerprint: string;
  /** Whether the bag speaks of account runs. */
  readonly accounts: boolean;
  /** Whether the case has any run. */
  readonly traced: boolean;
  /** What else lies in the bag. */
  readonly beside: readonly ('people' | 'requests' | 'devices' | 'seizures')[];
}

const STYLE =
  'body{font:16px/1.6 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}' +
  'h1{font-size:1.5rem;border-bottom:3px solid #111;padding-bottom:.4rem}h2{font-size:1.15rem;margin-top:2rem}' +
  'pre,code{font-family:monospace;font-size:.85rem}pre{background:#f3f3f3;border:1px solid #bbb;padding:.7rem;white-space:pre-wrap;overflow-wrap:anywhere}' +
  'table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}' +
  '.training{border:3px solid #111;padding:.7rem;font-weight:bold}';

/** DER prefix of an Ed25519 SubjectPublicKeyInfo (RFC 8410 §4); the raw key follows. */
const SPKI_PREFIX = '302a300506032b6570032100';

/** The public key as openssl reads it. */
export function publicKeyPem(publicKey: Uint8Array): string {
  return `-----BEGIN PUBLIC KEY-----\n${Buffer.from(SPKI_PREFIX + hex(publicKey), 'hex').toString('base64')}\n-----END PUBLIC KEY-----\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export function startHere(facts: StartHereFacts, words: Words): string {
  const say = (key: string, parameters = {}): string => escapeHtml(words.say(`start.${key}`, parameters));
  const paragraph = (key: string, parameters = {}): string => `<p>${say(key, parameters)}</p>\n`;
  const list = (tag: 'ol' | 'ul', keys: readonly string[]): string =>
    `<${tag}>\n${keys.map((key) => `<li>${say(key)}</li>\n`).join('')}</${tag}>\n`;
  const code = (text: string): string => `<pre>${escapeHtml(text)}</pre>\n`;
  const row = (key: string, value: string, mono = false): string =>
    `<tr><th>${say(key)}</th><td>${mono ? `<code>${escapeHtml(value)}</code>` : escapeHtml(value)}</td></tr>\n`;
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
  const files = ['report', 'case', 'runs', 'transfers', 'limits', 'journal', 'headers', 'proofs'];
  if (facts.accounts) files.push('accountRuns', 'accountLedgers', 'accountTransfers', 'accountProofs');
  files.push(...facts.beside);
  const fileNames: Readonly<Record<string, string>> = {
    report: 'data/report.pdf',
    case: 'data/case.json',
    runs: 'data/runs.json',
    transfers: 'data/transfers.csv',
    limits: 'data/limits.json',
    journal: 'data/journal.jsonl',
    headers: 'data/headers.json, data/headers/',
    proofs: 'data/proofs/',
    people: 'data/people.json',
    requests: 'data/requests.json',
    devices: 'data/devices.json',
    seizures: 'data/seizures.json',
    accountRuns: 'data/account-runs.json',
    accountLedgers: 'data/account-ledgers/',
    accountTransfers: 'data/account-transfers.csv',
    accountProofs: 'data/account-proofs/, data/account-headers.json',
  };
  return (
    `<!DOCTYPE html>\n<html lang="${words.locale}">\n<head>\n<meta charset="utf-8">\n` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n` +
    `<title>${escapeHtml(facts.title)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n` +
    (facts.training ? `<p class="training">${say('training')}</p>\n` : '') +
    `<h1>${say(facts.traced ? 'heading' : 'headingDevices')}</h1>\n` +
    `<table>\n${row('caseTitle', facts.title)}${row('reference', facts.reference)}${row('agency', facts.agency)}${row('examiner', facts.examiner)}` +
    `${row('made', facts.softwareAgent)}${row('checkpoint', `${facts.checkpoint.code} (${facts.checkpoint.time})`, true)}${row('fingerprint', groupsOf(facts.fingerprint, 4), true)}</table>\n` +
    `<h2>${say('what.heading')}</h2>\n${paragraph('what.text')}` +
    `<table>\n${files.map((file) => `<tr><td><code>${fileNames[file]}</code></td><td>${say(`file.${file}`)}</td></tr>\n`).join('')}</table>\n` +
    `<h2>${say('verify.heading')}</h2>\n${paragraph('verify.text')}${list('ol', ['verify.1', 'verify.2', 'verify.3', 'verify.4'])}` +
    `<h2>${say('hand.heading')}</h2>\n${paragraph('hand.text')}` +
    `<h3>${say('hand.files')}</h3>\n${paragraph('hand.filesText')}` +
    code(
      'sha256sum -c manifest-sha256.txt\nsha512sum -c manifest-sha512.txt\nsha256sum -c tagmanifest-sha256.txt\nsha512sum -c tagmanifest-sha512.txt\nsha256sum tagmanifest-sha256.txt\nsha512sum tagmanifest-sha512.txt',
    ) +
    `<h3>${say('hand.signature')}</h3>\n${paragraph('hand.signatureText')}` +
    code(
      `cat > /tmp/key.pem <<'END'\n${publicKeyPem(facts.publicKey)}END\n` +
        'openssl pkey -pubin -in /tmp/key.pem -outform DER | tail -c 32 | sha256sum\n' +
        'xxd -r -p signature.txt /tmp/signature.bin\n' +
        'openssl pkeyutl -verify -pubin -inkey /tmp/key.pem -rawin -in signature.json -sigfile /tmp/signature.bin',
    ) +
    `<h3>${say('hand.chain')}</h3>\n${paragraph('hand.chainText')}` +
    code(
      'bitcoin-cli getblockhash HEIGHT\nbitcoin-cli getblockheader BLOCKHASH false\nbitcoin-cli getrawtransaction TXID 0 BLOCKHASH\nbitcoin-cli decoderawtransaction RAW',
    ) +
    `<h2>${say('not.heading')}</h2>\n${paragraph('not.text')}${list('ul', ['not.complete', 'not.spent', 'not.control', 'not.identity', 'not.share', 'not.time', 'not.signer', 'not.labels'])}` +
    `<p>${say('foot')}</p>\n</body>\n</html>\n`
  );
}

/** Splits an id into groups so that a person can compare it. */
export function groupsOf(text: string, size: number): string {
  const groups: string[] = [];
  for (let i = 0; i < text.length; i += size) groups.push(text.slice(i, i + size));
  return groups.join(' ');
}
