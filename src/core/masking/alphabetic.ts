/** A letter of an alphabet or a digit, for regular expressions: what words are made of that stand between spaces. */
export const alphabetic = String.raw`[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}]`;

const anyAlphabetic = new RegExp(alphabetic, 'u');

/** Whether a character or token is written with spaces around it, as it has letters of an alphabet or digits. */
export function isAlphabetic(text: string): boolean {
  return anyAlphabetic.test(text);
}
