// Output scripts as a person reads them: type, address, keys, data. Follows Bitcoin Core's `Solver`
// (script/solver.cpp), so the types are those a node prints. It judges shape only, never spendability.
import { createHash } from 'node:crypto';
import { hex } from '../../../../shared/model/bytes.ts';
import type { ScriptReading } from '../family.ts';
import { sha256 } from '../../kernel/index.ts';
import { base58Address, isMwebProgram, witnessAddress } from './address.ts';
import type { AddressForm } from './addressForms.ts';

const OP_RETURN = 0x6a;
const OP_CHECKSIG = 0xac;
const OP_CHECKMULTISIG = 0xae;
const MOST_MULTISIG_KEYS = 20;

export function hash160(bytes: Uint8Array): Uint8Array {
  return createHash('ripemd160').update(sha256(bytes)).digest();
}

/** Reads an output script of a network. Never throws: what has no standard shape is `nonstandard`. */
export function readScript(form: AddressForm, script: Uint8Array): ScriptReading {
  const length = script.length;
  const first = script[0];
  if (length === 25 && first === 0x76 && script[1] === 0xa9 && script[2] === 20 && script[23] === 0x88 && script[24] === OP_CHECKSIG) {
    return { type: 'p2pkh', address: base58Address(script.slice(3, 23), form.pubKeyHashVersion) };
  }
  if (length === 23 && first === 0xa9 && script[1] === 20 && script[22] === 0x87) {
    return { type: 'p2sh', address: base58Address(script.slice(2, 22), form.scriptHashVersion) };
  }
  const witness = witnessReading(form, script);
  if (witness !== null) return witness;
  if (first === OP_RETURN) {
    const data = pushedData(script, 1);
    return data === null ? { type: 'nonstandard', address: null } : { type: 'nulldata', address: null, data };
  }
  if (first === length - 2 && script[length - 1] === OP_CHECKSIG && isPublicKey(script.subarray(1, length - 1))) {
    return { type: 'p2pk', address: null, p2pkhForm: base58Address(hash160(script.subarray(1, length - 1)), form.pubKeyHashVersion) };
  }
  const multisig = multisigReading(script);
  if (multisig !== null) return { type: 'multisig', address: null, multisig };
  return { type: 'nonstandard', address: null };
}

function witnessReading(form: AddressForm, script: Uint8Array): ScriptReading | null {
  const opcode = script[0];
  const length = script.length - 2;
  if (opcode === undefined || length < 2 || length > 40 || script[1] !== length) return null;
  if (opcode !== 0 && (opcode < 0x51 || opcode > 0x60)) return null;
  const version = opcode === 0 ? 0 : opcode - 0x50;
  const program = script.slice(2);
  if (version === 0 && length !== 20 && length !== 32) return null;
  if (isMwebProgram(form, version, length)) return { type: version === 8 ? 'mweb_hogaddr' : 'mweb_pegin', address: null };
  const address = witnessAddress(form, version, program);
  if (version === 0) return { type: length === 20 ? 'p2wpkh' : 'p2wsh', address };
  if (version === 1 && length === 32) return { type: 'p2tr', address };
  if (version === 1 && length === 2 && program[0] === 0x4e && program[1] === 0x73) return { type: 'anchor', address };
  return { type: 'witness_unknown', address };
}

/** Length and first byte only, as nodes do; a point off the curve still counts as a key. */
function isPublicKey(key: Uint8Array): boolean {
  const form = key[0];
  if (key.length === 33) return form === 2 || form === 3;
  return key.length === 65 && (form === 4 || form === 6 || form === 7);
}

/** Payloads of all pushes from `at` on, joined; null where anything else than a push follows. */
function pushedData(script: Uint8Array, at: number): Uint8Array | null {
  const data: number[] = [];
  let position = at;
  while (position < script.length) {
    const opcode = script[position++] as number;
    if (opcode > 0x60) return null;
    if (opcode === 0x50) continue; // OP_RESERVED counts as a push in Bitcoin Core's IsPushOnly; it carries nothing
    if (opcode > 0x4e) {
      data.push(opcode === 0x4f ? 0x81 : opcode - 0x50);
      continue;
    }
    let size = opcode;
    if (opcode > 0x4b) {
      const width = opcode === 0x4c ? 1 : opcode === 0x4d ? 2 : 4;
      if (position + width > script.length) return null;
      size = 0;
      for (let i = width - 1; i >= 0; i--) size = size * 256 + (script[position + i] as number);
      position += width;
    }
    if (position + size > script.length) return null;
    for (let i = 0; i < size; i++) data.push(script[position + i] as number);
    position += size;
  }
  return Uint8Array.from(data);
}

function multisigReading(script: Uint8Array): { required: number; publicKeys: readonly string[] } | null {
  if (script.length < 3 || script[script.length - 1] !== OP_CHECKMULTISIG) return null;
  const required = readSmallNumber(script, 0);
  if (required === null) return null;
  const publicKeys: string[] = [];
  let at = required.next;
  for (;;) {
    const size = script[at];
    if (size !== 33 && size !== 65) break;
    const key = script.subarray(at + 1, at + 1 + size);
    if (key.length !== size || !isPublicKey(key)) break;
    publicKeys.push(hex(key));
    at += 1 + size;
  }
  const total = readSmallNumber(script, at);
  if (total === null || total.next !== script.length - 1) return null;
  if (total.value !== publicKeys.length || required.value > total.value) return null;
  return { required: required.value, publicKeys };
}

/** OP_1..OP_16, or a one-byte push of 17..20 (the form a node accepts for more than 16 keys). */
function readSmallNumber(script: Uint8Array, at: number): { value: number; next: number } | null {
  const opcode = script[at];
  if (opcode === undefined) return null;
  if (opcode >= 0x51 && opcode <= 0x60) return { value: opcode - 0x50, next: at + 1 };
  const value = script[at + 1];
  if (opcode === 1 && value !== undefined && value > 16 && value <= MOST_MULTISIG_KEYS) return { value, next: at + 2 };
  return null;
}
