const chineseOrMark = /[\p{Script=Han}\p{P}\p{S}\p{Z}]/u;
const closingMark = /^[,;!?]$/;
const letter = /^\p{L}/u;

/**
 * Tokens as a person writes them: pieces of a word joined, a space between words that are written with spaces, none
 * beside Chinese characters and punctuation, except after a Latin comma or the like before a letter.
 */
export function joinTokens(tokens: readonly string[], continuingPrefix: string): string {
  let text = '';
  let previous = '';
  for (const token of tokens) {
    if (token.startsWith(continuingPrefix) && token.length > continuingPrefix.length) {
      text += token.slice(continuingPrefix.length);
    } else {
      text += wantsSpace(previous, token) ? ` ${token}` : token;
    }
    previous = token;
  }
  return text;
}

function wantsSpace(before: string, after: string): boolean {
  const last = Array.from(before).at(-1) ?? '';
  const first = Array.from(after).at(0) ?? '';
  if (last === '' || first === '') return false;
  if (closingMark.test(last)) return letter.test(first) && !chineseOrMark.test(first);
  return !chineseOrMark.test(last) && !chineseOrMark.test(first);
}
