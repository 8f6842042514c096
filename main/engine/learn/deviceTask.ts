// The sheet that goes with practice case four, in the four languages of the program: what the officer is given, and what is asked.

/** Markdown; it names nothing that the copies do not show. */
export function deviceTask(): string {
  return `# Practice case four: a phone and a laptop

PRACTICE MATERIAL. Everything in it is made up.

Seized from two people: a phone (\`devices/phone.zip\`, an extraction) and a laptop (\`devices/laptop.dd\`, a raw image). In the case: blocks of a
practice chain, a label list. Secrets that are found are sealed under a passphrase of their own; for practice use the one in
\`practice-passphrase.txt\`.

1. Register both devices as exhibits with who had them when, add the copies and scan them.
2. What was found, and what of it leads nowhere? Say why.
3. A phrase lies in two places. Where? Reveal both parts, with your reason.
4. Which addresses does the whole phrase make, which were used, and what lay there after the last block?
5. Where did the coins go? Whom do you ask, and which words of the chats fit which payment?
6. What does all this not show?

Afterwards: \`truth.json\`.

## 事例四：携帯電話とノートパソコン

訓練用の資料です。内容はすべて架空です。

二人から押収：携帯電話（\`devices/phone.zip\`、抽出データ）とノートパソコン（\`devices/laptop.dd\`、生のイメージ）。取り込み済み：訓練用チェーンのブロック、ラベルの一覧。
見つかった秘密は専用のパスフレーズで封印されます。訓練では \`practice-passphrase.txt\` のものを使います。

1. 二つの機器を、いつ誰が持っていたかとともに証拠品として登録し、複製を加えて走査してください。
2. 何が見つかりましたか。そのうち手掛かりにならないものはどれで、なぜですか。
3. 一つのフレーズが二か所に分かれています。どこですか。理由を書いて両方を開示してください。
4. フレーズ全体からどのアドレスが導かれ、どれが使われ、最後のブロックの後に何が残っていましたか。
5. コインはどこへ行きましたか。誰に照会しますか。会話のどの言葉がどの支払に合いますか。
6. これらが示していないことは何ですか。

終わってから：\`truth.json\`。

## 案例四：手机与笔记本电脑

训练材料，内容全属虚构。

从两人处扣押：手机（\`devices/phone.zip\`，提取数据）和笔记本电脑（\`devices/laptop.dd\`，原始镜像）。已导入：训练用链的区块、标签列表。
发现的秘密以专用口令封存；训练时使用 \`practice-passphrase.txt\` 中的口令。

1. 将两台设备登记为物证，注明何时由何人持有，加入副本并扫描。
2. 发现了什么？其中哪些没有线索价值，为什么？
3. 一个助记词分在两处。在哪里？写明理由，揭示两部分。
4. 完整的助记词产生哪些地址，哪些被使用过，最后一个区块之后还有多少？
5. 币去了哪里？应向谁调取？聊天中的哪些话与哪笔付款相符？
6. 这一切没有说明什么？

事后查看：\`truth.json\`。

## 習作四：手機與筆記型電腦

訓練材料，內容全屬虛構。

自兩人處扣押：手機（\`devices/phone.zip\`，擷取資料）與筆記型電腦（\`devices/laptop.dd\`，原始映像檔）。已匯入：訓練用鏈的區塊、標籤列表。
發現的秘密以專用密碼短語封存；訓練時使用 \`practice-passphrase.txt\` 中的密碼短語。

1. 將兩台裝置登記為證物，註明何時由何人持有，加入副本並掃描。
2. 發現了什麼？其中哪些沒有線索價值，為什麼？
3. 一個助記詞分在兩處。在哪裡？寫明理由，揭示兩部分。
4. 完整的助記詞產生哪些地址，哪些曾被使用，最後一個區塊之後還有多少？
5. 幣去了哪裡？應向誰調取？對話中的哪些話與哪筆付款相符？
6. 這一切沒有說明什麼？

事後檢視：\`truth.json\`。
`;
}
