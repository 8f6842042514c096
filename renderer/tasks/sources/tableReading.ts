// What a person says of a table of payments that its rows do not say: chain or ledger, account, time zone, day order, decimals. Pure: it reads
// what was typed and what the engine answered, and decides nothing about the table.
import { isLedger, LEDGER_PREFIX } from '../../../shared/model/ledger.ts';

/** `+09:00`, `-3:30`, `UTC` in minutes east of UTC; undefined where empty, null where it is none. */
export function zoneMinutesOf(text: string): number | null | undefined {
  const clean = text.trim().replace('\u2212', '-');
  if (clean === '') return undefined;
  if (/^(Z|UTC|GMT)$/i.test(clean)) return 0;
  const match = /^(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(clean);
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0');
  return minutes > 840 ? null : match[1] === '-' ? 0 - minutes : minutes;
}

/** `CONTRACT=N`, several parted by commas or spaces, each contract once; undefined where empty, null where it cannot stand. */
export function decimalsOf(text: string): Readonly<Record<string, number>> | null | undefined {
  const stated = text.split(/[\s,;]+/).filter((one) => one !== '');
  if (stated.length === 0) return undefined;
  const decimals = new Map<string, number>();
  for (const one of stated) {
    const [, contract, number] = /^([^=]{1,120})=(\d{1,2})$/.exec(one) ?? [];
    if (contract === undefined || Number(number) > 77 || decimals.has(contract)) return null;
    decimals.set(contract, Number(number));
  }
  return Object.fromEntries(decimals);
}

/** Chain of a form: chosen from the list, named, or a ledger's own name. Undefined: by content; null: still to be named. */
export function chainOf(choice: string, name: string): string | null | undefined {
  if (choice === '') return undefined;
  const clean = name.trim();
  if (choice === 'named') return clean === '' ? null : clean;
  if (choice === 'ledger') return clean === '' ? null : `${LEDGER_PREFIX}${clean}`;
  return choice;
}

/** Beginnings of what has to be stated: `CONTRACT=`, to which the number is added. */
export function decimalsToState(contracts: string): string {
  return contracts
    .split(', ')
    .filter((contract) => contract !== '')
    .map((contract) => `${contract}=`)
    .join(' ');
}

export interface Asked {
  /** Which field the engine cannot do without. */
  readonly field: 'chain' | 'account' | 'zone' | 'dayOrder' | 'decimals';
  /** Chains that the content allows, by their short names. */
  readonly chains: readonly string[];
  readonly ledger: boolean;
  /** Of `decimals`: contracts of the tokens, parted by commas. */
  readonly contracts?: string;
}

const FIELD_OF_REASON: Readonly<Record<string, Asked['field']>> = {
  ...{ noZone: 'zone', ambiguous: 'dayOrder', accountUnknown: 'account', decimalsUnknown: 'decimals' },
};

/** Whether a fault of an intake asks for something that the person can say; null where it does not. */
export function askedBy(fault: unknown): Asked | null {
  const { code, parameters = {} } = (fault ?? {}) as { code?: unknown; parameters?: Readonly<Record<string, unknown>> };
  if (code === 'usage.chainRequired') {
    const names = String(parameters['known'] ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    return { field: 'chain', chains: names.filter((name) => !isLedger(name)), ledger: names.includes(`${LEDGER_PREFIX}NAME`) };
  }
  if (code === 'intake.reportZone') return { field: 'zone', chains: [], ledger: false };
  if (code !== 'intake.malformed' && code !== 'intake.noRowTaken') return null;
  const field = FIELD_OF_REASON[String(parameters['reason'] ?? '')];
  const { contracts } = parameters;
  return field === undefined ? null : { field, chains: [], ledger: false, ...(typeof contracts === 'string' ? { contracts } : {}) };
}
