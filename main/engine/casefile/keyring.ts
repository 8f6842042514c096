// The key slots of an open case: adding, removing, and moving the whole database to a new key. Every step leaves files
// with which the case opens, whenever the process is killed.
import { Fault } from '../../../shared/model/fault.ts';
import type { Host } from '../kernel/index.ts';
import { type Connection, damage, startWriting, stopWriting } from './connection.ts';
import {
  DATABASE_KEY_BYTES,
  type KeyFile,
  type KeySlot,
  makeSlot,
  MOST_SLOTS,
  type OpenedSlot,
  type PersonsKind,
  openSecretsSlot,
  openSlot,
  rewrapSlot,
  withoutNext,
  writeKeyFile,
} from './keySlots.ts';
import type { Meta } from './meta.ts';
import { SEALING_KEY_BYTES, sealingPublicKey } from './sealing.ts';

export type SlotDescription = Pick<KeySlot, 'id' | 'kind' | 'name' | 'created'>;

export interface Keyring {
  slots(): readonly SlotDescription[];
  add(kind: PersonsKind, name: string, passphrase: string): Promise<void>;
  remove(id: string): void;
  rekey(passphrase: string): Promise<void>;
  /** Ends a rekey that a kill interrupted, on the key under which the database was found. */
  settle(): void;
  /** Key under which secrets are sealed, or null where none was made. */
  secretsPublicKey(): Uint8Array | null;
  /** Makes the key, once: what was sealed under it needs it for ever. Faults: case.secretsKeyThere, case.slotsFull. */
  makeSecretsKey(passphrase: string): Promise<void>;
  /** The private key, for one reveal. Faults: case.secretsPassphrase, case.secretsKeyMissing. */
  openSecretsKey(passphrase: string): Promise<Uint8Array>;
}

export interface KeyringParts {
  readonly host: Host;
  readonly folder: string;
  readonly connection: Connection;
  readonly keys: KeyFile;
  readonly opened: OpenedSlot;
  /** The key under which the database stands: the slot's, or the next one after an interrupted rekey. */
  readonly databaseKey: Uint8Array;
  readonly meta: Meta;
  /** Records one act in the journal, in a transaction with `body`; refuses on read-only media. */
  act(name: string, payload: unknown, body?: () => void): void;
}

const isPersons = (slot: KeySlot) => slot.kind !== 'secrets';
/** Name in the case's texts: the public key lies with what is sealed under it. */
const SECRETS_KEY = 'secretsPublicKey';

export function openKeyring(parts: KeyringParts): Keyring {
  const { host, folder, connection, keys: atOpening, opened, databaseKey: keyAtOpening, meta, act } = parts;
  let keys = atOpening;
  let databaseKey = keyAtOpening;

  function keep(slots: readonly KeySlot[]): void {
    const next: KeyFile = { ...keys, slots: [...slots] };
    writeKeyFile(folder, next);
    keys = next;
  }
  /** What is left of the slots once the database stands under a new key; secrets are wrapped by a key of their own. */
  function keepOnly(holder: KeySlot): void {
    keep([holder, ...keys.slots.filter((slot) => !isPersons(slot))]);
  }
  // The pages stand under the next key and the slots do not say so yet: only an opening ends that (settle).
  let unfinished = false;
  const refuseUnfinished = (): void => {
    if (unfinished) throw new Fault('case.rekeyIncomplete');
  };
  /** A file with more of them would not be read again. */
  const refuseFull = (slots: readonly KeySlot[]): void => {
    if (slots.length >= MOST_SLOTS) throw new Fault('case.slotsFull', { most: MOST_SLOTS });
  };
  const dropped = (kept: string) => keys.slots.filter((slot) => isPersons(slot) && slot.id !== kept).map(({ id }) => id);

  return {
    slots: () => keys.slots.map(({ id, kind, name, created }) => ({ id, kind, name, created })),
    async add(kind, name, passphrase) {
      refuseUnfinished();
      refuseFull(keys.slots);
      const { slot } = await makeSlot(
        host,
        keys.caseId,
        { kind, name, created: new Date(host.now()).toISOString() },
        passphrase,
        databaseKey,
      );
      // The event first: a kill may leave an event without its slot, never a way in without its event.
      act('key.slotAdded', { id: slot.id, kind, name });
      try {
        keep([...keys.slots, slot]);
      } catch (error) {
        act('key.slotRemoved', { id: slot.id, kind, name, reason: 'keys.json could not be written' });
        throw damage(error);
      }
    },
    remove(id) {
      refuseUnfinished();
      // The slot of the secrets key stays: without it nothing that was sealed opens again.
      const slot = keys.slots.find((candidate) => isPersons(candidate) && candidate.id === id);
      if (slot === undefined) throw new Fault('case.slotUnknown', { id });
      if (keys.slots.filter(isPersons).length === 1) throw new Fault('case.slotLast', { id });
      // The file within the event's transaction: a kill may leave a removal unsaid, never one said and not done.
      act('key.slotRemoved', { id, kind: slot.kind, name: slot.name }, () => keep(keys.slots.filter((candidate) => candidate.id !== id)));
    },
    async rekey(passphrase) {
      refuseUnfinished();
      const holder = await openSlot(keys, passphrase);
      const nextKey = host.randomBytes(DATABASE_KEY_BYTES);
      act('key.rekeyStarted', { keptSlot: holder.slot.id });
      try {
        // Both keys stand in the slot until the database is through: a kill leaves a case that opens with one of them.
        const moving = rewrapSlot(host, keys.caseId, holder.slot, holder.wrappingKey, nextKey, 'next');
        keep(keys.slots.map((slot) => (slot.id === moving.id ? moving : slot)));
        stopWriting(connection);
        // One transaction over all pages, with a rollback journal under the old key.
        connection.pragma(`rekey="x'${Buffer.from(nextKey).toString('hex')}'"`);
      } catch (error) {
        startWriting(connection);
        keep(keys.slots.map(withoutNext));
        act('key.rekeyAbandoned', { keptSlot: holder.slot.id });
        throw damage(error);
      }
      unfinished = true;
      startWriting(connection);
      databaseKey = nextKey;
      act('key.rekeyed', { keptSlot: holder.slot.id, droppedSlots: dropped(holder.slot.id) });
      keepOnly(rewrapSlot(host, keys.caseId, holder.slot, holder.wrappingKey, nextKey, 'wrapped'));
      unfinished = false;
    },
    settle() {
      if (keys.slots.every((slot) => slot.next === undefined)) return;
      if (databaseKey === opened.nextKey) {
        act('key.rekeyed', { keptSlot: opened.slot.id, droppedSlots: dropped(opened.slot.id), afterInterruption: true });
        keepOnly(rewrapSlot(host, keys.caseId, opened.slot, opened.wrappingKey, databaseKey, 'wrapped'));
      } else {
        const moving = keys.slots.find((slot) => slot.next !== undefined);
        act('key.rekeyAbandoned', { keptSlot: moving?.id ?? '' });
        keep(keys.slots.map(withoutNext));
      }
    },
    secretsPublicKey() {
      const kept = meta.get(SECRETS_KEY);
      return kept === undefined ? null : Buffer.from(kept, 'hex');
    },
    async makeSecretsKey(passphrase) {
      refuseUnfinished();
      if (meta.get(SECRETS_KEY) !== undefined) throw new Fault('case.secretsKeyThere');
      refuseFull(keys.slots.filter(isPersons));
      const privateKey = host.randomBytes(SEALING_KEY_BYTES);
      const publicKey = Buffer.from(sealingPublicKey(privateKey)).toString('hex');
      const person = { kind: 'secrets', name: publicKey, created: new Date(host.now()).toISOString() } as const;
      const { slot } = await makeSlot(host, keys.caseId, person, passphrase, privateKey);
      // The file within the transaction: a kill may leave a slot that nothing is sealed under, never a public key without its slot.
      act('key.secretsMade', { id: slot.id, publicKey }, () => {
        // Another may have made it while this passphrase was stretched: what is sealed under that one must open for ever.
        if (meta.get(SECRETS_KEY) !== undefined) throw new Fault('case.secretsKeyThere');
        refuseFull(keys.slots.filter(isPersons));
        meta.set(SECRETS_KEY, publicKey);
        keep([...keys.slots.filter(isPersons), slot]);
      });
    },
    async openSecretsKey(passphrase) {
      const publicKey = meta.get(SECRETS_KEY);
      const slot = keys.slots.find((one) => one.kind === 'secrets' && one.name === publicKey);
      if (slot === undefined) throw new Fault('case.secretsKeyMissing');
      const privateKey = await openSecretsSlot(keys.caseId, slot, passphrase);
      if (privateKey === null) throw new Fault('case.secretsPassphrase');
      return privateKey;
    },
  };
}
