// A workbook written by openpyxl 3.1.5 (another implementation), and hostile ones made here.
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { contextOf, LEDGER, readAll } from '../../../../../tests/tables/reading.ts';
import { bytesSource } from '../byteSource.ts';
import type { Row } from '../rows.ts';
import { isDateFormat, shownNumber } from './numberFormat.ts';
import { openWorkbook, type Workbook } from './workbook.ts';

const OPENPYXL =
  'UEsDBBQAAAAIANupdV1Gx01IlQAAAM0AAAAQAAAAZG9jUHJvcHMvYXBwLnhtbE3PTQvCMAwG4L9SdreZih6kDkQ9ip68zy51hbYpbYT67+0EP255ecgboi6J' +
  'Iia2mEXxLuRtMzLHDUDWI/o+y8qhiqHke64x3YGMsRoPpB8eA8OibdeAhTEMOMzit7Dp1C5GZ3XPlkJ3sjpRJsPiWDQ6sScfq9wcChDneiU+ixNLOZcrBf+L' +
  'U8sVU57mym/8ZAW/B7oXUEsDBBQAAAAIANupdV1krchY6gAAAMsBAAARAAAAZG9jUHJvcHMvY29yZS54bWylkcFOwzAMhl9l6r11k7Edoi4XEKdNQmISiFvk' +
  'eFtE00aJUbu3py1bB4Ibx/j//NlWKgwK20hPsQ0U2VFa9L5uksKwyU7MQQEkPJE3qRiIZggPbfSGh2c8QjD4bo4EsizX4ImNNWxgFOZhNmYXpcVZGT5iPQks' +
  'AtXkqeEEohBwY5miT382TMlM9snNVNd1RbecuGEjAa+77fO0fO6axKZBynRlUWEkw23U40Xh3NcVfCtWl9lfBbKLYYLic6BNdk1elvcP+8dMy1KucyFyKfZS' +
  'KHGnVqu30fWj/yb0rXUH9w/jVaAr+PVv+hNQSwMEFAAAAAgA26l1XZlcnCMQBgAAnCcAABMAAAB4bC90aGVtZS90aGVtZTEueG1s7Vpbc9o4FH7vr9B4Z/Zt' +
  'C8Y2gba0E3Npdtu0mYTtTh+FEViNbHlkkYR/v0c2EMuWDe2STbqbPAQs6fvORUfn6Dh58+4uYuiGiJTyeGDZL9vWu7cv3uBXMiQRQTAZp6/wwAqlTF61WmkA' +
  'wzh9yRMSw9yCiwhLeBTL1lzgWxovI9bqtNvdVoRpbKEYR2RgfV4saEDQVFFab18gtOUfM/gVy1SNZaMBE1dBJrmItPL5bMX82t4+Zc/pOh0ygW4wG1ggf85v' +
  'p+ROWojhVMLEwGpnP1Zrx9HSSICCyX2UBbpJ9qPTFQgyDTs6nVjOdnz2xO2fjMradDRtGuDj8Xg4tsvSi3AcBOBRu57CnfRsv6RBCbSjadBk2PbarpGmqo1T' +
  'T9P3fd/rm2icCo1bT9Nrd93TjonGrdB4Db7xT4fDronGq9B062kmJ/2ua6TpFmhCRuPrehIVteVA0yAAWHB21szSA5ZeKfp1lBrZHbvdQVzwWO45iRH+xsUE' +
  '1mnSGZY0RnKdkAUOADfE0UxQfK9BtorgwpLSXJDWzym1UBoImsiB9UeCIcXcr/31l7vJpDN6nX06zmuUf2mrAaftu5vPk/xz6OSfp5PXTULOcLwsCfH7I1th' +
  'hyduOxNyOhxnQnzP9vaRpSUyz+/5CutOPGcfVpawXc/P5J6MciO73fZYffZPR24j16nAsyLXlEYkRZ/ILbrkETi1SQ0yEz8InYaYalAcAqQJMZahhvi0xqwR' +
  '4BN9t74IyN+NiPerb5o9V6FYSdqE+BBGGuKcc+Zz0Wz7B6VG0fZVvNyjl1gVAZcY3zSqNSzF1niVwPGtnDwdExLNlAsGQYaXJCYSqTl+TUgT/iul2v6c00Dw' +
  'lC8k+kqRj2mzI6d0Js3oMxrBRq8bdYdo0jx6/gX5nDUKHJEbHQJnG7NGIYRpu/AerySOmq3CEStCPmIZNhpytRaBtnGphGBaEsbReE7StBH8Waw1kz5gyOzN' +
  'kXXO1pEOEZJeN0I+Ys6LkBG/HoY4SprtonFYBP2eXsNJweiCy2b9uH6G1TNsLI73R9QXSuQPJqc/6TI0B6OaWQm9hFZqn6qHND6oHjIKBfG5Hj7lengKN5bG' +
  'vFCugnsB/9HaN8Kr+ILAOX8ufc+l77n0PaHStzcjfWfB04tb3kZuW8T7rjHa1zQuKGNXcs3Ix1SvkynYOZ/A7P1oPp7x7frZJISvmlktIxaQS4GzQSS4/IvK' +
  '8CrECehkWyUJy1TTZTeKEp5CG27pU/VKldflr7kouDxb5OmvoXQ+LM/5PF/ntM0LM0O3ckvqtpS+tSY4SvSxzHBOHssMO2c8kh22d6AdNfv2XXbkI6UwU5dD' +
  'uBpCvgNtup3cOjiemJG5CtNSkG/D+enFeBriOdkEuX2YV23n2NHR++fBUbCj7zyWHceI8qIh7qGGmM/DQ4d5e1+YZ5XGUDQUbWysJCxGt2C41/EsFOBkYC2g' +
  'B4OvUQLyUlVgMVvGAyuQonxMjEXocOeXXF/j0ZLj26ZltW6vKXcZbSJSOcJpmBNnq8reZbHBVR3PVVvysL5qPbQVTs/+Wa3InwwRThYLEkhjlBemSqLzGVO+' +
  '5ytJxFU4v0UzthKXGLzj5sdxTlO4Ena2DwIyubs5qXplMWem8t8tDAksW4hZEuJNXe3V55ucrnoidvqXd8Fg8v1wyUcP5TvnX/RdQ65+9t3j+m6TO0hMnHnF' +
  'EQF0RQIjlRwGFhcy5FDukpAGEwHNlMlE8AKCZKYcgJj6C73yDLkpFc6tPjl/RSyDhk5e0iUSFIqwDAUhF3Lj7++TaneM1/osgW2EVDJk1RfKQ4nBPTNyQ9hU' +
  'JfOu2iYLhdviVM27Gr4mYEvDem6dLSf/217UPbQXPUbzo5ngHrOHc5t6uMJFrP9Y1h75Mt85cNs63gNe5hMsQ6R+wX2KioARq2K+uq9P+SWcO7R78YEgm/zW' +
  '26T23eAMfNSrWqVkKxE/Swd8H5IGY4xb9DRfjxRiraaxrcbaMQx5gFjzDKFmON+HRZoaM9WLrDmNCm9B1UDlP9vUDWj2DTQckQVeMZm2NqPkTgo83P7vDbDC' +
  'xI7h7Yu/AVBLAwQUAAAACADbqXVd3fcUPX0CAAAXBgAAGAAAAHhsL3dvcmtzaGVldHMvc2hlZXQxLnhtbIVVTW/TQBD9K5YPOdqOP0JoHEskaQQHpKoVcN7E' +
  'G9uq7TXrTdLeiirUckC0QoKCgAJqe0JwqRSK2l+TJkpP/AV2ndRxKm+IHGVmd96bebObsdlHeDN2ISTCVuCHcVV0CYlWZDluuzAAsYQiGNKdDsIBINTFjhxH' +
  'GAI7AQW+rCpKSQ6AF4qWmaytYctEXeJ7IVzDQtwNAoC3a9BH/apYFG8X1j3HJcmCbJkRcOAGJE8iCqCunPLYXgDD2EOhgGGnKj4orjSNBJFEPPVgP87YAhPT' +
  'QmiTOY/sqqiwmqAP24RRAPrTg3Xo+4yJVvJ8RirOkzJk1r6lbyb6aXktEMM68p95NnGrYlkUbNgBXZ+so/5DONOUKbEBCLBMjPoCZmIts80MlpIGeiFr0gbB' +
  'dN2jmYg1OT8bvRn8vfxYUlXaWEUp0g81VVMmtCwWJLfplxKmrGrKqnJYr/+cjI/ejt+fjj8dLxIluBoPN9o5Hr+7uNk7vPn+OQdX5+Em54NluAa3zqsP+YhV' +
  'boW/Lmim8f5gdPA6B9fk4caHR5OzF0uaqqVN1ehFSe4pJWJ3vGfphlbWJEPVVeM+e0qm3Mu2RcvEFlVNl4qLAY3/BaxqPLmXX69/v8oTykNMrn6MXp4uEaqL' +
  'guvZNgyz11PP1awvVlnTM/uKpN0RqS+K1KTyHZE6p+Th7slw98twdydPJw+0JRRAEFWEgk8q2wWHVJZINlKdBq/PB/uTn9/y/irGMs11g3+w0wrkzFAIIHaS' +
  'aRQLbdQNyfQA0tX5xJvNp3n8dGA+BtjxwljwYYdiFekezY6nE2jqEBQlh9hChKAgMV06uCFmAXS/gxBJHZYhfRdY/wBQSwMEFAAAAAgA26l1Xao7Pp2QAQAA' +
  'MgMAABgAAAB4bC93b3Jrc2hlZXRzL3NoZWV0Mi54bWx1U9tuozAQ/RXk12pjoOlFFVhqWq3ah5WqVm2fTRiCVRuz9iTs/v2OncQlkZYX5nLmnBlmqCbrvnwP' +
  'gNkfowdfsx5xvOPcr3sw0i/sCANlOuuMRHLdhvvRgWxjkdG8zPNrbqQamKhi7MWJym5RqwFeXOa3xkj3dwXaTjUr2DHwqjY9xgAX1Sg38Ab4PlIBuTzxtMrA' +
  '4JUdMgddze6Lu9UyVkTEh4LJz+wsDNNY+xWc57ZmeegJNKwxUEh67eABtA5M1MnvAyn7Fg2Vc/tI/zPOT+010sOD1Z+qxb5mtyxroZNbja92eoLDTFffLT5K' +
  'lKJydspcGFZU62AESQKqIXykN3QUV6SEQlYcST44fH0Ar/4Hbk7BnFSSVJmkylgdtrMTRcV3c+aTHPzIr1L+hOwykV3OCxYlXBS3Z5R7RHMmd0K3THTB6kRx' +
  'QcCOCuIaEtNypnVdlnRneV7QQ2Z5Rsxn3zrc0i/pNmrwmYaOKPLFDW3E7Zezd9CO8fYai2hNNHu6aXABQPnOWkxO6Cr9JuIfUEsDBBQAAAAIANupdV0JhvYG' +
  'fAIAAOkKAAANAAAAeGwvc3R5bGVzLnhtbN1WS4+bMBD+K4j7liS0KKwghyJFqtRWK+0eenViEyz5QY1ZJf319WAvgd0Mq1Y9FRR5Zj5/8/JYpOjsRbDHhjEb' +
  'naVQXRk31rb3SdIdGyZJ90G3TDmk1kYS61RzSrrWMEI7IEmRbFarLJGEq3hXqF7upe2io+6VLeP1aIr88oU6Y/Yxjry7SlNWxhf33El5R2nU3Et533VxlOyK' +
  'JDjbFbVWc59gcJ6JZNEzEWVcEcEPhg+0mkguLt6+GSxHLbSJrCuHAR1M3S+/YR1UqDX4klxp4xPwYYYFsuBCjFlsYm/YFS2xlhm1d4onDda3WJCfLq3L4mTI' +
  'Zb35FE8Yw+LCHLShzMzK9aZdIVhtgWH4qRkEq1tYDtpaLUGinJy0Ij6TF1oQnO8jE+IRDvxHPQtwrifns4LTUaPosgqidxMUCDB1551P/G7+zm/Ln7X93LuC' +
  '1KD/7LVlD4bV/Dzo5/qawMx9GKt/GiAJNU06N+vbaI1gFsv4O0y1mPg49FxYroLWcEqZets+59+Sg7uGswBuF2U16YV9GsEyvsrfGOW9zMddD1BY2HWVv8Ks' +
  'rLPrRXDBuKLszGgVVHM6DGLkBBc2PAPjNbQfHgRCWR5EIADRWGgaKMvz0Fj/Y11bvC4Pohlub0NbnLXFWZ53E6qGF42FsHL3ICXneZpmGdreqrqdRoX2MMvg' +
  'hzhEMwQOGgui/WnnFwZgYWzemQ30lBfHBi15YUTRkhc6DxDSQ+DkOTIAaCzgoIeCThQkgcSCUUNYaQrnjGaIXvMFKM9RCIYUmd4swxqVwYucF3qJ0jTPEQhA' +
  'JI00RSG4sAsQmgYkgkJp6j+kr75nyct3Lrn+ud39BlBLAwQUAAAACADbqXVdt0frisAAAAAWAgAACwAAAF9yZWxzLy5yZWxznZJLbgIxDECvEmVfTKnEAjGs' +
  '2LBDiAu4ieejmcSRY8T09o3YwCBoEUv/np4trw80oHYcc9ulbMYwxFzZVjWtALJrKWCecaJYKjVLQC2hNJDQ9dgQLObzJcgtw27Wt0xz/En0CpHrunO0ZXcK' +
  'FPUB+K7DmiNKQ1rZcYAzS//N3M8K1Jqdr6zs/Kc18KbM8/UgkKJHRXAs9JGkTIt2lK8+nt2+pPOlY2K0eN/o//PQqBQ9+b+dMKWJ0tdFCSZvsPkFUEsDBBQA' +
  'AAAIANupdV3FU2JjWAEAAGcCAAAPAAAAeGwvd29ya2Jvb2sueG1sjZFNTsMwEIWvEvkAJI2gElXTDRVQCQGiqHsnnjSj+ieypy30ACyBHYircB9+boGdKCUS' +
  'G1bOvJn58p493hq7yo1ZRXdKajeyGauI6lEcu6ICxd2BqUH7Xmms4uRLu4xNWWIBU1OsFWiK0yQZxhYkJzTaVVg71tL+w3K1BS5cBUBKtijFUbPJuHN2baO4' +
  'XxmCIvwpqEFZIGzd70Aoow06zFEi3Wes+ZbAIoUaFe5AZCxhkavM9txY3BlNXM4La6TM2KBtLMASFn/kebB5y3PXKMTzm5A5Y8PEA0u0jpqJhs+9yQ344bZa' +
  'kzlFSWCnnODMmnWNetlgfIy4l6O5iu6MNFeQsY/Xx8/3h+DBazPR+iEP6qWzI/QNOxMtsr/+/fb89fLUW0/36xUKAbq3nbaGOhcCStQgLj3HhYa/k8I/SDga' +
  'H+nh0eDYZ19LeeK1K31huNjH6t5k8gNQSwMEFAAAAAgA26l1Xateci60AAAAjQIAABoAAAB4bC9fcmVscy93b3JrYm9vay54bWwucmVsc8WSTQqDMBBGrxJy' +
  'AEdt6aKoq27cFi8QdPzBxITMlOrtK7pQoYtupKvwTcj7HkySJ2rFnR2o7RyJ0eiBUtkyuzsAlS0aRYF1OMw3tfVG8Rx9A06VvWoQ4jC8gd8zZJbsmaKYHP5C' +
  'tHXdlfiw5cvgwF/A8La+pxaRpSiUb5BTCaPexgTLEQUzWYq8SqXPq0gK+LdRfDCKzzQinjTSprPmQ//lzH6e3+JWv8R1eFzLdZGAw+/LPlBLAwQUAAAACADb' +
  'qXVdpeEbWB8BAABgBAAAEwAAAFtDb250ZW50X1R5cGVzXS54bWzFVMtOwzAQ/JXI1yp26YEDanqhXKEHfsAkm8aKX/JuS/r3bBJaCVRaqiBxiRXv7Mx4x/Ly' +
  '9RABs85Zj4VoiOKDUlg24DTKEMFzpQ7JaeLftFVRl63eglrM5/eqDJ7AU049h1gt11DrnaXsqeNtNMEXIoFFkT2OwF6rEDpGa0pNXFd7X31TyT8VJHcOGGxM' +
  'xBkDRKbOSgylHxWOjS97SMlUkG10omftGKY6q5AOFlBe5jjjMtS1KaEK5c5xi8SYQFfYAJCzciSdXZEmHjKM37vJBgaai4oM3aQQkVNLcLveMZa+O49MBInM' +
  'lUOeJJl78gmhT7yC6rfiPOH3kNohE1TDMn3MX3M+8d9qZPGfRt5CaP/6wverdNr4kwE1PCyrD1BLAQIUAxQAAAAIANupdV1Gx01IlQAAAM0AAAAQAAAAAAAA' +
  'AAAAAACAAQAAAABkb2NQcm9wcy9hcHAueG1sUEsBAhQDFAAAAAgA26l1XWStyFjqAAAAywEAABEAAAAAAAAAAAAAAIABwwAAAGRvY1Byb3BzL2NvcmUueG1s' +
  'UEsBAhQDFAAAAAgA26l1XZlcnCMQBgAAnCcAABMAAAAAAAAAAAAAAIAB3AEAAHhsL3RoZW1lL3RoZW1lMS54bWxQSwECFAMUAAAACADbqXVd3fcUPX0CAAAX' +
  'BgAAGAAAAAAAAAAAAAAAgIEdCAAAeGwvd29ya3NoZWV0cy9zaGVldDEueG1sUEsBAhQDFAAAAAgA26l1Xao7Pp2QAQAAMgMAABgAAAAAAAAAAAAAAICB0AoA' +
  'AHhsL3dvcmtzaGVldHMvc2hlZXQyLnhtbFBLAQIUAxQAAAAIANupdV0JhvYGfAIAAOkKAAANAAAAAAAAAAAAAACAAZYMAAB4bC9zdHlsZXMueG1sUEsBAhQD' +
  'FAAAAAgA26l1XbdH64rAAAAAFgIAAAsAAAAAAAAAAAAAAIABPQ8AAF9yZWxzLy5yZWxzUEsBAhQDFAAAAAgA26l1XcVTYmNYAQAAZwIAAA8AAAAAAAAAAAAA' +
  'AIABJhAAAHhsL3dvcmtib29rLnhtbFBLAQIUAxQAAAAIANupdV2rXnIutAAAAI0CAAAaAAAAAAAAAAAAAACAAasRAAB4bC9fcmVscy93b3JrYm9vay54bWwu' +
  'cmVsc1BLAQIUAxQAAAAIANupdV2l4RtYHwEAAGAEAAATAAAAAAAAAAAAAACAAZcSAABbQ29udGVudF9UeXBlc10ueG1sUEsFBgAAAAAKAAoAhAIAAOcTAAAA' +
  'AA==';

const open = (bytes: Uint8Array): Promise<Workbook> => openWorkbook(bytesSource(bytes, 'x.xlsx'));
async function rowsOf(book: Workbook, index = 0): Promise<Row[]> {
  const rows: Row[] = [];
  const sheet = book.sheets[index];
  if (sheet === undefined) throw new Error('no sheet');
  for await (const batch of sheet.rows()) rows.push(...batch);
  return rows;
}

const WORKBOOK = '<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>';
const RELATIONS =
  '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="s.xml"/><Relationship Id="rId2" Type="x/sharedStrings" Target="t.xml"/></Relationships>';
const sheetXml = (inside: string): string => `<worksheet><sheetData>${inside}</sheetData></worksheet>`;
const bookOf = (sheet: string, more: Record<string, Uint8Array> = {}): Uint8Array =>
  zipSync({ 'xl/workbook.xml': strToU8(WORKBOOK), 'xl/_rels/workbook.xml.rels': strToU8(RELATIONS), 'xl/s.xml': strToU8(sheet), ...more });
const reading = async (bytes: Uint8Array): Promise<Row[]> => rowsOf(await open(bytes));

describe('xlsx', () => {
  const bytes = Buffer.from(OPENPYXL, 'base64');

  it("reads another program's workbook: dates by style, stored numbers, hidden rows and sheets", async () => {
    const book = await open(bytes);
    expect(book.sheets.map((sheet) => [sheet.name, sheet.state])).toEqual([
      ['明细', 'visible'],
      ['隐藏', 'hidden'],
    ]);
    const rows = await rowsOf(book);
    expect(rows.map((row) => row.cells)).toEqual([
      ['账号：6222000011112222'],
      ['交易日期', '借方金额', '贷方金额', '余额', '对方户名', '摘要'],
      ['2024-04-01 12:34:56', '', '1234.1', '1234.1', '张三', '转入'],
      ['2024-04-02', '0.3', '', '1233.8', 'ヤマダ', 'x & <y>'],
      ['合计', '0.3', '1234.1'],
    ]);
    expect(Number(rows[2]?.stored?.get(0))).toBeCloseTo(45383.524259, 6);
    expect(rows.map((row) => row.hidden ?? false)).toEqual([false, false, false, true, false]);
    expect(book.sheets[0]?.notes()).toMatchObject({ merged: ['A1:F1'], hiddenRows: 1 });
    const second = await rowsOf(book, 1);
    expect(second.slice(0, 3).map((row) => row.cells)).toEqual([
      ['a', 'b'],
      ['1', '0.00001'],
      ['1.2e+18', 'TRUE'],
    ]);
    expect(second[3]?.cells[1]).toBe('6222000011112222');
    expect(book.sheets[1]?.notes()).toMatchObject({ formulas: 1 });
  });

  it('goes the whole way to transactions', async () => {
    const read = await readAll(bytes, contextOf(LEDGER));
    expect(read.mapping).toBe('bank.cn');
    expect(read.transactions.flatMap(({ transaction: t }) => t.transfers.map((m) => [m.from, m.to, m.amount]))).toEqual([
      [null, '6222000011112222', 123410n],
      ['6222000011112222', null, 30n],
    ]);
    expect(read.summary.flags).toContainEqual({ code: 'hidden', rows: 1, columns: 0, sheet: false });
  });

  it('reads inline and shared strings, leaves readings above Japanese out, and finds cells without a reference', async () => {
    const shared =
      '<sst><si><t>山田</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh></si><si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></si></sst>';
    const rows = await reading(
      bookOf(
        sheetXml(
          '<row r="2"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><t>in</t></is></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c></row>',
        ),
        { 'xl/t.xml': strToU8(shared) },
      ),
    );
    expect(rows).toEqual([{ number: 2, offset: null, cells: ['山田', 'a b', '', 'in', 'FALSE', '#N/A'], problem: null }]);
  });

  it.each([
    [
      'a document type',
      bookOf(`<!DOCTYPE x [<!ENTITY a "aa">]>${sheetXml('<row r="1"><c t="str"><v>&a;</v></c></row>')}`),
      /document type/,
    ],
    ['an unknown entity', bookOf(sheetXml('<row r="1"><c t="str"><v>&lol;</v></c></row>')), /well-formed/],
    ['depth', bookOf(sheetXml('<a>'.repeat(100) + '</a>'.repeat(100))), /too deeply/],
    ['XML that breaks off', bookOf('<worksheet><sheetData><row r="1">'), /well-formed/],
    ['rows out of order', bookOf(sheetXml('<row r="5"/><row r="4"/>')), /out of order/],
    ['a missing shared string', bookOf(sheetXml('<row r="1"><c t="s"><v>7</v></c></row>')), /shared string/],
    [
      'a bomb',
      bookOf(sheetXml('<row r="1"><c t="str"><v>'), { 'xl/s.xml': new Uint8Array(40 << 20).fill(0x20) }),
      /times its size|without end/,
    ],
    // Three kilobytes that would be eighty million cells.
    ['rows that are nothing but holes', bookOf(sheetXml('<row><c r="FAA1"><v>1</v></c></row>'.repeat(20_000))), /too far apart/],
  ])('refuses %s', async (_name, file, reason) => {
    await expect(reading(file)).rejects.toMatchObject({ code: 'intake.malformed', parameters: { reason: expect.stringMatching(reason) } });
  });

  it('hands on rows in small batches however tightly they are packed, and wide sheets with few cells whole', async () => {
    const book = await open(bookOf(sheetXml('<row><c r="CV1"><v>1</v></c></row>'.repeat(20_000))));
    let [rows, most] = [0, 0];
    for await (const batch of book.sheets[0]?.rows() ?? []) {
      rows += batch.length;
      most = Math.max(most, batch.length);
      expect(batch.every(({ cells }) => cells.length === 100)).toBe(true);
    }
    expect(rows).toBe(20_000);
    expect(most).toBeLessThan(1000);
  });

  it('refuses a ZIP that is cut, altered, or lies about its place', async () => {
    const good = bookOf(sheetXml('<row r="1"><c><v>1</v></c></row>'));
    await expect(reading(good.subarray(0, good.length - 30))).rejects.toMatchObject({ code: 'intake.malformed' });
    // Any byte altered ends in a fault or in the same rows, never in other rows and never in a crash.
    const expected = await reading(good);
    for (let at = 0; at < good.length; at += 3) {
      const altered = good.slice();
      altered[at] = (altered[at] as number) ^ 0x55;
      const outcome = await reading(altered).catch((error: unknown) => error);
      if (Array.isArray(outcome)) expect(outcome).toEqual(expected);
      else expect((outcome as { code?: string }).code ?? (outcome as Error).message).toMatch(/^intake\.|no sheet/);
    }
  });

  it('knows formats of dates', () => {
    for (const code of ['yyyy/m/d', 'm/d/yy h:mm', '[$-411]ggge"年"m"月"d"日"', '[h]:mm:ss', 'yyyy"年"m"月"'])
      expect(isDateFormat(code)).toBe(true);
    for (const code of ['General', '#,##0.00', '0.00E+00', '"d"0', '[Red]0', '¥#,##0;[Red]-¥#,##0', '_ * #,##0_ ', '\\d0'])
      expect(isDateFormat(code)).toBe(false);
  });

  it.each([
    ['1.1000000000000001', '1.1'],
    ['1234.5599999999999', '1234.56'],
    ['1.0000000000000001E-5', '0.00001'],
    ['9.9999999999999995E-7', '0.000001'],
    ['0.99999999999999989', '1'],
    ['-0.5', '-0.5'],
    ['123456789012345678', '123456789012345678'],
    ['1.2E+18', '1.2E+18'],
    ['100', '100'],
    ['1E-18', '0.000000000000000001'],
    ['99.999999999999986', '100'],
  ])('shows %s as %s', (stored, shown) => expect(shownNumber(stored)).toBe(shown));
});
