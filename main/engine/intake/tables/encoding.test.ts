// The encoded samples come from Python's codecs (cp932, gb18030, big5), written here as hex: another implementation than TextDecoder.
import { describe, expect, it } from 'vitest';
import { bytesSource } from './byteSource.ts';
import { detectEncoding, type Encoding } from './encoding.ts';
import { decodeText } from './rows.ts';

const SAMPLES: readonly (readonly [Encoding, string, string])[] = [
  [
    'gb18030',
    '交易时间,交易类型,交易对方,金额\n2024-01-02,转账,张三,100.00\n',
    'bdbbd2d7cab1bce42cbdbbd2d7c0e0d0cd2cbdbbd2d7b6d4b7bd2cbdf0b6ee0a323032342d30312d30322cd7aad5cb2cd5c5c8fd2c3130302e30300a',
  ],
  [
    'gb18030',
    '户名:王小明 账号:6222\n日期,摘要,借方金额,贷方金额,余额,对方户名\n20240102,工资,,8000.00,9000.00,北京某某有限公司\n',
    'bba7c3fb3acdf5d0a1c3f720d5cbbac53a363232320ac8d5c6da2cd5aad2aa2cbde8b7bdbdf0b6ee2cb4fbb7bdbdf0b6ee2cd3e0b6ee2cb6d4b7bdbba7c3fb0a32303234303130322cb9a4d7ca2c2c383030302e30302c393030302e30302cb1b1bea9c4b3c4b3d3d0cfdeb9abcbbe0a',
  ],
  ['gb18030', '收/支,备注\n支出,龘䶮\n收入,零钱提现\n', 'cad52fd6a72cb1b8d7a20ad6a7b3f62cfd93fe9f0acad5c8eb2cc1e3c7aecce1cfd60a'],
  [
    'big5',
    '交易日期,摘要,支出金額,存入金額,餘額,備註\n2024/01/02,轉帳,1000,,5000,陳大文\n',
    'a5e6a9f6a4e9b4c12cba4bad6e2ca4e4a558aaf7c3422ca673a44aaaf7c3422cbe6cc3422cb3c6b5f90a323032342f30312f30322cc2e0b1622c313030302c2c353030302cb3afa46aa4e50a',
  ],
  [
    'big5',
    '帳號,戶名\n001,林小姐\n002,臺灣銀行股份有限公司\n',
    'b162b8b92ca4e1a6570a3030312caa4ca470a96a0a3030322cbb4fc657bbc8a6e6aad1a5f7a6b3adada4bda5710a',
  ],
  [
    'cp932',
    '日付,摘要,お支払金額,お預り金額,差引残高\n2024/01/02,振込 ヤマダ タロウ,,10000,50000\n',
    '93fa95742c934597762c82a88e7895a58be08a7a2c82a8976182e88be08a7a2c8db788f88e638d820a323032342f30312f30322c90558d9e208384837d835f20835e838d83452c2c31303030302c35303030300a',
  ],
  [
    'cp932',
    '取引日,ﾌﾘｺﾐ ﾔﾏﾀﾞ ﾀﾛｳ,1000\n取引日,ｶ)ﾄﾗﾝｽﾎﾟｰﾄ,2000\n',
    '8ee688f893fa2cccd8bad020d4cfc0de20c0dbb32c313030300a8ee688f893fa2cb629c4d7ddbdcedfb0c42c323030300a',
  ],
  ['cp932', 'ﾌﾘｺﾐ,ﾔﾏﾀﾞ ﾊﾅｺ,ｶﾌﾞｼｷｶﾞｲｼﾔ\n', 'ccd8bad02cd4cfc0de20cac5ba2cb6ccdebcb7b6deb2bcd40a'],
];

describe('encoding', () => {
  it.each(SAMPLES)('recognises %s: %s', async (encoding, text, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    const answer = await detectEncoding(bytesSource(bytes));
    expect(answer.encoding).toBe(encoding);
    expect(answer.evidence).toBe('frequency');
    expect(decodeText(bytes, encoding)).toBe(text);
  });

  it('knows marks, plain ASCII, well-formed UTF-8 and UTF-16 without a mark', async () => {
    const of = async (bytes: Uint8Array, forced?: Encoding) => {
      const { encoding, evidence, markBytes } = await detectEncoding(bytesSource(bytes), forced);
      return `${encoding} ${evidence} ${markBytes}`;
    };
    expect(await of(Buffer.from('\ufeffa,b'))).toBe('utf-8 bom 3');
    expect(await of(Buffer.from('a,b\n1,2'))).toBe('utf-8 ascii 0');
    expect(await of(Buffer.from('日付,金額\n1,2'))).toBe('utf-8 strict 0');
    expect(await of(Buffer.from('\ufeffa,b', 'utf16le'))).toBe('utf-16le bom 2');
    expect(await of(Buffer.from('日付,金額\n1,2\n3,4\n', 'utf16le'))).toBe('utf-16le zeroBytes 0');
    expect(await of(Buffer.from('日付,金額\n1,2\n3,4\n', 'utf16le').swap16())).toBe('utf-16be zeroBytes 0');
    expect(await of(Buffer.from('a,b\n1,2'), 'cp932')).toBe('cp932 forced 0');
  });

  it('looks behind megabytes of ASCII', async () => {
    const name = Buffer.from('d5c5c8fd2cd2f8d0d0d5cbbba72cd7aad5ca2cb1b8d7a20a', 'hex');
    const bytes = Buffer.concat([Buffer.from('0123456789,abc\n'.repeat(150_000)), name]);
    expect((await detectEncoding(bytesSource(bytes))).encoding).toBe('gb18030');
  });

  it('does not take UTF-8 that is cut at the end of a piece for something else', async () => {
    const bytes = Buffer.from(`${'x'.repeat((1 << 20) - 1)}金${'額'.repeat(1000)}`);
    expect((await detectEncoding(bytesSource(bytes))).encoding).toBe('utf-8');
  });
});
