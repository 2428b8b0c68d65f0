import { describe, expect, it } from 'vitest';
import type { Line } from '../../../src/core/corpus/lines';
import { corpusFromText } from '../../../src/core/corpus/readCorpus';
import { visibleLines } from '../../../src/core/corpus/visibleMarkdown';

async function textOf(markdown: string): Promise<string[]> {
  return (await corpusFromText(markdown, 'a.md')).train;
}

// eslint-disable-next-line @typescript-eslint/require-await -- lines at hand, as a stream
async function* linesIn(text: string): AsyncGenerator<Line> {
  for (const [index, line] of text.trimEnd().split('\n').entries()) yield { text: line, number: index + 1 };
}

describe('Markdown', () => {
  it.each([
    ['# 一级标题 #', '一级标题'],
    ['标题\n====', '标题'],
    ['这是**粗体**、*斜体*、~~删除~~和`代码词`。', '这是粗体、斜体、删除和代码词。'],
    ['请看[这一页](https://example.com/a "提示")。', '请看这一页。'],
    ['请看[这一页][1]。\n\n[1]: https://example.com/a', '请看这一页。'],
    ['网址<https://example.com>和 https://example.com/b 都不读。', '网址和 都不读。'],
    ['图片![说明](a.png)不读。', '图片不读。'],
    ['注释[^1]不读。', '注释不读。'],
    ['> 引用的\n> 两行。', '引用的两行。'],
    ['中文的换行\n不是空格，but English\nhas one 才对。', '中文的换行不是空格，but English has one 才对。'],
    ['转义的\\*星号\\*和&nbsp;&lt;实体&gt;&#39;。', "转义的*星号*和 <实体>'。"],
    ['<div>&#x4f60;&#X597D;，&#20170;&#x5929;&#33;</div>', '你好，今天!'],
    ['&lsquo;春天&rsquo;&copy;&reg;&bull;&apos;三&times;五&deg;&ndash;八&yen;', "‘春天’©®•'三×五°–八¥"],
    ['不认识的&constructor;照旧。', '不认识的&constructor;照旧。'],
    ['段落里的<b>标签</b><br>不读。', '段落里的标签 不读。'],
    ['<div class="a">块里<b>的</b>字<script>let a = "代码";</script></div>', '块里的字'],
    ['<div>若 a < b，读<三国演义>，<!若有>b > a 也读。</div>', '若 a < b，读<三国演义>，<!若有>b > a 也读。'],
    ['<div>前<pre>代码<script></PRE >中<SCRIPT>代码</script><pre>后</div>', '前 中 后'],
  ])('%j', async (markdown, text) => {
    expect(await textOf(markdown)).toEqual([text]);
  });

  it.each<[string, string, string[]]>([
    ['without a space in it', '正文[^1]。\n\n[^1]: 这是注释。\n', ['正文。', '这是注释。']],
    ['in an item of a list', '1. 正文[^1]。\n2. [^1]: 这是注释。\n', ['正文。', '这是注释。']],
    ['with a space in it', '正文[^注]。\n\n[^注]: 这是 *第一个* 注释。\n', ['正文。', '这是 第一个 注释。']],
    [
      'behind one another',
      '正文[^1][^b]。\n[^1]: 第一个 注释。\n[^b]: 第二个注释[^1]。\n[^c]:第三个注释。\n\n后文。\n',
      ['正文。', '第一个 注释。', '第二个注释。', '第三个注释。', '后文。'],
    ],
    [
      'of several paragraphs',
      '正文[^1]。\n\n[^1]: 注释的\n两行。\n\n    注释的第二段。\n\n后文。\n',
      ['正文。', '注释的两行。', '注释的第二段。', '后文。'],
    ],
    ['in a quotation', '> 引文[^1]。\n>\n> [^1]: 这是注释。\n', ['引文。', '这是注释。']],
  ])('footnotes as texts of their own: %s', async (_, markdown, texts) => {
    expect(await textOf(markdown)).toEqual(texts);
  });

  it('keeps a colon behind a footnote mark, and what looks like one in code', async () => {
    expect(await textOf('他说[^1]: 好。\n\n表达式`[^1]`不变。\n')).toEqual([
      '他说: 好。',
      '表达式[^1]不变。',
    ]);
  });

  it('lists, item by item', async () => {
    expect(await textOf('- 第一项\n- [x] 第二项\n  1. 里面的\n')).toEqual(['第一项', '第二项', '里面的']);
  });

  it('tables, row by row', async () => {
    expect(await textOf('| 名称 | 用途 |\n| :-- | --: |\n| **静流** | 夜间 |\n')).toEqual([
      '名称 用途',
      '静流 夜间',
    ]);
  });

  it.each([
    ['front matter', '---\ntitle: 标题文字\n---\n'],
    ['front matter in TOML', '+++\ntitle = "标题文字"\n+++\n'],
    ['fenced code', '```js\n// 代码里的字\n\n// 还有\n```\n\n'],
    ['fenced code in a fence of tildes', '~~~~\n代码里的字\n~~~\n~~~~\n\n'],
    ['indented code', '    代码里的字\n\n'],
    ['comments', '<!-- 注释里的字\n\n还有 -->\n\n'],
  ])('leaves out %s', async (_, markdown) => {
    expect(await textOf(`${markdown}正文。\n`)).toEqual(['正文。']);
  });

  it.each<[string, string, string[]]>([
    ['in a numbered list', '1. 第一步：\n\n2. ```js\n   代码();\n   ```\n\n后文。\n', ['第一步：', '后文。']],
    ['in an item with a bracket', '1) ~~~\n   代码\n   ~~~\n\n后文。\n', ['后文。']],
    ['before more of an item', '10. ```\n    代码\n    ```\n    然后这样做。\n', ['然后这样做。']],
    ['in an item behind a tab', '-\t```\n\t代码\n\t```\n\n\t然后这样做。\n', ['然后这样做。']],
    ['with a fence in its text', '```md\n代码一\n```not ```\n代码二\n```\n\n后文。\n', ['后文。']],
    ['with shorter fences in it', '````md\n```js\n代码\n```\n代码\n`````\n\n后文。\n', ['后文。']],
    ['with the other fence in it', '~~~\n代码\n```\n代码\n~~~ \n\n后文。\n', ['后文。']],
    ['up to the end of a quotation', '> 引文。\n>\n> ```\n> 代码\n\n后文。\n', ['引文。', '后文。']],
    [
      'up to the end of an item',
      '- 一项。\n\n  ```\n  代码\n\n  代码\n后文。\n- 另一项。\n',
      ['一项。', '后文。', '另一项。'],
    ],
    ['between paragraphs', '前文。\n```\n代码\n```\n后文。\n', ['前文。', '后文。']],
  ])('leaves out fenced code and nothing else: %s', async (_, markdown, texts) => {
    expect(await textOf(markdown)).toEqual(texts);
  });

  it('takes no fence in indented code for one', async () => {
    expect(await textOf('前文。\n\n    ```\n    代码\n\n后文。\n')).toEqual(['前文。', '后文。']);
  });

  it.each<[string, string, string[]]>([
    ['in code', '用 `<!--` 开始一段注释。\n\n后文。\n', ['用 <!-- 开始一段注释。', '后文。']],
    [
      'in code in a table',
      '| 名称 | 写法 |\n| -- | -- |\n| 开始 | `<!--` |\n| 结束 | `-->` |\n',
      ['名称 写法', '开始 <!--', '结束 -->'],
    ],
    [
      'in indented code',
      '前文。\n\n    <!-- 代码\n    <!-- 代码\n\n中间。\n\n    代码 -->\n\n后文。\n',
      ['前文。', '中间。', '后文。'],
    ],
    [
      'in code in a block of HTML',
      '<div>\n用 `<!--` 开始，见 > 后文。\n</div>\n',
      ['用 `<!--` 开始，见 > 后文。'],
    ],
    ['behind a backslash', '用\\<!-- 开始。\n\n后文。<!-- 注释 -->\n', ['用<!-- 开始。', '后文。']],
    [
      'in a paragraph that ends first',
      '用 <!-- 开始。\n\n后文<!-- 注释 -->。\n',
      ['用 <!-- 开始。', '后文。'],
    ],
    [
      'in an item that ends first',
      '- 用 <!-- 开始。\n- 用 --> 结束。\n',
      ['用 <!-- 开始。', '用 --> 结束。'],
    ],
  ])('does not take for a comment what is written about them: %s', async (_, markdown, texts) => {
    expect(await textOf(markdown)).toEqual(texts);
  });

  it.each<[string, string, string[]]>([
    [
      'before and behind them',
      '前面有一句话。<!-- 注释\n注释 --> 后面还有一句话。\n',
      ['前面有一句话。后面还有一句话。'],
    ],
    ['on one line', '前文<!-- 一 -->、中间<!---->和<!--> 后文。\n', ['前文、中间和 后文。']],
    ['behind one after another', '<!-- 一\n二 --> <!-- 三\n四 -->后**文**。\n', ['后文。']],
    ['within an item', '- 前文。<!-- 一\n  二 -->     后文。\n\n  另一段。\n', ['前文。后文。', '另一段。']],
    ['indented in HTML', '<div>\n    <!-- 一\n\n    二 -->\n后文。</div>\n', ['后文。']],
  ])('reads what stands around comments: %s', async (_, markdown, texts) => {
    expect(await textOf(markdown)).toEqual(texts);
  });

  it.each<[string, string, string[]]>([
    ['a fence', '前文。\n\n```js\n后文。\n\n~~~\n代码\n~~~\n\n结尾。\n', ['前文。', '后文。', '结尾。']],
    ['a fence with shorter ones', '````md\n后文。\n\n```\n代码\n```\n\n结尾。\n', ['后文。', '结尾。']],
    ['a fence behind which there is text', '``` 第一句。\n第二句。\n', ['第一句。第二句。']],
    ['a fence in a quotation', '> ```\n> 引文。\n', ['引文。']],
    [
      'a fence in an item whose text was not indented',
      '10. 一项\n还是它\n    ```\n    后文。\n',
      ['一项还是它', '后文。'],
    ],
    ['a comment', '前文。\n\n<!-- 第一句。\n\n第二句。\n', ['前文。', '<!-- 第一句。', '第二句。']],
    [
      'one after another',
      '<!-- 一。\n\n```js\n二。\n\n~~~js\n三。\n\n````js\n四。\n\n<!-- 五。\n',
      ['<!-- 一。', '二。', '三。', '四。', '<!-- 五。'],
    ],
  ])('reads the text behind what is never closed: %s', async (_, markdown, texts) => {
    expect(await textOf(markdown)).toEqual(texts);
  });

  it('tells the lines of text behind what is never closed', async () => {
    const { report } = await corpusFromText('正文。\n\n```js\n\n<!--\n\n三国[MASK]。\n', 'a.md');
    expect(report.skipped.at(-1)?.where).toBe('a.md:7');
  });

  it('lets go of a document that is not read to its end', async () => {
    let isOpen = true;
    async function* document(): AsyncGenerator<Line> {
      try {
        yield* linesIn('第一行。\n第二行。\n');
      } finally {
        isOpen = false;
      }
    }
    for await (const { number } of visibleLines(document())) if (number === 1) break;
    expect(isOpen).toBe(false);
  });

  it.each([
    ['fences', '```js\n'],
    ['comments', '<!--\n'],
    ['comments on one line', '<!-- '],
    ['comments in paragraphs', '字 <!--\n'],
    ['all of them', '```js\n~~~js\n<!--\n字 <!--\n'],
  ])('reads each line only a few times where nothing is closed: %s', async (_, marks) => {
    const text = `${marks.repeat(200_000 / marks.length)}\n\n正文。\n`;
    const read = [];
    for await (const { text: line } of visibleLines(linesIn(text))) read.push(line);
    expect(read.at(-1)).toBe('正文。');
  });

  it.each([
    ['alone', '---\n\n正文。\n', ['正文。']],
    ['with another below', '---\n\n第一段。\n\n---\n\n第二段。\n', ['第一段。', '第二段。']],
    ['right above a line', '---\n第一段: 很短。\n\n---\n\n第二段。\n', ['第一段: 很短。', '第二段。']],
  ])('does not take a divider at the beginning for front matter: %s', async (_, markdown, texts) => {
    expect(await textOf(markdown)).toEqual(texts);
  });

  it.each([
    ['elements of HTML that are never closed', '<pre>春天 ', 1_000_000],
    ['elements of HTML that are closed as others', '<pre>春天</script>', 500_000],
    ['footnotes that are never closed', '[^1', 250_000],
    ['marks of emphasis within each other', '**_春', 100_000],
  ])('does not take long for many %s', { timeout: 20_000 }, async (_, mark, length) => {
    const text = `${mark.repeat(length / mark.length)}\n\n正文。\n`;
    expect((await textOf(`前文。\n\n${text}`)).at(-1)).toBe('正文。');
  });

  it('does not take long for a long line of marks of a fence that is none', { timeout: 20_000 }, async () => {
    const text = `${'`'.repeat(200_000)}${'春'.repeat(200_000)}\``;
    const read = [];
    for await (const { text: line } of visibleLines(linesIn(text))) read.push(line);
    expect(read).toEqual([text]);
  });

  it('takes a table whose cells would be millions for the lines that they are', async () => {
    const [columns, rows] = [1_000, 20_000];
    const table = `${'甲|'.repeat(columns)}\n${'-|'.repeat(columns)}\n${'乙。\n'.repeat(rows)}`;
    const texts = await textOf(`前文。\n\n${table}\n后文。\n`);
    expect([texts[0], texts.at(-1)]).toEqual(['前文。', '后文。']);
  });

  it('does not take long for headings without an empty line', { timeout: 20_000 }, async () => {
    expect(await textOf('春。\n=\n'.repeat(100_000))).toEqual(['春。']);
  });

  it('does not take long for a long line of quotations within each other', { timeout: 20_000 }, async () => {
    await expect(textOf(`前文。\n\n${'> '.repeat(3_000_000)}`)).rejects.toThrow('nested too deeply');
  });

  it('reads quotations within each other, and lines that fall back out of them', async () => {
    const mails = Array.from({ length: 10 }, (_, index) => `${'> '.repeat(10 - index)}第${index}封。\n`);
    const separate = mails.flatMap((mail) => [mail, mail.replace(/第.*/u, '')]);
    expect(await textOf(separate.join(''))).toEqual(mails.map((mail) => mail.replace(/[> \n]/gu, '')));
  });

  it.each([
    [
      'lines with ever fewer marks of quotations',
      Array.from({ length: 30 }, (_, index) => '>'.repeat(30 - index)),
    ],
    ['a line of many marks of quotations', ['>'.repeat(1529), ...Array.from({ length: 30 }, () => '')]],
    ['a line of many marks of lists', ['- '.repeat(3000), ...Array.from({ length: 30 }, () => '')]],
  ])('refuses %s, which would take forever', { timeout: 20_000 }, async (_, marks) => {
    await expect(textOf(marks.map((mark) => `${mark}春。\n`).join(''))).rejects.toThrow('nested too deeply');
  });

  it('keeps a gap apart from a link, and tells its line', async () => {
    const { train, report } = await corpusFromText(
      '---\na: 1\n---\n正文。\n\n- 一\n\n三国[MASK]。\n',
      'a.md',
    );
    expect(train).toEqual(['正文。', '一']);
    expect(report.skipped[0]?.where).toBe('a.md:8');
  });

  it('takes references for their texts, however far away their addresses are', async () => {
    const numbers = Array.from({ length: 600 }, (_, index) => index);
    const links = numbers.map(
      (index) => `第${index}段有[链接**${index}**][L ${index}]和[名字${index}][]。\n`,
    );
    const addresses = numbers.map((index) => `[l ${index}]: https://example.com/地址 "标题"\n`);
    const expected = numbers.map((index) => `第${index}段有链接${index}和名字${index}。`);
    expect(await textOf(`${links.join('\n')}\n${addresses.join('')}`)).toEqual(expected);
  });

  it('takes neither footnotes nor gaps for references', async () => {
    const { train, report } = await corpusFromText(
      '注释[^1][^2]和[^3][方括号]。\n\n三国[MASK][MASK]。\n\n[三国][MASK]。\n\n[MASK][三国]。\n',
      'a.md',
    );
    expect(train).toEqual(['注释和[方括号]。']);
    expect(report.skipped).toMatchObject([{ count: 3, where: 'a.md:3' }]);
  });

  it('keeps the paragraphs of a long item', async () => {
    const numbers = Array.from({ length: 1000 }, (_, index) => index);
    const paragraphs = numbers.map((index) => `    这是第${index}段。\n\n`);
    const expected = numbers.map((index) => `这是第${index}段。`);
    expect(await textOf(`10. 一项。\n\n${paragraphs.join('')}后文。\n`)).toEqual([
      '一项。',
      ...expected,
      '后文。',
    ]);
  });

  it('reads a long document in parts, as it would read it whole', async () => {
    const sections = Array.from(
      { length: 800 },
      (_, index) => `## 第${index}节\n\n这是第${index}段**文字**。\n\n\`\`\`\n略${index}\n\n\`\`\`\n`,
    );
    const expected = sections.flatMap((_, index) => [`第${index}节`, `这是第${index}段文字。`]);
    expect(await textOf(sections.join('\n'))).toEqual(expected);
  });
});
