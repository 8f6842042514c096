// For each typology a pattern that it should find, one that falls short by one condition, and an innocent one that looks like it.
import { actPatterns } from './actPatterns.ts';
import { DAY, HOUR, type PatternsOfRule, row, times, UNIT } from './pattern.ts';

export const patterns: Readonly<Record<string, PatternsOfRule>> = {
  peelChain: {
    hit: (n, name, start) => peel(name, start, 5 + n),
    near: (_, name, start) => peel(name, start, 3),
    // One wallet pays its customers again and again, and keeps the rest itself.
    innocent: (n, name, start) => ({
      subject: `${name}.wallet`,
      rows: [
        row(start, `${name}.bank`, `${name}.wallet`, 1000n * UNIT),
        ...times(6 + n, (at) => row(start + (at + 1) * HOUR, `${name}.wallet`, `${name}.customer${at}`, 100n * UNIT)),
      ],
    }),
  },
  fanOut: {
    hit: (n, name, start) => fan(name, start, 10 + n),
    near: (_, name, start) => fan(name, start, 6),
    // The second month of a payroll: everybody was paid before.
    innocent: (n, name, start) => ({
      subject: `${name}.source`,
      rows: times(12 + n, (at) => `${name}.employee${at}`).flatMap((employee, at) => [
        row(start + at, `${name}.earlier${at}`, employee, 50n * UNIT),
        row(start + 5 * DAY + at, `${name}.source`, employee, 2000n * UNIT),
      ]),
    }),
  },
  fanIn: {
    hit: (n, name, start) => collect(name, start, 10 + n, 95n),
    near: (_, name, start) => collect(name, start, 7, 95n),
    innocent: (n, name, start) => collect(name, start, 15 + n, 30n),
  },
  scatterGather: {
    hit: (n, name, start) => layer(name, start, 3 + n, () => `${name}.gather`),
    near: (_, name, start) => layer(name, start, 2, () => `${name}.gather`),
    innocent: (n, name, start) => layer(name, start, 4 + n, (at) => `${name}.shop${at}`),
  },
  roundTrip: {
    hit: (n, name, start) => circle(name, start, 3 + (n % 3), 99n),
    near: (_, name, start) => circle(name, start, 2, 99n),
    innocent: (n, name, start) => ({
      subject: `${name}.p0`,
      rows: [
        row(start, `${name}.p0`, `${name}.p1`, 1000n * UNIT),
        row(start + HOUR, `${name}.p1`, `${name}.p2`, 980n * UNIT),
        row(start + DAY, `${name}.p2`, `${name}.p0`, BigInt(40 + n) * UNIT),
      ],
    }),
  },
  rapidPassThrough: {
    hit: (n, name, start) => pass(name, start, 10 * 60 + n * 60),
    near: (_, name, start) => pass(name, start, 45 * 60),
    innocent: (n, name, start) => ({
      subject: `${name}.transit`,
      rows: [
        ...times(10, (at) => row(start + at * HOUR, `${name}.customer${at}`, `${name}.transit`, BigInt(100 + n) * UNIT)),
        row(start + 20 * HOUR, `${name}.transit`, `${name}.supplier`, 500n * UNIT),
      ],
    }),
  },
  dormantReactivation: {
    hit: (n, name, start) => sleeper(name, start, 400 + n, 800n),
    near: (_, name, start) => sleeper(name, start, 200, 800n),
    innocent: (n, name, start) => sleeper(name, start, 400 + n, 50n),
  },
  thresholdAvoidance: {
    hit: (n, name, start) => below(name, start, 5 + n, 9500n),
    near: (_, name, start) => below(name, start, 3, 9500n),
    innocent: (n, name, start) => below(name, start, 20 + n, 49n),
  },
  highValueDay: {
    hit: (n, name, start) => large(name, start, 3 + n, 40_000n),
    near: (_, name, start) => large(name, start, 2, 60_000n),
    innocent: (_, name, start) => large(name, start, 1, 30_000n),
  },
  manyExchanges: {
    hit: (n, name, start) => spread(name, start, 3 + n, (at) => `operator${at}`),
    near: (_, name, start) => spread(name, start, 2, (at) => `operator${at}`),
    innocent: (n, name, start) => spread(name, start, 4 + n, () => 'one'),
  },
  tradeDisguise: {
    hit: (n, name, start) => trade(name, start, 6 + n, { round: true, sameWeek: true, margin: 0n }),
    near: (_, name, start) => trade(name, start, 6, { round: false, sameWeek: false, margin: 0n }),
    innocent: (n, name, start) => trade(name, start, 8 + n, { round: false, sameWeek: false, margin: 30n }),
  },
  pigButchering: {
    hit: (n, name, start) => invest(name, start, 3 + n, [100n, 300n, 1000n]),
    near: (_, name, start) => invest(name, start, 2, [100n, 300n, 1000n]),
    innocent: (n, name, start) => invest(name, start, 5 + n, [100n, 100n, 100n]),
  },
  muleWallets: {
    hit: (n, name, start) => mules(name, start, 3 + n, false),
    near: (_, name, start) => mules(name, start, 2, false),
    innocent: (n, name, start) => mules(name, start, 5 + n, true),
  },
  runningPoints: {
    hit: (n, name, start) => points(name, start, 5 + n, 3),
    near: (_, name, start) => points(name, start, 5, 1),
    // A dealer with stock: other amounts each time, and not emptied by the day.
    innocent: (n, name, start) => ({
      subject: `${name}.wallet`,
      rows: times(30 + n, (at) => [
        row(start + at * 7 * HOUR, `${name}.payer${at}`, `${name}.wallet`, BigInt(317 + at * 97) * UNIT),
        row(start + at * 7 * HOUR + 2 * HOUR, `${name}.wallet`, `${name}.buyer${at % 9}`, BigInt(100 + at * 31) * UNIT),
      ]).flat(),
    }),
  },
  ...actPatterns,
};

function peel(name: string, start: number, steps: number) {
  let sum = 1000n * UNIT;
  const rows = [row(start, `${name}.origin`, `${name}.p0`, sum)];
  for (let step = 0; step < steps; step++) {
    const small = sum / 10n;
    const at = { transaction: `${name}.t${step}`, inputs: 1 };
    rows.push(row(start + (step + 1) * HOUR, `${name}.p${step}`, `${name}.paid${step}`, small, at));
    rows.push(row(start + (step + 1) * HOUR, `${name}.p${step}`, `${name}.p${step + 1}`, sum - small, at));
    sum -= small;
  }
  return { rows, subject: `${name}.p0` };
}

function fan(name: string, start: number, recipients: number) {
  return {
    subject: `${name}.source`,
    rows: times(recipients, (at) => row(start + at * 60, `${name}.source`, `${name}.to${at}`, 2000n * UNIT + BigInt(at) * UNIT)),
  };
}

function collect(name: string, start: number, payers: number, hundredths: bigint) {
  return {
    subject: `${name}.collector`,
    rows: [
      ...times(payers, (at) => row(start + at * HOUR, `${name}.payer${at}`, `${name}.collector`, 500n * UNIT)),
      row(start + payers * HOUR, `${name}.collector`, `${name}.next`, (BigInt(payers) * 500n * UNIT * hundredths) / 100n),
    ],
  };
}

function layer(name: string, start: number, branches: number, to: (branch: number) => string) {
  return {
    subject: `${name}.source`,
    rows: times(branches, (at) => [
      row(start + at * 60, `${name}.source`, `${name}.branch${at}`, 1000n * UNIT),
      row(start + HOUR + at * 600, `${name}.branch${at}`, to(at), 950n * UNIT),
    ]).flat(),
  };
}

function circle(name: string, start: number, members: number, hundredths: bigint) {
  let sum = 1000n * UNIT;
  return {
    subject: `${name}.p0`,
    rows: times(members, (at) => {
      const made = row(start + at * HOUR, `${name}.p${at}`, `${name}.p${(at + 1) % members}`, sum);
      sum = (sum * hundredths) / 100n;
      return made;
    }),
  };
}

function pass(name: string, start: number, dwell: number) {
  return {
    subject: `${name}.transit`,
    rows: times(2, (at) => [
      row(start + at * 5 * HOUR, `${name}.payer${at}`, `${name}.transit`, 1000n * UNIT),
      row(start + at * 5 * HOUR + dwell, `${name}.transit`, `${name}.next`, 1000n * UNIT),
    ]).flat(),
  };
}

function sleeper(name: string, start: number, days: number, moved: bigint) {
  return {
    subject: `${name}.holder`,
    rows: [
      row(start, `${name}.origin`, `${name}.holder`, 1000n * UNIT),
      row(start + days * DAY, `${name}.holder`, `${name}.next`, moved * UNIT),
    ],
  };
}

function below(name: string, start: number, payments: number, each: bigint) {
  return {
    subject: `${name}.payer`,
    limits: { USDT: 10_000n * UNIT },
    rows: times(payments, (at) => row(start + at * 8 * HOUR, `${name}.payer`, `${name}.to${at % 3}`, (each + BigInt(at % 4)) * UNIT)),
  };
}

function large(name: string, start: number, payments: number, each: bigint) {
  return {
    subject: `${name}.receiver`,
    limits: { USDT: 100_000n * UNIT },
    rows: [
      ...times(payments, (at) => row(start + at * HOUR, `${name}.payer${at}`, `${name}.receiver`, each * UNIT)),
      row(start + 2 * DAY, `${name}.receiver`, `${name}.next`, BigInt(payments) * each * UNIT),
    ],
  };
}

function spread(name: string, start: number, exchanges: number, operator: (at: number) => string) {
  const names = times(exchanges, (at) => `${name}.exchange${at}`);
  return {
    subject: `${name}.payer`,
    kinds: Object.fromEntries(names.map((one) => [one, 'exchange' as const])),
    operators: Object.fromEntries(names.map((one, at) => [one, `${name}.${operator(at)}`])),
    rows: names.map((one, at) => row(start + at * HOUR, `${name}.payer`, one, 900n * UNIT)),
  };
}

function trade(name: string, start: number, days: number, story: { round: boolean; sameWeek: boolean; margin: bigint }) {
  const others = [`${name}.buyer`, `${name}.supplierA`, `${name}.supplierB`];
  const born = story.sameWeek ? [] : others.map((other, at) => row(start - (at + 1) * 90 * DAY, `${name}.before${at}`, other, 77n * UNIT));
  return {
    subject: `${name}.company`,
    rows: [
      ...born,
      ...times(days, (at) => {
        const sum = story.round ? 50_000n * UNIT : 48_317n * UNIT + BigInt(at) * 7919n;
        const out = sum - (sum * story.margin) / 100n;
        return [
          row(start + at * DAY, `${name}.buyer`, `${name}.company`, sum),
          row(start + at * DAY + HOUR, `${name}.company`, others[1 + (at % 2)] as string, out),
        ];
      }).flat(),
    ],
  };
}

function invest(name: string, start: number, victims: number, deposits: readonly bigint[]) {
  const intake = `${name}.intake`;
  const sum = deposits.reduce((total, one) => total + one, 0n) * BigInt(victims);
  return {
    subject: intake,
    kinds: { [`${name}.exchange`]: 'exchange' as const },
    rows: [
      ...times(victims, (victim) => [
        row(start, `${name}.exchange`, `${name}.victim${victim}`, 2000n * UNIT),
        ...deposits.map((one, at) => row(start + DAY + at * 10 * DAY, `${name}.victim${victim}`, intake, one * UNIT)),
        row(start + 2 * DAY, intake, `${name}.victim${victim}`, 5n * UNIT),
      ]).flat(),
      row(start + 40 * DAY, intake, `${name}.next`, (sum * 9n * UNIT) / 10n),
    ],
  };
}

function mules(name: string, start: number, count: number, isExchange: boolean) {
  const wallets = times(count, (at) => `${name}.mule${at}`);
  return {
    subject: `${name}.collector`,
    kinds: isExchange ? { [`${name}.collector`]: 'exchange' as const } : {},
    rows: wallets.flatMap((wallet, at) => [
      row(start + at * 600, `${name}.funder${at}`, wallet, 1000n * UNIT),
      row(start + HOUR + at * 600, wallet, `${name}.collector`, 950n * UNIT),
    ]),
    events: { delegations: wallets.map((to) => ({ by: `${name}.controller`, to, time: start })) },
  };
}

function points(name: string, start: number, days: number, wallets: number) {
  const morning = Math.ceil(start / DAY) * DAY + 2 * HOUR;
  return {
    subject: `${name}.wallet0`,
    rows: times(wallets, (wallet) =>
      times(days, (day) => {
        const own = `${name}.wallet${wallet}`;
        const begin = morning + day * DAY;
        return [
          ...times(5, (at) => row(begin + at * HOUR, `${name}.payer${wallet}.${day}.${at}`, own, 999_900_000n)),
          row(begin + 7 * HOUR, own, `${name}.aggregator`, 5n * 999_900_000n),
        ];
      }).flat(),
    ).flat(),
  };
}
