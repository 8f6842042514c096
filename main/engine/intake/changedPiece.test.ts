// A file of single transactions that is written to between reading and hashing: its hash would vouch for bytes that nobody read.
import { appendFileSync, writeFileSync } from 'node:fs';
import { Transaction } from 'bitcoinjs-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CaseDesk, caseDesk } from '../../../tests/fixtures/caseDesk.ts';
import { esploraOf } from '../../../tests/fixtures/esploraForm.ts';
import type { CaseFile } from '../casefile/index.ts';
import { probePath, recognise } from './recognise.ts';
import { takeIn } from './takeIn.ts';

let desk: CaseDesk;
let file: CaseFile;
beforeAll(async () => {
  desk = await caseDesk();
  file = await desk.create('changed');
});
afterAll(async () => {
  await file.close();
  desk.clear();
});
const work = { report: () => undefined, signal: new AbortController().signal, cancelled: () => false } as never;
const transaction = new Transaction();
transaction.addInput(Buffer.alloc(32, 7), 0);
transaction.addOutput(Buffer.from([0x51]), 5n);

it.each([
  ['txs.json', JSON.stringify(esploraOf(transaction, null)), true],
  ['tx.hex', transaction.toHex(), true],
  ['txs.json', JSON.stringify(esploraOf(transaction, null)), false],
  ['tx.hex', transaction.toHex(), false],
])('%s', async (name, text, changes) => {
  const path = desk.at(name);
  writeFileSync(path, text);
  const probe = probePath(path);
  const importer = recognise(probe);
  const material = await importer.read(probe, work);
  if (changes) appendFileSync(path, '\n');
  const request = { name, chain: 'regtest', anchor: undefined, exhibit: '', force: false };
  const taking = takeIn(desk.host, file, importer, material, request, work);
  if (changes) await expect(taking).rejects.toMatchObject({ code: 'intake.sourceChanged' });
  else await expect(taking).resolves.toMatchObject({ transactions: 0, rejectedRows: [{ text: transaction.getId() }] });
  expect(file.sources.list()).toHaveLength(changes ? 0 : name === 'tx.hex' ? 2 : 1);
  for (const source of material.files) source.close();
});
