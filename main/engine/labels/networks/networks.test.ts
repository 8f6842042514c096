// Addresses, ranges and lines of tables as their publishers write them.
import { describe, expect, it } from 'vitest';
import {
  addressRange,
  internetAddressText,
  networkForm,
  readInternetAddress,
  readInternetRange,
  readNetworkLine,
  statedDay,
} from './index.ts';

const ends = (text: string): readonly string[] | null => {
  const range = readInternetRange(text);
  return range === null ? null : [internetAddressText(range.low), internetAddressText(range.high)];
};

describe('addresses', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::', '::'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['[2001:db8::5]', '2001:db8::5'],
    ['fe80::1%eth0', 'fe80::1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ])('%s', (text, written) => {
    const bytes = readInternetAddress(text);
    expect(bytes === null ? null : internetAddressText(bytes)).toBe(written);
  });

  it.each(['256.1.1.1', '1.2.3', '1::2::3', '12345::', '1:2:3:4:5:6:7:8:9', 'example.org', ''])('%s is none', (text) => {
    expect(readInternetAddress(text)).toBeNull();
  });

  it.each([
    ['100.64.0.0', 'shared'],
    ['100.127.255.255', 'shared'],
    ['100.128.0.0', 'public'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['fd00::1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['8.8.8.8', 'public'],
  ])('%s is %s', (text, range) => {
    expect(addressRange(readInternetAddress(text) as Uint8Array)).toBe(range);
  });

  it('ranges by block, by ends and alone', () => {
    expect(ends('10.1.2.3/22')).toEqual(['10.1.0.0', '10.1.3.255']);
    expect(ends('2001:db8::/33')).toEqual(['2001:db8::', '2001:db8:7fff:ffff:ffff:ffff:ffff:ffff']);
    expect(ends('192.0.2.1 - 192.0.2.9')).toEqual(['192.0.2.1', '192.0.2.9']);
    expect(ends('192.0.2.9 - 192.0.2.1')).toBeNull();
    expect(ends('192.0.2.1/33')).toBeNull();
  });
});

describe('tables', () => {
  const read = (lines: readonly string[]) => {
    const form = networkForm(lines);
    return [
      form,
      ...lines.map((line, at) => {
        const one = readNetworkLine(form, line, at + 1);
        if (one === null) return null;
        return 'reason' in one ? one.reason : [internetAddressText(one.low), internetAddressText(one.high), one.country, one.network];
      }),
    ];
  };

  it('ranges with country, and with the number and name of a network', () => {
    expect(read(['1.0.0.0,1.0.0.255,AU', '1.0.4.0,1.0.7.255,38803,"Gtelecom, Pty"', '9.9.9.9,1.1.1.1,US', '1.2.3.999,1.2.4.0,JP'])).toEqual(
      ['ranges', ['1.0.0.0', '1.0.0.255', 'AU', ''], ['1.0.4.0', '1.0.7.255', '', 'AS38803 Gtelecom, Pty'], 'rangeBackwards', 'noAddress'],
    );
    expect(read(['network,country', '2001:db8::/32,JP'])).toEqual([
      'ranges',
      null,
      ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 'JP', ''],
    ]);
  });

  it('statistics of a registry, with their day', () => {
    const lines = [
      '2|apnic|20260301|3|1|2|+1000',
      'apnic|*|ipv4|*|2|summary',
      'apnic|JP|ipv4|1.0.16.0|4096|20110412|allocated',
      'apnic|JP|ipv6|2001:200::|35|1999|allocated',
    ];
    expect(statedDay(lines)).toBe('2026-03-01');
    expect(read(lines).slice(0, 4)).toEqual(['registry', null, null, ['1.0.16.0', '1.0.31.255', 'JP', 'apnic allocated']]);
  });

  it('bare lists', () => {
    expect(read(['# exits', '198.51.100.7', 'ExitAddress 203.0.113.9 2026-03-01 00:00:00', '10.0.0.0/8', 'nothing'])).toEqual([
      'list',
      null,
      ['198.51.100.7', '198.51.100.7', '', ''],
      ['203.0.113.9', '203.0.113.9', '', ''],
      ['10.0.0.0', '10.255.255.255', '', ''],
      'noAddress',
    ]);
  });
});
