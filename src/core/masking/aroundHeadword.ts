/** Patterns of what surrounds the word that an entry of a glossary, a list or a play begins with. */
export const aroundHeadword = {
  /** Before it: a number, a bullet, a quotation mark. */
  lead: String.raw`^[\p{P}\p{S}\p{Nd}\s]*`,
  /** A quotation mark or bracket that closes behind it. */
  closing: '[”’」』》】]?',
  /** How it is read, or what it is in English. */
  reading: String.raw`\s*[（(][\p{Script=Latin}\p{M}\s\d'’,，-]+[）)]`,
  /** What sets it apart from its explanation, or from what is spoken. */
  separator: String.raw`[\s：:（(—–]`,
  /** An explanation that says of itself that it is one, or stands behind a word in 【】. */
  explaining: String.raw`[，,\s]*(?=比喻|形容|泛指|意思是)|(?<=】)`,
};
