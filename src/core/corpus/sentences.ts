/**
 * Where Chinese sentences end: at 。！？…； and their half-width forms, with the closing quotes and brackets behind
 * them. Not inside `“走！”，他说` (a comma goes on), nor at the marks inside an address such as `a.cn/?id=1;b`. Of marks
 * in a row the last alone is matched: a repetition would be tried anew from each of them.
 */
const sentenceEnd =
  /(?:[。！？…；]|[!?;](?![\w=&/%]))["”’」』）)】》〉]*(?![。！？…；!?;"”’」』）)】》〉，、：,:])/gu;

/** Cuts a text after each sentence's end. The parts joined are the text again. */
export function splitIntoSentences(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const { index, 0: mark } of text.matchAll(sentenceEnd)) {
    sentences.push(text.slice(start, index + mark.length));
    start = index + mark.length;
  }
  if (start < text.length) sentences.push(text.slice(start));
  return sentences;
}

/** The offset behind the last sentence that ends in the text; 0 when none does. */
export function endOfLastSentence(text: string): number {
  let end = 0;
  for (const { index, 0: mark } of text.matchAll(sentenceEnd)) end = index + mark.length;
  return end;
}
