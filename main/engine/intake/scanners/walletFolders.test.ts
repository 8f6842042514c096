// Folders of wallets by their paths on each system, within archives too; names that only look alike are none.
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { labelPlaces } from '../labelledChains.ts';
import { createScanKernel } from './scanKernel.ts';
import { scanPiece } from './scanPiece.ts';
import { walletFolderOf } from './walletFolders.ts';

describe('folders of wallets', () => {
  it('are known by their paths', () => {
    const cases: readonly (readonly [path: string, value: string, form: string, system: string])[] = [
      ['C/Users/x/AppData/Roaming/Bitcoin/wallets/w/wallet.dat', 'C/Users/x/AppData/Roaming/Bitcoin', 'Bitcoin Core', 'windows'],
      ['disk/home/x/.electrum/wallets/default_wallet', 'disk/home/x/.electrum/wallets', 'Electrum', 'any'],
      [
        'Users/x/Library/Application Support/Exodus/exodus.wallet/seed.seco',
        'Users/x/Library/Application Support/Exodus/exodus.wallet',
        'Exodus',
        'macos',
      ],
      ['a.zip!data/data/io.metamask/files/x', 'a.zip!data/data/io.metamask', 'MetaMask', 'android'],
      ['phone.ab!apps/com.wallet.crypto.trustapp/db/x', 'phone.ab!apps/com.wallet.crypto.trustapp', 'Trust Wallet', 'android'],
      ['data/user/10/im.token.app/files/x', 'data/user/10/im.token.app', 'imToken', 'android'],
      ['b/AppDomain-io.metamask.MetaMask/Documents/x', 'b/AppDomain-io.metamask.MetaMask', 'MetaMask', 'ios'],
      ['b/AppDomain-exodus-movement.exodus/Library/x', 'b/AppDomain-exodus-movement.exodus', 'Exodus', 'ios'],
      [
        'f.zip!private/var/mobile/Containers/Data/Application/0A1B2C3D-0000-4000-8000-00000000000A/Library/Preferences/io.metamask.MetaMask.plist',
        'f.zip!private/var/mobile/Containers/Data/Application/0A1B2C3D-0000-4000-8000-00000000000A/Library/Preferences/io.metamask.MetaMask.plist',
        'MetaMask',
        'ios',
      ],
      ['data/data/exodusmovement.exodus/files/x', 'data/data/exodusmovement.exodus', 'Exodus', 'android'],
      [
        'P/Default/Local Extension Settings/nkbihfbeogaeaoehlefnkodbefgpgknn/000003.log',
        'P/Default/Local Extension Settings/nkbihfbeogaeaoehlefnkodbefgpgknn',
        'MetaMask',
        'any',
      ],
      ['C\\Users\\x\\AppData\\Roaming\\Ledger Live\\app.json', 'C\\Users\\x\\AppData\\Roaming\\Ledger Live', 'Ledger Live', 'windows'],
    ];
    for (const [path, value, form, system] of cases)
      expect(walletFolderOf(path), path).toMatchObject({ kind: 'wallet', value, checks: ['path'], detail: [form, system] });
  });

  it('are not seen where a name only looks alike', () => {
    for (const path of [
      'bitcoin/notes.txt',
      'AppData/Roaming/Bitcoins/x',
      'x.electrum/wallets',
      'data/data/io.metamask2/x',
      'src/exodus.wallet',
      '',
    ])
      expect(walletFolderOf(path), path).toBeNull();
  });
});

describe('a program that iOS names beside its files', () => {
  const kernel = createScanKernel(readFileSync(new URL('../../../../resources/wasm/scan.wasm', import.meta.url)));
  const read = (text: string, encoding: 'utf8' | 'utf16le' = 'utf8') => {
    const bytes = Buffer.from(text, encoding);
    const room = kernel.room(bytes.length);
    room.set(bytes);
    return scanPiece(kernel, labelPlaces(), room, 0, bytes.length);
  };

  it('is told where it is a wallet, as a binary list is shown and as XML', () => {
    for (const before of ['MCMMetadataIdentifier: ', '<key>MCMMetadataIdentifier</key>\n\t<string>']) {
      const text = `list\n${before}io.metamask.MetaMask${before.startsWith('<') ? '</string>' : ''}\n`;
      expect(read(text).hits).toMatchObject([
        {
          kind: 'wallet',
          start: 5 + before.length,
          bytes: 20,
          value: 'io.metamask.MetaMask',
          checks: ['context'],
          detail: ['MetaMask', 'ios'],
        },
      ]);
    }
    expect(read('MCMMetadataIdentifier: exodus-movement.exodus\n', 'utf16le').hits).toMatchObject([
      { start: 46, bytes: 44, encoding: 'utf16' },
    ]);
  });

  it('is nothing where it is another one, and no false find', () => {
    for (const text of [
      'MCMMetadataIdentifier: com.apple.mobilenotes\n',
      'MCMMetadataIdentifier: io.metamask.MetaMask2\n',
      'MCMMetadataIdentifier',
    ])
      expect(read(text)).toEqual({ hits: [], rejected: {} });
  });
});
