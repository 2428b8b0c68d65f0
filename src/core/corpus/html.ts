/** HTML within Markdown. */

/** Tags within a line; all others set text apart. */
const inlineTag = /<\/?(?:a|b|i|u|s|em|strong|span|font|small|big|mark|code|kbd|sub|sup|del|ins)\b[^<>]*>/giu;
/**
 * To a browser, too, what has no letter there is text, such as `<三国演义>` or a sign for less. A `<!--` that
 * `visibleLines` has left begins no comment: the text is about it.
 */
const otherTag = /<[/!?]?[a-z][^<>]*>/giu;

/** What a reader sees of a piece of HTML, entities as they are. */
export function withoutTags(html: string): string {
  return withoutUnseen(html).replace(inlineTag, '').replace(otherTag, ' ');
}

/** The beginning of an element that is not seen, or what stands for something that has been left out before. */
const unseenMark = /<(script|style|pre)\b|<!---->/giu;

/** One that is never closed is no element; for its end the text is looked through once. */
function withoutUnseen(html: string): string {
  const unclosed = new Set<string>();
  let seen = '';
  let copied = 0;
  for (const { 0: mark, 1: name = '', index } of html.matchAll(unseenMark)) {
    const kind = name.toLowerCase();
    if (index < copied || unclosed.has(kind)) continue;
    const end = kind === '' ? index + mark.length : endOfElement(html, kind, index);
    if (end === undefined) {
      unclosed.add(kind);
    } else {
      seen += `${html.slice(copied, index)} `;
      copied = end;
    }
  }
  return seen + html.slice(copied);
}

function endOfElement(html: string, name: string, start: number): number | undefined {
  const tag = new RegExp(`</${name}\\s*>`, 'giu');
  tag.lastIndex = start;
  return tag.test(html) ? tag.lastIndex : undefined;
}
