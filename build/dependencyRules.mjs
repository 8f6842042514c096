// Who may import whom (ARCHITECTURE: the rooms). One list of rules, for the tree and for the known-bad fixture that must
// be caught. Paths are relative to the folder that is checked.

/** Left to right: a room may ask the rooms before it, through their doors, and none after it. */
export const ENGINE_ROOMS = ['kernel', 'chains', 'casefile', 'labels', 'intake', 'trace', 'canvas', 'evidence', 'learn'];

const SOCKETS = '^(node:)?(http|https|http2|net|tls|dgram|dns|inspector|quic)(/|$)|node_modules/(ws|undici)/';
const TESTS = '\\.test\\.tsx?$|^tests/|/tests/|^main/verifier/testing/';
/** What the engine may take from npm: the database, schemas, audited crypto, formats. */
const ENGINE_LIBRARIES =
  '(better-sqlite3|better-sqlite3-multiple-ciphers|zod|bitcoinjs-lib|@noble|@scure|bs58check|bs58|bech32|base-x|uint8array-tools|valibot|varuint-bitcoin|canonicalize|csv-parse|ethers|fflate|hash-wasm|pdfkit|qr|saxes|svg-to-pdfkit|@resvg/resvg-wasm|yaml|yauzl|pend|zxing-wasm)';

const at = (path) => `^${path}`;

export function dependencyRules() {
  const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { pathNot: TESTS, ...from }, to });
  return [
    never(
      'shared-alone',
      'shared imports only shared and the schema library',
      { path: at('shared/') },
      { pathNot: [at('shared/'), 'node_modules/zod/'] },
    ),
    never(
      'renderer-behind-its-wall',
      'the page never imports main, Node or Electron',
      { path: at('renderer/'), pathNot: [TESTS, 'vite\\.config\\.ts$'] },
      { path: [at('main/'), '^electron$', 'node_modules/electron/'] },
    ),
    never(
      'renderer-no-node',
      'the page never imports Node',
      { path: at('renderer/'), pathNot: [TESTS, 'vite\\.config\\.ts$'] },
      { dependencyTypes: ['core'] },
    ),
    never(
      'electron-only-in-shell',
      'only the shell imports electron',
      { pathNot: [TESTS, at('main/shell/')] },
      { path: ['^electron$', 'node_modules/electron/'] },
    ),
    never(
      'engine-stays-inside',
      'the engine imports no shell, host or page',
      { path: at('main/engine/') },
      { path: [at('main/shell/'), at('main/hosts/'), at('renderer/'), at('main/collector/')] },
    ),
    never(
      'only-the-node-connection-opens-sockets',
      'outside of hosts/nodeConnection (to a chain node), hosts/loopback (a server on 127.0.0.1) and the collector nothing touches a socket',
      {
        path: at('(main|shared|renderer)/'),
        pathNot: [TESTS, 'vite\\.config\\.ts$', at('main/(hosts/(nodeConnection\\.ts$|loopback/)|collector/transport\\.ts$)')],
      },
      { path: SOCKETS },
    ),
    never(
      'the-node-connection-through-the-host',
      'only the Host port hands out the connection to a chain node',
      { path: at('main/'), pathNot: [TESTS, at('main/hosts/nodeHost\\.ts$')] },
      { path: at('main/hosts/nodeConnection\\.ts$') },
    ),
    never(
      'the-node-connection-speaks-http',
      'the connection to a chain node is plain HTTP to an IP literal: no resolver, no raw socket, no other protocol',
      { path: at('main/hosts/nodeConnection\\.ts$') },
      { path: '^(node:)?(https|http2|net|tls|dgram|dns)(/|$)|node_modules/' },
    ),
    never(
      'engine-starts-no-program',
      'the engine starts no process; what reads file systems of images is started by the host',
      { path: at('main/engine/') },
      { path: '^(node:)?child_process$' },
    ),
    never(
      'file-system-tools-through-the-host',
      'only the Host port hands out the programs that read file systems of images',
      { path: at('main/'), pathNot: [TESTS, at('main/hosts/nodeHost\\.ts$')] },
      { path: at('main/hosts/fileSystemTools\\.ts$') },
    ),
    never('engine-offline', 'the engine is offline by construction', { path: at('main/engine/') }, { path: SOCKETS }),
    never(
      'engine-libraries',
      'the engine takes only the database, schemas, audited crypto and formats from npm',
      { path: at('main/engine/') },
      { path: 'node_modules/', pathNot: `node_modules/${ENGINE_LIBRARIES}/` },
    ),
    never(
      'verifier-through-its-door',
      'the engine may ask the verifier only through its door',
      { path: at('main/(engine|hosts|shell)/') },
      { path: at('main/verifier/'), pathNot: at('main/verifier/(core/)?index\\.ts$') },
    ),
    never(
      'verifier-core-alone',
      'the core of the verifier imports nothing at all',
      { path: at('main/verifier/core/') },
      { pathNot: at('main/verifier/core/') },
    ),
    never(
      'verifier-shells',
      'the shells of the verifier import the core and their own files',
      { path: at('main/verifier/(?!core/)') },
      { path: [at('main/(?!verifier/)'), at('renderer/'), at('shared/'), 'node_modules/'] },
    ),
    never(
      'collector-alone',
      'the collector imports no engine code',
      { path: at('main/collector/') },
      { path: [at('main/(?!collector/)'), at('renderer/')] },
    ),
    never(
      'collector-not-imported',
      'nothing of the program imports the collector, the one part that asks strangers',
      { path: at('(main|shared|renderer)/'), pathNot: [TESTS, at('main/collector/')] },
      { path: at('main/collector/') },
    ),
    never(
      'collector-transport',
      'the transport of the collector speaks HTTP and HTTPS, and looks at IP literals (net.isIP); nothing else',
      { path: at('main/collector/transport\\.ts$') },
      { path: '^(node:)?(http2|tls|dgram|dns|inspector|quic)(/|$)|node_modules/' },
    ),
    never(
      'collector-libraries',
      'the collector takes only schemas, canonical JSON and zip from npm',
      { path: at('main/collector/'), pathNot: TESTS },
      { path: 'node_modules/', pathNot: 'node_modules/(zod|canonicalize|fflate)/' },
    ),
    never(
      'hosts-through-the-engine-door',
      'a host asks the engine through its door',
      { path: at('main/hosts/'), pathNot: [TESTS, at('main/hosts/cli/demo')] },
      { path: at('main/engine/'), pathNot: at('main/engine/(index|worker)\\.ts$') },
    ),
    never(
      'worker-without-database',
      'a worker thread never sees the case: what it loads reaches no room that opens one, and no database',
      { path: at('main/(hosts|engine)/worker\\.ts$') },
      { path: [at('main/engine/casefile/'), 'node_modules/better-sqlite3'], reachable: true },
    ),
    never(
      'demo-through-doors',
      'the demo may also write its story with learn',
      { path: at('main/hosts/cli/demo') },
      { path: at('main/engine/'), pathNot: at('main/engine/(learn/)?index\\.ts$') },
    ),
    never(
      'hosts-stay-outside',
      'a host imports no shell and no page',
      { path: at('main/hosts/') },
      { path: [at('main/shell/'), at('renderer/')] },
    ),
    never(
      'shell-forks-the-engine',
      'the shell imports electron and shared; it forks the engine and imports none of it',
      { path: at('main/shell/') },
      { path: [at('main/engine/'), at('main/verifier/'), at('renderer/')] },
    ),
    never('nothing-imports-tests', 'nothing imports tests', {}, { path: TESTS }),
    { name: 'no-cycles', comment: 'no cycles', severity: 'error', from: { pathNot: TESTS }, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'every import resolves',
      severity: 'error',
      from: { path: at('(main|shared|renderer)/') },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      comment: 'every file is used by another or is an entry',
      severity: 'error',
      from: {
        orphan: true,
        path: at('(main|shared|renderer)/'),
        pathNot: [TESTS, '\\.d\\.ts$', '\\.config\\.ts$', at('main/(hosts|shell|verifier)/')],
      },
      to: {},
    },
    ...roomRules(),
  ];
}

function roomRules() {
  const rules = [];
  ENGINE_ROOMS.forEach((room, i) => {
    const later = ENGINE_ROOMS.slice(i + 1);
    const from = { path: at(`main/engine/${room}/`), pathNot: TESTS };
    const elsewhere = at(`main/engine/(?!${room}/)`);
    rules.push({
      name: `${room}-only-doors`,
      comment: `${room} asks other rooms through their doors`,
      severity: 'error',
      from,
      to: { path: elsewhere, pathNot: at('main/engine/[a-z]+/index\\.ts$') },
    });
    if (later.length > 0)
      rules.push({
        name: `${room}-only-leftwards`,
        comment: `${room} asks only the rooms before it`,
        severity: 'error',
        from,
        to: { path: at(`main/engine/(${later.join('|')})/`) },
      });
  });
  return rules;
}
