// What readers of seized files give: a wallet's public parts, and messages as records. Secrets are in none of them: they go sealed, by themselves.
import { z } from 'zod';

const Count = z.number().int().nonnegative();

/** What a wallet's file says of one of its addresses. Derived ahead of use, an address is no sign that anything came there. */
const WalletAddress = z.strictObject({
  address: z.string(),
  /** Chain ids that its form fits; empty where it fits none that the program knows. */
  chains: z.array(z.string()),
  label: z.string(),
  /** `contact`: of the address book, another's; `watched`: without a key in this wallet; `own`: of an unknown branch. */
  role: z.enum(['receive', 'change', 'own', 'contact', 'watched']),
  /** Derivation path as the file states it, or empty. */
  path: z.string(),
  /** Whether the file itself records a use; null where it says neither. */
  used: z.boolean().nullable(),
});

export const WalletReading = z.strictObject({
  /** Code of the form: `bitcoinCoreBdb`, `electrum`, `metamaskVault` … */
  form: z.string(),
  /** As the file states it, or empty. */
  version: z.string(),
  /** Null where nothing in it is encrypted. Parameters as the file states them. */
  protection: z.strictObject({ cipher: z.string(), kdf: z.string(), parameters: z.record(z.string(), z.string()) }).nullable(),
  /** Whether an encrypted part was read too, with a password. */
  isOpened: z.boolean(),
  addresses: z.array(WalletAddress),
  /** Extended public keys and descriptors without secrets, with the path of the account as the file states it. */
  keys: z.array(z.strictObject({ kind: z.enum(['extendedPublicKey', 'descriptor', 'publicKey']), value: z.string(), path: z.string() })),
  /** `height`: of the block, where the file states one. */
  transactions: z.array(z.strictObject({ id: z.string(), time: z.string(), label: z.string(), height: Count.optional() })),
  /** Other statements of the file by code: name of the wallet, device, birthday, gap limit. */
  facts: z.array(z.strictObject({ code: z.string(), value: z.string() })),
  /** Codes of what is there and was not read. */
  notRead: z.array(z.string()),
});
export type WalletReading = z.output<typeof WalletReading>;

export const SeizedMessage = z.strictObject({
  /** As the export names it: LINE, WeChat, Telegram, SMS … */
  app: z.string(),
  chat: z.string(),
  participants: z.array(z.string()),
  sender: z.string(),
  direction: z.enum(['in', 'out', 'unknown']),
  /** As written. */
  time: z.string(),
  /** RFC 3339 with the offset that the file states, or null where it states none: no zone is guessed. */
  instant: z.string().nullable(),
  text: z.string(),
  /** What else the export says of it, by code: `deleted`, `forwardedFrom`, `attachment`, `service`, `quoted`, `subject`. */
  about: z.array(z.strictObject({ code: z.string(), value: z.string() })).optional(),
  /** Present where it is no message but a page of a browser's history: `time` is its last visit, `text` its address and below it its title. */
  visit: z
    .strictObject({
      /** As the browser counted them. */
      count: Count.nullable(),
      /** Of the visits that the file still lists the earliest. */
      first: z.string().nullable(),
    })
    .optional(),
  /** Where it stands: bytes of the file as they lie there (escapes and all), else a sheet and row. */
  place: z.strictObject({ offset: Count.nullable(), bytes: Count.nullable(), row: z.string() }),
});
export type SeizedMessage = z.output<typeof SeizedMessage>;
