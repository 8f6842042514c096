// Chains of evidence: what each step rests on, the weakest named, others at the same address told.
import { expect, it } from 'vitest';
import { type AddressLink, chainsTo, type RunEnd } from './chains.ts';

const end = (more: Partial<RunEnd> = {}): RunEnd => ({
  ...{
    run: 1,
    of: 'coins',
    direction: 'forward',
    chain: 'c',
    address: 'A',
    policies: ['fifo', 'lifo'],
    asked: ['fifo', 'lifo'],
    rests: 'derivation',
    amounts: [],
    brought: [],
    ...more,
  },
});
const link = (more: Partial<AddressLink> = {}): AddressLink => ({
  ...{ link: 7, entity: 1, title: 'One', basis: 'attribution', grade: 'S', ...more },
});
const on = (links: readonly AddressLink[]) => (_chain: string, address: string) => (address === 'A' ? links : []);

it('under every policy of a run the link is the weakest step, under one of several the policy is', () => {
  const [all] = chainsTo([end()], on([link()]), [1]);
  expect(all?.steps.map(({ step, basis }) => [step, basis])).toEqual([
    ['run', 'derivation'],
    ['address', 'derivation'],
    ['link', 'attribution'],
  ]);
  expect(all?.weakest).toEqual(['link']);
  expect(chainsTo([end({ policies: ['lifo'] })], on([link()]), [1])[0]?.weakest).toEqual(['run']);
  // What a run goes over weakens its step, whatever the policies say.
  expect(chainsTo([end({ rests: 'inference' })], on([link()]), [1])[0]?.weakest).toEqual(['run']);
  // A run that asked one policy has nothing to compare it with.
  expect(chainsTo([end({ policies: ['fifo'], asked: ['fifo'] })], on([link()]), [1])[0]?.weakest).toEqual(['run']);
});

it('a join is a step of its own; equally weak steps are all named', () => {
  const [chain] = chainsTo([end({ policies: ['fifo'] })], on([link({ entity: 2 })]), [1, 2]);
  expect(chain?.steps.at(-1)).toEqual({ step: 'join', basis: 'assumption', grade: null });
  expect(chain?.weakest).toEqual(['run', 'join']);
});

it('others at the same address are alternatives, those taken for one are not', () => {
  const links = [link(), link({ link: 8, entity: 2, title: 'Joined' }), link({ link: 9, entity: 3, title: 'Other' })];
  const chains = chainsTo([end(), end({ address: 'B' })], on(links), [1, 2]);
  expect(chains.map(({ link: id }) => id)).toEqual([7, 8]);
  expect(chains[0]?.alternatives).toEqual([{ entity: 3, title: 'Other', link: 9 }]);
});
