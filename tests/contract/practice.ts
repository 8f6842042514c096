// The practice story as files that a person would be handed: a node's folder, two lists of labels, and the truth. Made
// once per state of the sources and kept in the temp folder; tests only read it. Nothing in it is about real coins.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sourceDigest } from '../../build/sources.mjs';
import { simulateStory, truthDocument, writeNodeFolder } from '../../main/engine/learn/index.ts';

interface Outpoint {
  readonly outpoint: string;
}

/** What the tests need of the truth; the document holds more. */
export interface PracticeTruth {
  readonly tipHeight: number;
  readonly tipHash: string;
  readonly theft: {
    readonly txid: string;
    readonly height: number;
    readonly stolenOutpoints: readonly Outpoint[];
    readonly stolenSat: string;
  };
  readonly thief: { readonly wallet: string; readonly cluster: { readonly members: readonly string[] } };
  readonly peelChain: readonly { readonly txid: string }[];
  readonly coinJoin: { readonly txid: string };
  readonly exchange: { readonly hotAddress: string; readonly stolenDeposits: readonly Outpoint[] };
  readonly wallets: readonly { readonly name: string; readonly addresses: readonly { readonly address: string | null }[] }[];
}

export interface Practice {
  readonly folder: string;
  /** A node's data folder: `blocks/blk…`, `rev…`, `xor.dat`. */
  readonly node: string;
  readonly tagPack: string;
  readonly csv: string;
  readonly truth: PracticeTruth;
}

export function practiceMaterial(): Practice {
  const folder = join(tmpdir(), `tracehold-practice-${sourceDigest().slice(0, 16)}`);
  if (!existsSync(folder)) make(folder);
  return {
    folder,
    node: join(folder, 'node'),
    tagPack: join(folder, 'labels', 'exchange.yaml'),
    csv: join(folder, 'labels', 'addresses.csv'),
    truth: JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as PracticeTruth,
  };
}

/** Addresses that the thief truly held and that spending joins, in the order they appear. */
export function thiefAddresses({ thief, wallets }: PracticeTruth): readonly string[] {
  const held = new Set(wallets.flatMap((wallet) => wallet.addresses.map(({ address }) => address)));
  return thief.cluster.members.filter((member) => held.has(member));
}

function make(folder: string): void {
  const aside = `${folder}.${process.pid}`;
  const story = simulateStory();
  const write = (name: string, content: Uint8Array | string): void => {
    const path = join(aside, ...name.split('/'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  for (const [name, bytes] of writeNodeFolder(story, { xor: true })) write(`node/${name}`, bytes);
  write('labels/exchange.yaml', story.labelsTagPackYaml);
  write('labels/addresses.csv', story.labelsCsv);
  write('truth.json', truthDocument(story.truth));
  try {
    renameSync(aside, folder);
  } catch {
    // Another process was quicker; its files have the same bytes.
    rmSync(aside, { recursive: true, force: true });
  }
}
