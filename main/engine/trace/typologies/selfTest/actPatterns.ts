// The same for typologies that read acts beside payments: labels, approvals, permissions, conversions, lists.
import { DAY, HOUR, type PatternsOfRule, row, times, UNIT } from './pattern.ts';

export const actPatterns: Readonly<Record<string, PatternsOfRule>> = {
  mixerUse: {
    hit: (n, name, start) => ({
      subject: `${name}.user`,
      kinds: { [`${name}.mixer`]: 'mixer' },
      rows: times(1 + n, (at) => row(start + at * HOUR, `${name}.user`, `${name}.mixer`, 100n * UNIT)),
    }),
    // Paid by somebody who had just got it from a mixer.
    near: (_, name, start) => ({
      subject: `${name}.next`,
      kinds: { [`${name}.mixer`]: 'mixer' },
      rows: [row(start, `${name}.mixer`, `${name}.user`, 100n * UNIT), row(start + HOUR, `${name}.user`, `${name}.next`, 90n * UNIT)],
    }),
    innocent: (n, name, start) => ({
      subject: `${name}.user`,
      kinds: { [`${name}.exchange`]: 'exchange' },
      rows: times(5 + n, (at) => row(start + at * HOUR, `${name}.user`, `${name}.exchange`, 100n * UNIT)),
    }),
  },
  chainHopping: {
    hit: (n, name, start) => hop(name, start, [1, 2], 1 + n, HOUR),
    near: (_, name, start) => hop(name, start, [1, 1], 2, HOUR),
    // One exchange of an asset, days after it was received.
    innocent: (_, name, start) => hop(name, start, [1, 1], 1, 5 * DAY),
  },
  approvalPhishing: {
    hit: (n, name, start) => approve(name, start, 3 + n, false),
    near: (_, name, start) => approve(name, start, 2, false),
    innocent: (n, name, start) => approve(name, start, 6 + n, true),
  },
  permissionHijack: {
    hit: (n, name, start) => hijack(name, start, 950n - BigInt(n), false),
    near: (_, name, start) => hijack(name, start, 500n, false),
    innocent: (_, name, start) => hijack(name, start, 950n, true),
  },
  addressPoisoning: {
    hit: (n, name, start) => poison(name, start, 1 + n, 1),
    near: (_, name, start) => poison(name, start, 1, 2),
    innocent: (_, name, start) => poison(name, start, 0, 1),
  },
  sanctionsExposure: {
    hit: (n, name, start) => listed(name, start, start - (n + 1) * DAY, true),
    near: (_, name, start) => listed(name, start, start + 10 * DAY, true),
    innocent: (_, name, start) => listed(name, start, start - DAY, false),
  },
};

function hop(name: string, start: number, chains: readonly [number, number], count: number, after: number) {
  const party = `${name}.party`;
  return {
    subject: party,
    rows: [row(start, `${name}.origin`, party, 1000n * UNIT, { asset: 'USDC' })],
    events: {
      conversions: times(count, (at) => ({
        kind: chains[0] === chains[1] ? ('swap' as const) : ('bridge' as const),
        ...{ party, chains, time: start + after + at * 600, assets: ['USDC', 'USDT'] as const },
      })),
    },
  };
}

function approve(name: string, start: number, victims: number, isRouter: boolean) {
  const spender = `${name}.spender`;
  const names = times(victims, (at) => `${name}.victim${at}`);
  return {
    subject: spender,
    kinds: isRouter ? { [spender]: 'service' as const } : {},
    rows: names.flatMap((victim, at) => [
      row(start + at, `${name}.origin${at}`, victim, 500n * UNIT),
      row(start + DAY + at * HOUR, victim, `${name}.drain`, 500n * UNIT, { signer: spender }),
    ]),
    events: { approvals: names.map((owner, at) => ({ owner, spender, time: start + 10 * HOUR + at })) },
  };
}

function hijack(name: string, start: number, paid: bigint, isKnown: boolean) {
  const account = `${name}.account`;
  const key = `${name}.key`;
  return {
    subject: account,
    rows: [
      row(start, `${name}.origin`, account, 1000n * UNIT),
      ...(isKnown ? [row(start + HOUR, key, account, 5n * UNIT)] : []),
      row(start + 2 * DAY, account, `${name}.next`, paid * UNIT),
    ],
    events: { permissions: [{ account, keys: [account, key], ownKeyLost: false, time: start + DAY }] },
  };
}

function poison(name: string, start: number, attempts: number, needed: number) {
  const victim = `${name}.victim`;
  return {
    subject: victim,
    parameters: { attempts: needed },
    rows: [
      row(start - DAY, `${name}.origin`, victim, 1000n * UNIT),
      row(start, victim, `${name}.genuine`, 10n * UNIT),
      row(start + DAY, victim, attempts === 0 ? `${name}.genuine` : `${name}.like`, 300n * UNIT),
    ],
    events: {
      poisonings: times(attempts, (at) => ({
        ...{ victim, lookAlike: `${name}.like`, imitated: `${name}.genuine`, time: start + HOUR + at * 60 },
      })),
    },
  };
}

function listed(name: string, start: number, from: number, isListed: boolean) {
  return {
    subject: `${name}.payer`,
    rows: [row(start, `${name}.payer`, `${name}.other`, 250n * UNIT)],
    events: { listings: isListed ? [{ party: `${name}.other`, from, until: null }] : [] },
  };
}
