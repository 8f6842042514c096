// The journal: its chain, its checkpoints, and edits that undo takes back exactly. Rules: SPEC.md J and U.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { caseDesk, faultOf, PASSPHRASE } from '../../../tests/fixtures/caseDesk.ts';
import { createSavedProfiles, labelCalls } from '../intake/index.ts';
import { clusterCalls } from '../trace/index.ts';
import { openChainLog } from './chainLog.ts';
import { checkCheckpoints, checkpointCode, matchCode } from './checkpoint.ts';
import { openDatabase } from './connection.ts';
import { type CaseFile, createCaseSession, fingerprintOf, journalCalls } from './index.ts';
import { openSlot, readKeyFile } from './keySlots.ts';

const desk = await caseDesk();
afterAll(() => desk.clear());
const sha256 = (...parts: (string | Buffer)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
    .digest('hex');

/** A case behind the calls of the rooms that register edits. */
function behindCalls(file: CaseFile) {
  const session = createCaseSession();
  const labels = labelCalls(
    desk.host,
    session,
    createSavedProfiles(() => desk.host.profileFolder()),
  );
  const journal = journalCalls(session);
  clusterCalls(session);
  session.enter(file);
  const work = { report: () => {}, signal: new AbortController().signal };
  return {
    label: (address: string, label: string) =>
      labels['labels.set'](
        { chain: 'regtest', address, label, category: '', abuse: '', source: '', confidence: '', date: '', reason: 'test' },
        work,
      ),
    note: (text: string) => journal['journal.note']({ text }, work),
  };
}

/** What edits may change, without the numbers that rows happen to get. */
const stateOf = (file: CaseFile) => ({
  labels: file.labels
    .all()
    .map(({ address, label, origin, own }) => ({ address, label, origin, own }))
    .sort((a, b) => (a.address < b.address ? -1 : 1)),
  notes: file.notes.list(),
  merges: file.merges.list(),
});

// Addresses of regtest, from BIP173 and BIP350's own vectors of version and checksum by bitcoinjs-lib's encoder.
const ADDRESSES = [
  'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080',
  'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn',
  '2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc',
];
const edit = fc.oneof(
  fc.record({
    edit: fc.constant('label' as const),
    address: fc.constantFrom(...ADDRESSES),
    label: fc.constantFrom('', 'thief', 'exchange'),
  }),
  fc.record({ edit: fc.constant('note' as const), text: fc.constantFrom('a', 'b', 'ünï ☃ \u0000') }),
  fc.record({ edit: fc.constant('merge' as const), pair: fc.constantFrom('x', 'y') }),
);
const step = fc.oneof(
  { weight: 4, arbitrary: edit },
  { weight: 4, arbitrary: fc.constant({ edit: 'undo' as const }) },
  { weight: 3, arbitrary: fc.constant({ edit: 'redo' as const }) },
  { weight: 1, arbitrary: fc.constant({ edit: 'act' as const }) },
);

describe('undo and redo', () => {
  it('[U1] [U2] [U3] give back exactly the state before and after, over any sequence, skipping acts', async () => {
    const file = await desk.create('edits');
    const calls = behindCalls(file);
    // The model knows only states: what was before each edit, and what was after each undone one.
    const before: unknown[] = [];
    const after: unknown[] = [];
    const perform = async (one: { edit: string; address?: string; label?: string; text?: string; pair?: string }): Promise<void> => {
      const now = stateOf(file);
      const size = file.journal.head().size;
      if (one.edit === 'undo' || one.edit === 'redo') {
        const [from, onto] = one.edit === 'undo' ? [before, after] : [after, before];
        const wanted = from.pop();
        if (wanted === undefined) {
          const fault = await faultOf(() => (one.edit === 'undo' ? file.edits.undo() : file.edits.redo()));
          expect(fault.code).toBe(one.edit === 'undo' ? 'journal.nothingToUndo' : 'journal.nothingToRedo');
          expect(file.journal.head().size).toBe(size);
          return;
        }
        if (one.edit === 'undo') file.edits.undo();
        else file.edits.redo();
        onto.push(now);
        expect(stateOf(file)).toEqual(wanted);
      } else if (one.edit === 'act') {
        file.act('test.act', {});
        expect(stateOf(file)).toEqual(now);
      } else {
        if (one.edit === 'label') await calls.label(one.address as string, one.label as string);
        else if (one.edit === 'note') await calls.note(one.text as string);
        else
          file.edits.perform('merge.rejected', {
            chain: 'c',
            reason: 'r',
            merges: [
              { txid: '00', a: one.pair, b: 'z' },
              { txid: '01', a: one.pair, b: 'z' },
            ],
          });
        before.push(now);
        after.length = 0;
      }
      expect(file.journal.head().size).toBe(size + 1);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        for (const one of steps) await perform(one);
      }),
      { numRuns: 40 },
    );

    // Everything taken back is the state before the first edit ever; everything redone is the last state.
    const last = stateOf(file);
    const depth = before.length;
    for (let i = 0; i < depth; i++) await perform({ edit: 'undo' });
    expect(stateOf(file)).toEqual({ labels: [], notes: [], merges: [] });
    expect(file.edits.undoable()).toBeNull();
    for (let i = 0; i < depth; i++) await perform({ edit: 'redo' });
    expect(stateOf(file)).toEqual(last);
    expect(file.journal.verify().size).toBe(file.journal.head().size);
    await file.close();
  });

  it('[U4] goes on after closing and opening where it stood', async () => {
    const file = await desk.create('again');
    const calls = behindCalls(file);
    for (const text of ['one', 'two', 'three']) await calls.note(text);
    file.edits.undo();
    await file.close();
    const again = await desk.open('again');
    behindCalls(again);
    expect(again.edits.redoable()?.payload).toEqual({ text: 'three' });
    again.edits.undo();
    again.edits.redo();
    again.edits.redo();
    expect(again.notes.list().map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    await again.close();
  });

  it('[U5] of an edit whose target is gone is refused, and nothing is journalled', async () => {
    const file = await desk.create('gone');
    const calls = behindCalls(file);
    await calls.note('here');
    file.transaction(() => file.notes.remove(file.notes.list()[0]?.event ?? 0));
    const head = file.journal.head();
    expect((await faultOf(() => file.edits.undo())).code).toBe('journal.undoRefused');
    expect(file.journal.head()).toEqual(head);
    expect(file.edits.undoable()?.header.name).toBe('note.added');
    await file.close();
  });
});

describe('the chain', () => {
  it('[J1] [J2] is built as evidence/SPEC.md J says, recomputed here by hand', async () => {
    const file = await desk.create('chain', 'Erika "ü☃" \u0000\u2028 Muster');
    // What RFC 8785 has no form for is refused, not stored as something else.
    expect(() => file.act('test.act', { text: '\ud800' })).toThrow();
    file.act('test.act', { z: 1, a: ['ü', { b: null }], text: 'line\n\u0000 \u2028' });
    let previous = '0'.repeat(64);
    for (const { header, hash, salt, payload } of file.journal.all()) {
      const { commitment, examiner, kind, name, sequence, time } = header;
      expect(header.previous).toBe(previous);
      expect(salt).toMatch(/^[0-9a-f]{64}$/);
      expect(sha256(JSON.stringify({ commitment, examiner, kind, name, previous, sequence, time }))).toBe(hash);
      if (name === 'test.act')
        expect(commitment).toBe(sha256(Buffer.from(salt, 'hex'), '{"a":["ü",{"b":null}],"text":"line\\n\\u0000 \u2028","z":1}'));
      expect(payload).toBeTypeOf('object');
      previous = hash;
    }
    expect(file.journal.verify()).toMatchObject({ size: 3, headHash: previous });
    await file.close();
    await (await desk.open('chain')).close();
  });

  it('[J3] shows any change of any column of any row, by its number', async () => {
    const file = await desk.create('tamper');
    for (let i = 0; i < 4; i++) file.act(`test.act${i}`, { i });
    await file.close();
    const folder = desk.at('tamper.tracehold');
    const { databaseKey } = await openSlot(readKeyFile(folder), PASSPHRASE);
    const connection = openDatabase(join(folder, 'case.db'), databaseKey, { readonly: false, create: false });
    const log = openChainLog(connection, 'journal', desk.host, () => '');
    const sequenceOfFault = async (sql: string, check: () => unknown = () => log.verify()) => {
      connection.exec('BEGIN');
      try {
        expect(connection.prepare(sql).run().changes).toBeGreaterThan(0);
        const fault = await faultOf(check);
        expect(fault.code).toBe('journal.broken');
        return fault.parameters['sequence'];
      } finally {
        connection.exec('ROLLBACK');
      }
    };
    const { size } = log.verify();
    expect(size).toBe(6);
    for (let row = 1; row <= size; row++) {
      for (const column of ['previous', 'commitment', 'hash', 'salt', 'kind', 'name', 'examiner', 'time', 'payload'])
        expect(await sequenceOfFault(`UPDATE journal SET ${column} = ${column} || 'x' WHERE sequence = ${row}`), `${column} ${row}`).toBe(
          row,
        );
      // The same bytes spelt differently are a change too.
      for (const column of ['commitment', 'hash', 'salt'])
        expect(await sequenceOfFault(`UPDATE journal SET ${column} = upper(${column}) WHERE sequence = ${row}`), `${column} ${row}`).toBe(
          row,
        );
      expect(await sequenceOfFault(`UPDATE journal SET payload = CAST(payload AS BLOB) WHERE sequence = ${row}`)).toBe(row);
      expect(await sequenceOfFault(`UPDATE journal SET payload = ' ' || payload WHERE sequence = ${row}`)).toBe(row);
      expect(await sequenceOfFault(`UPDATE journal SET sequence = 100 + sequence WHERE sequence = ${row}`)).toBe(row);
      if (row < size) expect(await sequenceOfFault(`DELETE FROM journal WHERE sequence = ${row}`)).toBe(row);
    }
    expect(
      await sequenceOfFault(
        'INSERT INTO journal SELECT 0, previous, kind, name, examiner, time, commitment, hash, salt, payload FROM journal WHERE sequence = 1',
      ),
    ).toBe(1);
    // Cut off at its end the chain still holds together; the signed checkpoint of the last close tells.
    expect(await sequenceOfFault('DELETE FROM journal WHERE sequence > 4', () => checkCheckpoints(connection, log))).toBe(size);
    connection.exec('DELETE FROM journal WHERE sequence > 4');
    connection.close();
    expect(await faultOf(() => desk.open('tamper'))).toEqual({ code: 'journal.broken', parameters: { sequence: size } });
  });

  it('[J4] a body that fails leaves no event, and an event that fails leaves no rows', async () => {
    const file = await desk.create('atomic');
    const head = file.journal.head();
    expect(() =>
      file.act('test.act', {}, () => {
        file.notes.add(1, 'half');
        throw new Error('on purpose');
      }),
    ).toThrow('on purpose');
    expect(() => file.act('test.act', { amount: 1n }, () => file.notes.add(1, 'half'))).toThrow();
    expect(file.notes.list()).toEqual([]);
    expect(file.journal.head()).toEqual(head);
    // Walking through the events does not stop others from writing.
    for (const _ of file.journal.all()) file.act('test.meanwhile', {});
    await file.abandon();
  });
});

describe('checkpoints', () => {
  it('[J5] codes are the size and 60 bits of the head in Crockford’s base 32', () => {
    expect(checkpointCode(7, '0'.repeat(64))).toBe('7-0000-0000-0000');
    expect(checkpointCode(12, 'f'.repeat(64))).toBe('12-ZZZZ-ZZZZ-ZZZZ');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, bytes) => {
        const hash = Buffer.from(bytes).toString('hex');
        const digits = BigInt(`0x${hash.slice(0, 15)}`)
          .toString(32)
          .padStart(12, '0')
          .replace(/./g, (digit) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number.parseInt(digit, 32)] as string);
        expect(checkpointCode(size, hash)).toBe(`${size}-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`);
      }),
    );
  });

  it('[J6] a noted code is found however it was written down, and no other one', async () => {
    const file = await desk.create('codes');
    const codes: string[] = [];
    for (let i = 0; i < 40; i++) {
      const { header, hash } = file.journal.append('act', 'test.act', { i });
      codes.push(checkpointCode(header.sequence, hash));
    }
    for (const [i, code] of codes.entries()) {
      const sloppy = code
        .toLowerCase()
        .replace(/0/g, 'o')
        .replace(/(?<=-.*)1/g, i % 2 === 0 ? 'l' : 'I');
      const size = i + 3;
      for (const written of [code, sloppy, ` ${code.replace(/-/g, ' - ')} `]) expect(matchCode(file.journal, written), written).toBe(size);
      const at = code.length - 1 - (i % 4);
      const changed = `${code.slice(0, at)}${code[at] === 'A' ? 'B' : 'A'}${code.slice(at + 1)}`;
      expect(matchCode(file.journal, changed)).toBeNull();
      expect(matchCode(file.journal, code.replace(/^\d+/, String(size + 1)))).toBeNull();
    }
    for (const nonsense of ['', '-', '1', '1-', 'UUUU', `${'9'.repeat(30)}-0000-0000-0000`, '0-0000-0000-0000', '1e3-0000-0000-0000'])
      expect(matchCode(file.journal, nonsense), nonsense).toBeNull();
    file.abandon();
  });

  it('[J7] are signed with Ed25519 by the examiner’s key, as node:crypto confirms', async () => {
    const file = await desk.create('signed');
    const checkpoint = await file.checkpoint();
    expect(await file.checkpoint()).toEqual(checkpoint);
    const { size, headHash, time, code, publicKey, signature } = checkpoint;
    expect({ size, headHash }).toEqual({ size: 2, headHash: file.journal.head().headHash });
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'hex').toString('base64url') },
      format: 'jwk',
    });
    const body = Buffer.from(JSON.stringify({ code, fingerprint: fingerprintOf(publicKey), headHash, size, time }));
    expect(fingerprintOf(publicKey)).toBe(sha256(Buffer.from(publicKey, 'hex')));
    expect(verify(null, body, key, Buffer.from(signature, 'hex'))).toBe(true);
    expect(verify(null, Buffer.concat([body, Buffer.from(' ')]), key, Buffer.from(signature, 'hex'))).toBe(false);
    expect(file.journal.named('key.added').map(({ payload }) => payload)).toEqual([{ examiner: file.examiner, publicKey }]);
    expect(await file.close()).toEqual(checkpoint);
  });
});
