/** What the fields of records are called, and what their names say of what is in them. */

/** Fields with questions about a text and their answers, which most often are excerpts of it. */
const questionsAndAnswers: readonly string[] = [
  'question',
  'questions',
  'answer',
  'answers',
  'qas',
  '问题',
  '答案',
  '回答',
  '问',
  '答',
];

/** Lists of the characters or words of a sentence. */
export const namesOfTokens: readonly string[] = ['tokens', 'token', 'chars', 'char', '字符', '分词'];

/** What fields with text in them are called, best first; those of one row stand side by side in a record. */
const textFieldNames: readonly (readonly string[])[] = [
  ['text', 'texts', '文本', '正文'],
  ['sentence', 'sentences', '句子', '语句'],
  ['content', 'contents', 'body', 'article', 'document', 'doc', '内容', '文章', '全文', '原文'],
  ['paragraph', 'paragraphs', 'passage', 'context', '段落'],
  ['review', 'comment', 'message', 'utterance', 'description', 'abstract', 'summary', '评论', '描述', '摘要'],
  namesOfTokens,
  [...questionsAndAnswers, 'instruction', 'input', 'output', 'prompt', 'response'],
  ['title', '标题'],
];

/** Whether a field's name says that there is text in it. */
export function isNamedAsText(field: string): boolean {
  return rankOfName(field) < textFieldNames.length;
}

/**
 * How well a field is named as text, 0 being best.
 *
 * `data.Sentence_2` and `sentence_text` are as good names as `sentence`; `answers.text` is no better than `answers`: the
 * passages that are asked about are worth more (SQuAD, CMRC 2018, DRCD).
 */
export function rankOfName(field: string): number {
  const [name = '', ...outerNames] = field.split('.').map(stemOf).reverse();
  const rank = rankOfStem(name);
  return outerNames.some((outer) => questionsAndAnswers.includes(outer))
    ? Math.max(rank, rankOfStem('answer'))
    : rank;
}

function stemOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/_text$|_?[\dab]$/u, '');
}

function rankOfStem(name: string): number {
  const rank = textFieldNames.findIndex((names) => names.includes(name));
  return rank >= 0 ? rank : textFieldNames.length;
}

/** A title alone is not a record's text. */
export const rankOfTitle = rankOfStem('title');
/** Texts about something, rather than texts: what a word means may be called so. */
export const rankOfDescription = rankOfStem('description');
