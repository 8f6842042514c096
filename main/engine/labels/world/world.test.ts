// Countries and coordinates as records write them: read exactly, nonsense refused with its reason; outlines lie on the flat map.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { countryCode, loadWorld, outlines, readCoordinates } from './index.ts';

beforeAll(() => loadWorld(() => readFileSync(new URL('../../../../resources/map/world.json', import.meta.url))));

it('[P19] a country is read from codes and names, and from nothing else', () => {
  for (const text of ['JP', 'jpn', 'Japan', ' japan ', '日本', 'ＪＰ']) expect(countryCode(text), text).toBe('JP');
  expect(['UK', '英国', 'United States', '中国', 'Hong Kong', '香港', '新加坡'].map(countryCode)).toEqual([
    'GB',
    'GB',
    'US',
    'CN',
    'HK',
    'HK',
    'SG',
  ]);
  for (const text of ['', 'EU', 'ZZ', 'AP', '??', 'Atlantis', '日', 'constructor', '__proto__']) expect(countryCode(text), text).toBeNull();
});

it('[P19] coordinates are read exactly, in whole millionths of a degree', () => {
  expect(readCoordinates('35.681236', '139.767125')).toEqual({ latitude: 35_681_236, longitude: 139_767_125, slack: 0 });
  expect(readCoordinates('-0.1', '0.0000019')).toEqual({ latitude: -100_000, longitude: 1, slack: 50_000 });
  expect(readCoordinates('35,68', '139,7')).toMatchObject({ latitude: 35_680_000, longitude: 139_700_000, slack: 50_000 });
  expect(readCoordinates('33.86 S', '70.6°W')).toMatchObject({ latitude: -33_860_000, longitude: -70_600_000 });
  expect(readCoordinates('３５．６８', '１３９．６９')).toMatchObject({ latitude: 35_680_000, longitude: 139_690_000 });
  expect(readCoordinates('90', '-180')).toMatchObject({ latitude: 90_000_000, longitude: -180_000_000, slack: 500_000 });
  expect(readCoordinates('', ' ')).toBeNull();
});

it('[P19] what is no place on earth is refused', () => {
  const bad = [
    ...[
      ['90.0000001', '0'],
      ['91', '10'],
      ['10', '180.5'],
      ['10', '999'],
      ['1e1', '10'],
      ['0x10', '10'],
      ['NaN', '1'],
      ['Infinity', '1'],
    ],
    ...[
      ['35.68.1', '139'],
      ['-35.6 S', '139'],
      ['35 E', '139 N'],
      ['35;68', '139'],
      ['35.68<script>', '139'],
      ['3 5', '139'],
      ['.', '.'],
    ],
    ['1'.repeat(5000), '1'],
  ] as const;
  for (const [latitude, longitude] of bad)
    expect(readCoordinates(latitude as string, longitude as string), latitude).toBe('coordinatesInvalid');
  expect(readCoordinates('35.68', '')).toBe('coordinatesHalf');
  expect(readCoordinates('0.000', '-0.0')).toBe('coordinatesZero');
});

it('[P20] no outline leaves the map or runs across it', () => {
  const codes = outlines().map(({ code }) => code);
  for (const code of ['JP', 'RU', 'FJ', 'US', 'NZ', 'AQ', 'SG', 'HK', 'MO', 'TW', 'MT', 'VG', 'KY']) expect(codes).toContain(code);
  for (const { code, rings } of outlines())
    for (const ring of rings) {
      expect(ring.length % 2).toBe(0);
      for (let at = 0; at < ring.length; at += 2) {
        const [x, y] = [ring[at] as number, ring[at + 1] as number];
        expect(Math.abs(x) <= 18_000 && Math.abs(y) <= 9000, code).toBe(true);
        const next = (at + 2) % ring.length;
        // Only the foot of the map, below Antarctica, goes from one side to the other.
        if (y !== -9000) expect(Math.abs((ring[next] as number) - x), `${code} ${x} ${y}`).toBeLessThan(9000);
      }
    }
});
