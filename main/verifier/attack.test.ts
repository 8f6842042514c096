// Attacks on a good bag. Those marked "sealed again" recompute every digest, manifest and signature after the change: only the
// verifier's own recomputation from raw transactions can object to them.
import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { type BagFiles, verifyBag, type VerifyReport } from './index.ts';
import { type BagParts, canonical, chainJournal, type Loose, proofsOf, type SealOptions, sealBag, testKey } from './testing/bagWriter.ts';
import { branchOf, display, makeTransaction, mineHeader, REGTEST, twice } from './testing/chainMaker.ts';
import { type HandMade, handMade } from './testing/handMade.ts';

const key = testKey(7);
const made = handMade();
const good = sealBag(handMade().parts);
const asFiles = (files: ReadonlyMap<string, Uint8Array>, more: Partial<BagFiles> = {}): BagFiles => ({
  names: [...files.keys()],
  read: async (name) => files.get(name) as Uint8Array,
  ...more,
});
const verify = (files: ReadonlyMap<string, Uint8Array>): Promise<VerifyReport> =>
  verifyBag(asFiles(files), { fingerprint: key.fingerprint });
const failed = (report: VerifyReport): string[] => [
  ...new Set(report.findings.filter((finding) => !finding.ok).map((finding) => finding.check)),
];
const sealedAgain = async (change: (parts: Loose, made: HandMade) => void, options: SealOptions = {}): Promise<VerifyReport> => {
  const again = handMade();
  change(again.parts, again);
  return await verify(sealBag(again.parts, options));
};

let state = 1;
const random = (below: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state % below;
};

// Machines that build in parallel are slow; a single check takes about 15 ms.
vi.setConfig({ testTimeout: 60_000 });

describe('every file', () => {
  for (const [name, bytes] of good) {
    it(`${name.slice(0, 40)}: a flipped bit fails`, async () => {
      const every = bytes.length <= 130;
      const positions = every ? [...bytes.keys()] : [0, bytes.length - 1, ...Array.from({ length: 6 }, () => random(bytes.length))];
      for (const position of positions) {
        const files = new Map<string, Buffer>(good);
        const changed = Buffer.from(bytes);
        changed[position] = (changed[position] as number) ^ (1 << random(8));
        files.set(name, changed);
        expect((await verify(files)).ok, `byte ${position}`).toBe(false);
      }
    });
    it(`${name.slice(0, 40)}: missing, empty, cut, garbled fails without an exception`, async () => {
      const without = new Map(good);
      without.delete(name);
      expect(failed(await verify(without))).toContain(/headers\/|proofs\//.test(name) ? 'manifest' : 'files');
      for (const bytesNow of [
        Buffer.alloc(0),
        bytes.subarray(0, bytes.length >> 1),
        Buffer.from('\xff\xfe{{{', 'latin1'),
        Buffer.from('['.repeat(100_000)),
        Buffer.from('null'),
      ]) {
        const report = await verify(new Map<string, Uint8Array>(good).set(name, bytesNow));
        expect(report.ok).toBe(false);
        expect(failed(report)).not.toContain('verifier');
      }
    });
    it(`${name.slice(0, 40)}: garbled and sealed again fails without an exception`, async () => {
      if (!name.startsWith('data/') || name.endsWith('.pdf')) return;
      for (const text of ['null', '[]', '{}', '{"format":1}', '1e999', '{"a":1,"a":2}', '', 'x', '\uFEFF{}']) {
        const report = await verify(sealBag(handMade().parts, { beforeHashing: (files) => files.set(name, Buffer.from(text)) }));
        expect(failed(report).length, text).toBeGreaterThan(0);
        expect(failed(report)).not.toContain('verifier');
      }
    });
  }
});

describe('the container', () => {
  it('[B2] an added file, fetch.txt and system files fail', async () => {
    for (const name of [
      'data/notes.txt',
      'fetch.txt',
      'data/proofs/x.json',
      'DATA/report.pdf',
      'data/Thumbs.db',
      '.DS_Store',
      'data/headers/desktop.ini',
    ]) {
      const report = await verify(new Map<string, Uint8Array>(good).set(name, Buffer.from('x')));
      expect(failed(report)).toEqual(['files']);
      if (/thumbs|desktop|ds_store/i.test(name)) expect(report.findings[0]?.detail).toContain('delete it; the system added it');
    }
    expect(failed(await verifyBag(asFiles(good, { irregular: ['data/link'] })))).toEqual(['files']);
    expect(failed(await verifyBag(asFiles(good, { damage: ['cut'] })))).toEqual(['container']);
  });
  it('[B3] swapped files and a reordered manifest fail', async () => {
    const swapped = new Map(good);
    swapped.set('data/case.json', good.get('data/limits.json') as Buffer).set('data/limits.json', good.get('data/case.json') as Buffer);
    expect(failed(await verify(swapped))).toContain('manifest');
    const lines = (good.get('manifest-sha256.txt') as Buffer).toString().trimEnd().split('\n');
    const reordered = new Map(good).set('manifest-sha256.txt', Buffer.from(`${lines.reverse().join('\n')}\n`));
    expect(failed(await verify(reordered))).toContain('manifest');
  });
  it('a file that cannot be read is a finding', async () => {
    const report = await verifyBag({ names: [...good.keys()], read: () => Promise.reject(new Error('io')) });
    expect(failed(report)).toContain('files');
  });
});

describe('the seal', () => {
  it('another key under a given fingerprint fails; without a fingerprint the signer is unknown', async () => {
    const other = sealBag(handMade().parts, { key: testKey(8) });
    expect(failed(await verify(other))).toEqual(['fingerprint']);
    const report = await verifyBag(asFiles(other));
    expect(report).toMatchObject({ ok: true, signer: { known: false, fingerprint: testKey(8).fingerprint } });
    expect(report.notChecked.join()).toContain('signer unknown');
  });
  it('the fingerprint is compared ignoring spaces and case, whole', async () => {
    const spaced = key.fingerprint.toUpperCase().replace(/(.{4})/g, '$1 ');
    expect((await verifyBag(asFiles(good), { fingerprint: spaced })).signer.known).toBe(true);
    for (const fingerprint of ['', key.fingerprint.slice(0, 16), `${key.fingerprint}00`]) {
      expect((await verifyBag(asFiles(good), { fingerprint })).ok, fingerprint).toBe(false);
    }
  });
  it('[B5] an added member, another hash or a changed checkpoint fails although signed', async () => {
    for (const signature of [
      (document: Loose) => Object.assign(document, { note: 'x' }),
      (document: Loose) => Object.assign(document, { tagmanifestSha512: '00'.repeat(64) }),
      (document: Loose) => Object.assign(document.checkpoint, { size: 2 }),
      (document: Loose) => Object.assign(document.checkpoint, { time: '2020-01-01T00:00:00.000Z' }),
      (document: Loose) => Object.assign(document, { training: false }),
    ]) {
      expect((await verify(sealBag(handMade().parts, { signature }))).ok).toBe(false);
    }
  });
  it('[B6] upper case, no line feed and CRLF fail', async () => {
    const text = (good.get('signature.txt') as Buffer).toString();
    for (const changed of [text.toUpperCase(), text.trimEnd(), text.replace('\n', '\r\n'), ` ${text}`]) {
      expect(failed(await verify(new Map<string, Uint8Array>(good).set('signature.txt', Buffer.from(changed))))).toEqual(['signature']);
    }
  });
  it('training material fails as evidence, and a test network that calls itself real always', async () => {
    const report = await verifyBag(asFiles(good), { asEvidence: true });
    expect(failed(report)).toEqual(['training']);
    const posing = await sealedAgain((parts) => {
      parts.training = false;
      parts.case.training = false;
      parts.case.chains[0].training = false;
    });
    expect(failed(posing)).toEqual(['training']);
    expect(posing.firstLine).toContain('training material');
  });
});

describe('the journal, sealed again', () => {
  it('[J1] an event removed, reordered or altered fails', async () => {
    expect(failed(await sealedAgain((parts) => parts.journal.splice(0, 1)))).toEqual(['journal']);
    expect(failed(await sealedAgain((parts) => parts.journal.splice(1, 1)))).toContain('journal');
    expect(failed(await sealedAgain((parts) => parts.journal.splice(0, 2, parts.journal[1], parts.journal[0])))).toEqual(['journal']);
    expect(failed(await sealedAgain((parts) => Object.assign(parts.journal[0], { payload: { who: 'another' } })))).toEqual(['journal']);
    expect(failed(await sealedAgain((parts) => Object.assign(parts.journal[0], { salt: '00'.repeat(32) })))).toEqual(['journal']);
    expect(failed(await sealedAgain((parts) => Object.assign(parts.journal[1].header, { examiner: 'another' })))).toEqual(['journal']);
  });
  it('[J3] an event cut from the end fails against the old checkpoint', async () => {
    const old = {
      size: 3,
      headHash: createHash('sha256').update(canonical(made.parts.journal[2]?.header)).digest('hex'),
      time: made.parts.journal[2]?.header.time,
      code: 'x',
    };
    const report = await sealedAgain((parts) => parts.journal.pop(), {
      signature: (document) => Object.assign(document, { checkpoint: old }),
    });
    expect(failed(report)).toContain('journal');
  });
  it('a payload withheld later keeps the chain, but its number must be stated', async () => {
    const withhold = (parts: Loose): void => {
      parts.journal[0].withheld = true;
    };
    expect(failed(await sealedAgain(withhold))).toEqual(['limits']);
    const stated = await sealedAgain((parts) => {
      withhold(parts);
      parts.limits.withheldPayloads = 2;
    });
    expect(stated.ok).toBe(true);
    expect(stated.notChecked.join()).toContain('the payload of 2 journal events is withheld');
  });
  it('a wholly rewritten journal holds: only an outside checkpoint could tell', async () => {
    const report = await sealedAgain((parts) => {
      parts.journal = chainJournal([{ kind: 'act', name: 'x', time: '2024-05-01T10:00:00.000Z', payload: {} }]);
      parts.limits.withheldPayloads = 0;
    });
    expect(report.ok).toBe(true);
  });
});

const proofOf = (parts: Loose, height: number): Loose =>
  Object.values(parts.proofs as Record<string, Loose>).find((proof) => proof.height === height);

describe('proofs and headers, sealed again', () => {
  it('[P2] a branch, position, count or byte altered fails', async () => {
    const changes: ((parts: Loose) => void)[] = [
      (parts) => (proofOf(parts, 5).transactions[0].branch[0] = '00'.repeat(32)),
      (parts) => proofOf(parts, 5).transactions[0].branch.pop(),
      (parts) => proofOf(parts, 5).transactions[0].branch.push('00'.repeat(32)),
      (parts) => (proofOf(parts, 5).transactions[0].position = 3),
      (parts) => (proofOf(parts, 5).transactions[0].position = 5),
      (parts) => (proofOf(parts, 5).transactionCount = 6),
      (parts) => (proofOf(parts, 5).transactionCount = 1_000_000_000),
      (parts) => (proofOf(parts, 5).transactionCount = 0),
      (parts) => (proofOf(parts, 5).transactions[0].raw = `${proofOf(parts, 5).transactions[0].raw.slice(0, -2)}01`),
      (parts) => (proofOf(parts, 5).transactions[0].raw += '00'),
      (parts) => (proofOf(parts, 5).transactions[0].raw = proofOf(parts, 5).transactions[0].raw.slice(0, -1)),
      (parts) => (proofOf(parts, 5).transactions[0].raw = `02000000fe00ffffff${'00'.repeat(40)}`),
      (parts) => (proofOf(parts, 5).transactions[0].txid = '00'.repeat(32)),
      (parts) => (proofOf(parts, 5).height = 4),
      (parts) => (proofOf(parts, 5).chain = 'bip122:000000000019d6689c085ae165831e93'),
      (parts) => (proofOf(parts, 5).extra = 1),
    ];
    for (const [index, change] of changes.entries()) {
      const report = await sealedAgain(change);
      expect(failed(report), `change ${index}`).toContain('proofs');
      expect(failed(report)).not.toContain('verifier');
    }
  });
  it('[P2] the repeated tail of CVE-2012-2459 fails: a sixth transaction equal to the fifth has the same root', async () => {
    const report = await sealedAgain((parts, { blocks }) => {
      const proof = proofOf(parts, 5);
      proof.transactionCount = 6;
      proof.transactions[0].position = 5;
      proof.transactions[0].branch = branchOf(blocks[5] as never, 4);
    });
    expect(report.findings.find((finding) => !finding.ok && finding.check === 'proofs')?.detail).toContain(
      'repeats a hash where the tree does not',
    );
  });
  it('[P2] a transaction of 64 bytes fails', async () => {
    // One input with an empty script (41 + 1) and one output with a script of four bytes (13 + 1), version and lock time: 64.
    const small = makeTransaction([`${'ab'.repeat(32)}:0`], [[1n, Buffer.alloc(4, 0x51)]]);
    expect(small.stripped.length).toBe(64);
    const again = handMade();
    const parts = again.parts as Loose;
    const root = twice(Buffer.concat([twice(again.blocks[1]?.transactions[0]?.stripped as Buffer), twice(small.stripped)]));
    const header = mineHeader(Buffer.alloc(32), root, 1);
    const hash = display(twice(header));
    parts.proofs[hash] = {
      format: 'tracehold-proof/1',
      chain: REGTEST,
      blockHash: hash,
      height: null,
      header: header.toString('hex'),
      transactionCount: 2,
      transactions: [
        {
          txid: small.txid,
          position: 1,
          raw: small.raw.toString('hex'),
          branch: [twice(again.blocks[1]?.transactions[0]?.stripped as Buffer).toString('hex')],
        },
      ],
    };
    parts.limits.unanchored = [hash];
    expect((await verify(sealBag(parts))).findings.filter((finding) => !finding.ok).map((finding) => finding.detail)).toEqual([
      expect.stringContaining('has 64 bytes'),
    ]);
  });
  it('[H2] an easier header, a missing link, another tip, work or anchor fails', async () => {
    const file = 'headers/0.bin';
    const segment = (parts: Loose): Loose => parts.headers.segments[0];
    const changes: ((parts: Loose) => void)[] = [
      // The same header with an easier target than the chain allows, mined again.
      (parts) =>
        mineHeader(
          parts.headerFiles[file].subarray(6 * 80 + 4, 6 * 80 + 36),
          parts.headerFiles[file].subarray(6 * 80 + 36, 6 * 80 + 68),
          1,
          0x2100ffff,
        ).copy(parts.headerFiles[file], 480),
      (parts) => parts.headerFiles[file].fill(0, 480),
      (parts) => parts.headerFiles[file].writeUInt32LE(7, 3 * 80 + 76),
      (parts) => (parts.headerFiles[file] = parts.headerFiles[file].subarray(0, -1)),
      (parts) => (segment(parts).count = 1_000_000_000),
      (parts) => (segment(parts).tip.height = 7),
      (parts) => (segment(parts).tip.hash = '00'.repeat(32)),
      (parts) => (segment(parts).work = '15'),
      (parts) => (segment(parts).anchor.hash = '00'.repeat(32)),
      (parts) => (segment(parts).anchor.kind = 'checkpoint'),
      (parts) => (segment(parts).file = '../0.bin'),
      (parts) => parts.headers.segments.push({ ...segment(parts) }),
      (parts) => (parts.headers.segments = []),
    ];
    for (const [index, change] of changes.entries()) {
      const report = await sealedAgain(change);
      expect(report.ok, `change ${index}`).toBe(false);
      expect(
        failed(report).some((check) => check === 'headers' || check === 'anchor'),
        `change ${index}: ${failed(report)}`,
      ).toBe(true);
    }
  });
  it('a mined chain that is not the real one cannot pose as the main network', async () => {
    const main = 'bip122:000000000019d6689c085ae165831e93';
    const report = await sealedAgain((parts) => {
      for (const proof of Object.values(parts.proofs as Record<string, Loose>)) proof.chain = main;
      for (const run of parts.runs.runs) run.chain = main;
      parts.headers.segments[0].chain = main;
      parts.case.chains = [{ chain: main, name: 'Bitcoin', training: false }];
      parts.case.training = false;
      parts.training = false;
    });
    expect(failed(report)).toContain('headers');
    expect(report.firstLine).toContain('failed');
  });
  it("[H1] an anchor on the examiner's word is said to be one", async () => {
    const report = await sealedAgain((parts) => (parts.headers.segments[0].anchor.kind = 'examiner'));
    expect(report.ok).toBe(true);
    expect(report.notChecked.join()).toContain("on the examiner's word");
  });
  it('[P1] an unanchored block holds with a note, and must be listed in limits.json', async () => {
    const loosen = (parts: Loose): void => {
      proofOf(parts, 2).height = null;
    };
    expect(failed(await sealedAgain(loosen))).toContain('limits');
  });
});

const outcome = (parts: Loose, run: number, policy: string): Loose => parts.runs.runs[run - 1].result.policies[policy];
const row = (parts: BagParts, run: string, policy: string, index: number): string[] =>
  parts.csv.filter((fields) => fields[0] === run && fields[1] === policy)[index] as string[];

describe('figures, sealed again', () => {
  it('[R4] one satoshi moved between two holdings fails, in every policy and direction', async () => {
    for (const [run, policies] of [
      [1, ['fifo', 'lifo', 'haircut', 'tiho']],
      [2, ['fifo', 'lifo', 'haircut', 'tiho']],
      [3, ['fifo', 'lifo', 'haircut']],
    ] as const) {
      for (const policy of policies) {
        const report = await sealedAgain((parts) => {
          const holdings = outcome(parts, run, policy).holdings;
          holdings[0].amountSat = String(BigInt(holdings[0].amountSat) + 1n);
          holdings[1].amountSat = String(BigInt(holdings[1].amountSat) - 1n);
          for (const holding of holdings)
            for (const fields of parts.csv)
              if (fields[0] === String(run) && fields[1] === policy && fields[7] === holding.outpoint) fields[10] = holding.amountSat;
        });
        expect(failed(report), `${run} ${policy}`).toContain('recompute');
      }
    }
  });
  it('[R2] altered results, totals, fees, states, addresses and heights fail', async () => {
    const changes: [string, (parts: Loose) => void][] = [
      ['recompute', (parts) => (outcome(parts, 1, 'lifo').feesSat = '2')],
      ['runs', (parts) => (outcome(parts, 1, 'fifo').totalSat = '11')],
      ['recompute', (parts) => outcome(parts, 1, 'fifo').holdings.pop()],
      ['holdings', (parts) => (outcome(parts, 1, 'fifo').holdings[0].state = 'stopped:floor')],
      ['holdings', (parts) => (outcome(parts, 1, 'fifo').holdings[0].address = null)],
      ['holdings', (parts) => (outcome(parts, 1, 'fifo').holdings[0].address = 'bcrt1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqdku202')],
      ['holdings', (parts) => (outcome(parts, 1, 'fifo').holdings[0].height = 5)],
      ['holdings', (parts) => (outcome(parts, 3, 'fifo').holdings[0].state = 'unknown-input')],
      ['runs', (parts) => outcome(parts, 1, 'fifo').holdings.reverse()],
      ['runs', (parts) => parts.runs.runs[0].transactions.fifo.pop()],
      ['runs', (parts) => parts.runs.runs[0].transactions.fifo.reverse()],
      ['runs', (parts) => parts.runs.runs[0].transactions.fifo.push('00'.repeat(32))],
      ['runs', (parts) => (parts.runs.runs[0].seeds[0].amountSat = '9')],
      ['runs', (parts) => parts.runs.runs[1].seeds.pop()],
      ['runs', (parts) => (parts.runs.runs[0].from = ['00'.repeat(32)])],
      ['runs', (parts) => parts.runs.runs.reverse()],
      [
        'holdings',
        (parts) =>
          (parts.runs.runs[0].coverage = [
            { from: 0, to: 3 },
            { from: 6, to: 6 },
          ]),
      ],
      ['holdings', (parts) => (parts.runs.runs[0].coverage = [])],
      ['runs', (parts) => (parts.runs.runs[0].notProofCarrying = [{ policy: 'fifo', transactions: 2, digest: '00'.repeat(32) }])],
      ['runs', (parts) => (parts.runs.runs[0].primary = 'poison')],
      ['runs', (parts) => (parts.runs.runs[3].trust = [])],
    ];
    for (const [index, [check, change]] of changes.entries()) {
      const report = await sealedAgain(change);
      expect(report.ok, `change ${index}`).toBe(false);
      // A list cut short is noticed either as a list or as a figure.
      expect(
        check === 'runs' ? failed(report).some((name) => ['runs', 'recompute', 'holdings'].includes(name)) : failed(report).includes(check),
        `change ${index}: ${failed(report)}`,
      ).toBe(true);
    }
  });
  it('[R2] a result that does not have its digest fails', async () => {
    const parts = handMade().parts as Loose;
    for (const run of parts.runs.runs) run.resultDigest = '33'.repeat(32);
    expect(failed(await verify(sealBag(parts, { keepDigests: true })))).toEqual(['digest']);
  });
  it('[R4] a trace that ends early is caught where it calls a spent output unspent', async () => {
    const report = await sealedAgain((parts, { names }) => {
      parts.runs.runs.splice(1);
      const run = parts.runs.runs[0];
      run.policies = ['tiho'];
      run.primary = 'tiho';
      run.transactions = { tiho: [names.t1] };
      run.result.policies = { tiho: run.result.policies.tiho };
      const holdings = run.result.policies.tiho.holdings;
      Object.assign(holdings[1], {
        outpoint: `${names.t1}:1`,
        height: 4,
        address: parts.csv.find((fields: string[]) => fields[7] === `${names.t1}:1`)[8],
      });
      parts.csv = parts.csv.filter((fields: string[]) => fields[0] === '1' && fields[1] === 'tiho' && fields[3] !== names.t2);
      for (const fields of parts.csv) if (fields[7] === `${names.t1}:1`) [fields[11], fields[12]] = ['unspent', ''];
    });
    expect(report.findings.filter((finding) => !finding.ok).map((finding) => finding.detail)).toEqual([
      expect.stringContaining('is stated as unspent, but'),
    ]);
  });
  it('[R4] a stop rule that was set ends the trace there', async () => {
    const report = await sealedAgain((parts, { names }) => {
      parts.runs.runs.splice(1);
      const run = parts.runs.runs[0];
      run.stops = [{ rule: 'service', options: {} }];
      run.policies = ['tiho'];
      run.primary = 'tiho';
      run.transactions = { tiho: [names.t1] };
      run.result.policies = { tiho: run.result.policies.tiho };
      const holdings = run.result.policies.tiho.holdings;
      Object.assign(holdings[1], {
        outpoint: `${names.t1}:1`,
        height: 4,
        state: 'stopped:service',
        address: parts.csv.find((fields: string[]) => fields[7] === `${names.t1}:1`)[8],
      });
      parts.csv = parts.csv.filter((fields: string[]) => fields[0] === '1' && fields[1] === 'tiho' && fields[3] !== names.t2);
      for (const fields of parts.csv) if (fields[7] === `${names.t1}:1`) [fields[11], fields[12]] = ['stopped:service', ''];
    });
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
  });
  it('[R6] every recomputed cell of transfers.csv, changed alone, fails', async () => {
    for (const column of [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      const report = await sealedAgain((parts) => (row(parts, '1', 'fifo', 2)[column] = column === 0 ? '2' : column === 1 ? 'lifo' : '77'));
      expect(failed(report), `column ${column}`).toContain('transfers');
    }
    for (const column of [2, 13]) expect((await sealedAgain((parts) => (row(parts, '1', 'fifo', 2)[column] = '5'))).ok).toBe(true);
  });
  it('[R6] a row removed, repeated, moved or added fails', async () => {
    expect(failed(await sealedAgain((parts) => parts.csv.splice(1, 1)))).toEqual(['transfers']);
    expect(failed(await sealedAgain((parts) => parts.csv.splice(1, 0, parts.csv[1])))).toContain('transfers');
    expect(failed(await sealedAgain((parts) => parts.csv.splice(0, 2, parts.csv[1], parts.csv[0])))).toEqual(['transfers']);
    expect(
      failed(await sealedAgain((parts) => parts.csv.splice(0, 0, [...parts.csv[0].slice(0, 0), '4', ...parts.csv[0].slice(1)]))),
    ).toEqual(['transfers']);
  });
  it('[R5] a value on trust is used and counted, and must be listed', async () => {
    const drop = (parts: Loose, { blocks, names }: HandMade): void => {
      parts.proofs = proofsOf(blocks, new Set([names.c1, names.c3, names.t1, names.t2]));
      parts.runs.runs.splice(2);
      parts.csv = parts.csv.filter((fields: string[]) => fields[0] !== '3');
    };
    expect(failed(await sealedAgain(drop))).toContain('runs');
    const trusting = (value: string) => (parts: Loose, all: HandMade) => {
      drop(parts, all);
      for (const run of parts.runs.runs) run.trust = [`${all.names.c2}:0`];
      parts.limits.values = [{ outpoint: `${all.names.c2}:0`, valueSat: value, grade: 'S' }];
    };
    const report = await sealedAgain(trusting('7'));
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
    expect(report.notChecked.join()).toContain('rests on 1 value known from one source');
    expect(failed(await sealedAgain(trusting('8')))).toContain('recompute');
    const unknown = await sealedAgain((parts, all) => {
      trusting('7')(parts, all);
      parts.limits.values = [];
    });
    expect(unknown.ok).toBe(true);
    expect(unknown.notChecked.join()).toContain('not recomputed, the value of');
    const contradicted = await sealedAgain(
      (parts, all) => (parts.limits.values = [{ outpoint: `${all.names.c2}:0`, valueSat: '8', grade: 'S' }]),
    );
    expect(failed(contradicted)).toEqual(['limits']);
  });
});
