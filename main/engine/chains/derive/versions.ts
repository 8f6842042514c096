// The four bytes that extended keys begin with (BIP32, SLIP-132): which networks they are of, which script they ask for, and whether they are
// private. Litecoin's own beside Bitcoin's, because wallets write both.

/** `main` may be of any chain with coins of value: many wallets write Bitcoin's version whatever the coin. */
export type KeyNetwork = 'main' | 'litecoin' | 'test';
/** What SLIP-132 says a key's addresses are; `any` where the version does not tell. */
export type VersionScript = 'any' | 'p2shP2wpkh' | 'p2wpkh' | 'p2shP2wsh' | 'p2wsh';

export interface ExtendedVersion {
  readonly name: string;
  readonly bytes: number;
  readonly isPrivate: boolean;
  readonly network: KeyNetwork;
  readonly script: VersionScript;
}

const PAIRS: readonly (readonly [
  pub: string,
  prv: string,
  pubBytes: number,
  prvBytes: number,
  network: KeyNetwork,
  script: VersionScript,
])[] = [
  ['xpub', 'xprv', 0x0488b21e, 0x0488ade4, 'main', 'any'],
  ['ypub', 'yprv', 0x049d7cb2, 0x049d7878, 'main', 'p2shP2wpkh'],
  ['zpub', 'zprv', 0x04b24746, 0x04b2430c, 'main', 'p2wpkh'],
  ['Ypub', 'Yprv', 0x0295b43f, 0x0295b005, 'main', 'p2shP2wsh'],
  ['Zpub', 'Zprv', 0x02aa7ed3, 0x02aa7a99, 'main', 'p2wsh'],
  ['tpub', 'tprv', 0x043587cf, 0x04358394, 'test', 'any'],
  ['upub', 'uprv', 0x044a5262, 0x044a4e28, 'test', 'p2shP2wpkh'],
  ['vpub', 'vprv', 0x045f1cf6, 0x045f18bc, 'test', 'p2wpkh'],
  ['Upub', 'Uprv', 0x024289ef, 0x024285b5, 'test', 'p2shP2wsh'],
  ['Vpub', 'Vprv', 0x02575483, 0x02575048, 'test', 'p2wsh'],
  ['Ltub', 'Ltpv', 0x019da462, 0x019d9cfe, 'litecoin', 'any'],
  ['Mtub', 'Mtpv', 0x01b26ef6, 0x01b26792, 'litecoin', 'p2shP2wpkh'],
];

export const EXTENDED_VERSIONS: readonly ExtendedVersion[] = PAIRS.flatMap(([pub, prv, pubBytes, prvBytes, network, script]) => [
  { name: pub, bytes: pubBytes, isPrivate: false, network, script },
  { name: prv, bytes: prvBytes, isPrivate: true, network, script },
]);
