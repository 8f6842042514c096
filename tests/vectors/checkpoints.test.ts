// The engine's built-in checkpoints against the verifier's own table: written apart, they must not disagree, and a bag that the
// engine anchors must be anchored for the verifier too (evidence/SPEC.md [V1]).
import { describe, expect, it } from 'vitest';
import { BITCOIN, BITCOIN_NETWORKS, CHEAP_WORK, LITECOIN } from '../../main/engine/chains/index.ts';
import { CHEAP_WORK as VERIFIER_CHEAP_WORK, KNOWN_CHAINS, MAINNET_CHECKPOINTS } from '../../main/verifier/core/constants.ts';
import { displayHash } from '../../shared/model/bytes.ts';

describe('checkpoints of two implementations', () => {
  it('[V1] every checkpoint of the engine is known to the verifier', () => {
    expect(BITCOIN.checkpoints.length).toBeGreaterThan(40);
    for (const { height, hash } of BITCOIN.checkpoints) expect(MAINNET_CHECKPOINTS.get(height)?.hash).toBe(displayHash(hash));
  });

  it('knows the same first block of every network', () => {
    for (const network of BITCOIN_NETWORKS) expect(KNOWN_CHAINS.get(network.id)?.genesis).toBe(displayHash(network.genesisHash));
  });

  it('[V1] every network has the same checkpoints, limits and hash of work in both', () => {
    for (const network of BITCOIN_NETWORKS) {
      const known = KNOWN_CHAINS.get(network.id);
      // Bitcoin's testnet3 has one in the engine alone: a practice network's anchor proves nothing either way.
      if (network.name !== 'testnet3')
        for (const { height, hash } of network.checkpoints)
          expect(known?.checkpoints.get(height)?.hash, `${network.name} ${height}`).toBe(displayHash(hash));
      expect(known).toMatchObject({
        ...{ training: network.training, bech32: network.addressForm.bech32Prefix, cheapWork: network.cheapWork },
        ...{ workHash: network.workHash === 'scrypt' ? 'scrypt' : 'sha256', mweb: network.transactionForm.mweb },
        ...{ mostSatoshi: network.transactionForm.mostMoneySat },
        base58: { pubkeyHash: network.addressForm.pubKeyHashVersion, scriptHash: network.addressForm.scriptHashVersion },
      });
      if (known?.retarget != null)
        expect(known.retarget).toEqual({ seconds: network.retarget.timespan, fromBlockBefore: network.retarget.fromBlockBefore });
    }
    expect(KNOWN_CHAINS.get(LITECOIN.id)?.minimumWork).toBe(LITECOIN.minimumChainWork);
    expect(LITECOIN.checkpoints.length).toBe(KNOWN_CHAINS.get(LITECOIN.id)?.checkpoints.size);
  });

  it('[H3] calls the same work cheap', () => {
    expect(CHEAP_WORK).toBe(VERIFIER_CHEAP_WORK);
  });
});
