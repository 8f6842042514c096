// The sheet that goes with practice case three, in the four languages of the program: what the officer is given, and what is asked.
import type { TradeTruth } from './tradeTruth.ts';

/** Markdown; it names nothing that the files at the beginning do not show. */
export function tradeTask({ flagged, ledger }: TradeTruth): string {
  const amount = flagged.yen.toLocaleString('en-US');
  const bank = ledger.replace('ledger:', '');
  return `# Practice case three: laundering dressed as trade

PRACTICE MATERIAL. Everything in it is made up.

${bank} has reported one transfer: **${flagged.reference}**, ${amount} JPY, from account ${flagged.from} to account ${flagged.to}.
In the case: the bank's statement, its account records, a list of invoices, TRON blocks, a table of networks, a label list.
Beside it: \`files/rates.csv\` (rates of a desk) and \`answer/exchange-answer.csv\`. Open the answer only when your request is marked as sent.

1. Which accounts take part, and by which pattern do you know them? Which similar accounts do not belong to it, and why?
2. Where did the money of the reported transfer leave the bank, and by which movement does it go on?
3. At which address does it end, and whom do you ask for what?
4. Who is named, by which chain of evidence, and which step is the weakest?
5. What else could explain it, and what is missing?

Afterwards: \`truth.json\`.

## 事例三：取引を装った資金洗浄

訓練用の資料です。内容はすべて架空です。

${bank} が一件の振込を届け出ました：**${flagged.reference}**、${amount} 円、口座 ${flagged.from} から口座 ${flagged.to} へ。
取り込み済み：銀行の入出金明細、口座開設記録、請求書一覧、TRON のブロック、ネットワーク表、ラベルの一覧。
横に：\`files/rates.csv\`（レート）と \`answer/exchange-answer.csv\`。回答は、照会書を送付済みと記録してから開いてください。

1. どの口座が関わっていますか。どの手口から分かりますか。似ていても関わりのない口座はどれで、なぜですか。
2. 届け出のあった資金は、どこで銀行を離れ、どの移動につながりますか。
3. どのアドレスで止まりますか。誰に何を照会しますか。
4. 名前が挙がるのは誰ですか。どの証拠の連鎖により、最も弱い段階はどれですか。
5. ほかにどう説明できますか。何が足りませんか。

終わってから：\`truth.json\`。

## 案例三：以贸易为名的洗钱

训练材料，内容全属虚构。

${bank} 报告了一笔转账：**${flagged.reference}**，${amount} 日元，由账户 ${flagged.from} 转至账户 ${flagged.to}。
已导入：银行流水、开户记录、发票清单、TRON 区块、网络表、标签列表。
另有：\`files/rates.csv\`（汇率）和 \`answer/exchange-answer.csv\`。请在将调取函标为已发出之后再打开回函。

1. 哪些账户参与其中？从哪种手法得知？哪些账户相似而无关，为什么？
2. 被报告的资金在何处离开银行，接着是哪一笔转移？
3. 资金止于哪个地址？应向谁调取什么？
4. 指向何人？依据怎样的证据链，哪一步最弱？
5. 还有什么可能的解释？还缺什么？

事后查看：\`truth.json\`。

## 習作三：以貿易為名的洗錢

訓練材料，內容全屬虛構。

${bank} 通報了一筆轉帳：**${flagged.reference}**，${amount} 日圓，由帳戶 ${flagged.from} 轉至帳戶 ${flagged.to}。
已匯入：銀行交易明細、開戶紀錄、發票清單、TRON 區塊、網路表、標籤清單。
另有：\`files/rates.csv\`（匯率）與 \`answer/exchange-answer.csv\`。請在將調取函標為已送出之後再開啟覆函。

1. 哪些帳戶參與其中？從哪種手法得知？哪些帳戶相似而無關，為什麼？
2. 被通報的資金在何處離開銀行，接著是哪一筆轉移？
3. 資金止於哪個地址？應向誰調取什麼？
4. 指向何人？依據怎樣的證據鏈，哪一步最弱？
5. 還有什麼可能的解釋？還缺什麼？

事後檢視：\`truth.json\`。
`;
}
