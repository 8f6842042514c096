// What readers of wallets throw. No message holds content of the file: it may be a secret.
import { Fault } from '../../../../shared/model/fault.ts';

/** The file is of the form, and not as the form has it. */
export class Damage extends Error {
  override readonly name = 'Damage';
}

export function damaged(what: string): never {
  throw new Damage(`wallet: ${what}`);
}

export function wrongPassword(): never {
  throw new Fault('device.wrongPassword');
}
