// Ids of the public taxonomies that labels use, with the scheme and version each is of. A label keeps the id as it was written; what is
// not listed here is shown as it stands.
const INTERPOL = 'https://interpol-innovation-centre.github.io/DW-VA-Taxonomy/taxonomies';
const GRAPHSENSE = 'https://github.com/graphsense/graphsense-tagpack-tool/blob/master/src/tagpack/db/concepts.yaml';

interface Scheme {
  readonly name: string;
  readonly version: string;
  readonly uri: (id: string) => string;
  readonly ids: readonly string[];
}

/** In this order: an id of both is named by the first. */
const SCHEMES: readonly Scheme[] = [
  {
    name: 'INTERPOL DW-VA abuses',
    version: '0.1 (2020-03-31)',
    uri: (id) => `${INTERPOL}/abuses#${id}`,
    ids: ['scam sextortion phishing service_hack ransomware ponzi_scheme'],
  },
  {
    name: 'INTERPOL DW-VA entities',
    version: '0.3 (2022-01-21)',
    uri: (id) => `${INTERPOL}/entities#${id}`,
    ids: [
      'actor administrator authorities bank bank_credentials bulletproof_hosting coin_swapping coinjoin counterfeit_product credentials crypto_atm customer cyberterrorist dark_market dark_web',
      'darknet_email_service darknet_forum defi dex escrow exchange exit-scam flash-loan-attack hardware_wallet hosted-wallet ico moderator money_mule multisig peer_to_peer_exchange regulator rug-pull',
      'service shop shop_owner smart_contract software_wallet tumbler unhosted-wallet vendor virtual_asset_service_provider wallet',
    ],
  },
  {
    name: 'GraphSense concepts',
    version: '0.1.0 (2023-01-27)',
    uri: (id) => `${GRAPHSENSE}#${id}`,
    ids: [
      'abuse account_hack atm behaviour child_sexual_abuse cold_wallet collectible counterfeit data_breach defi_bridge defi_derivative defi_dex defi_lending donation drugs entity escrow_wallet exploit',
      'extortion extremism faucet filesharing financial_crime forum_mention gambling gray_usage hacking hosting hot_wallet human_trafficking ico_wallet index investment_fraud item malware market mention',
      'messaging_service miner mining_service mixing mixing_service money_laundering murder nameservice organization payment_card_fraud payment_processor perpetrator pyramid_scheme sanction search_engine',
      'sexual_abuse social_engineering source terrorism terrorism_financing torture user victim violence vpn wallet_service warm_wallet weapons website_mention white_usage',
    ],
  },
];

interface Concept {
  readonly id: string;
  readonly scheme: string;
  readonly version: string;
  readonly uri: string;
}

const KNOWN: ReadonlyMap<string, Concept> = new Map(
  [...SCHEMES]
    .reverse()
    .flatMap(({ name, version, uri, ids }) =>
      ids.flatMap((line) => line.split(' ')).map((id) => [id, { id, scheme: name, version, uri: uri(id) }]),
    ),
);

/** Null for an id of no scheme that is listed. */
export function conceptOf(id: string): Concept | null {
  return KNOWN.get(id) ?? null;
}

export const CONCEPT_IDS: readonly string[] = [...KNOWN.keys()];
