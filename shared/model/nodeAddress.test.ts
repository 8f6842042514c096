// Which texts are an address that a case may allow: one spelling each, and nothing that needs a resolver. Held against the
// URL parser of the platform.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readNodeAddress } from './nodeAddress.ts';

it.each([
  ['http://127.0.0.1:8332', 'http://127.0.0.1:8332', true],
  ['http://127.0.0.1:8332/', 'http://127.0.0.1:8332', true],
  ['http://[::1]:8332', 'http://[0:0:0:0:0:0:0:1]:8332', true],
  ['http://192.168.1.20:18443', 'http://192.168.1.20:18443', false],
  ['http://[fd00::A:1]:80', 'http://[fd00:0:0:0:0:0:a:1]:80', false],
])('%s', (text, address, loopback) => expect(readNodeAddress(text)).toMatchObject({ address, loopback }));

it.each([
  'https://127.0.0.1:8332',
  'http://localhost:8332',
  'http://127.0.0.1',
  'http://127.0.0.1:0',
  'http://127.0.0.1:65536',
  'http://127.0.0.1:08332',
  'http://127.1:8332',
  'http://0x7f.0.0.1:8332',
  'http://2130706433:8332',
  'http://127.0.0.01:8332',
  'http://256.0.0.1:8332',
  'http://0.0.0.0:8332',
  'http://255.255.255.255:8332',
  'http://224.0.0.1:8332',
  'http://[::]:8332',
  'http://[ff02::1]:8332',
  'http://[::1%lo]:8332',
  'http://[::ffff:127.0.0.1]:8332',
  'http://[1::2::3]:8332',
  'http://[1:2:3:4:5:6:7:8:9]:8332',
  'http://user:password@127.0.0.1:8332',
  'http://127.0.0.1:8332/wallet/main',
  'http://127.0.0.1:8332?x',
  'http://127.0.0.1:8332#x',
  'http://127.0.0.1:8332\n',
  ' http://127.0.0.1:8332',
  'HTTP://127.0.0.1:8332',
  'http://127.0.0.1\\@evil:8332',
  'unix:/tmp/socket',
  '',
])('refuses "%s"', (text) => expect(readNodeAddress(text)).toBeNull());

it('reads IPv6 as the platform does, and writes each address in one way', () => {
  fc.assert(
    fc.property(fc.ipV6(), (literal) => {
      const read = readNodeAddress(`http://[${literal}]:1`);
      if (literal.includes('.') || /^ff[0-9a-f]{2}:/i.test(literal) || !/[1-9a-f]/i.test(literal)) {
        expect(read).toBeNull();
        return;
      }
      expect(new URL(read?.address ?? '').host).toBe(new URL(`http://[${literal}]:1`).host);
      expect(readNodeAddress(read?.address ?? '')).toEqual(read);
    }),
  );
});
