/**
 * Words of grammar, simplified and traditional; a term neither begins nor ends with one, and none of the first few is
 * in it.
 */
const neverInside = /[的了着著吗嗎呢吧啊么麼]|也(?!门|門|$)|哪(?!吒)|每一/u;
const neverFirst =
  /^[是在也都就还還又很不没沒被把让讓而但与與及们們个個之这這那我你他她它其此得地过過性化者]/u;
const neverLast = /[是在也都就还還又很不没沒被把从從给給让讓但且与與及或我你他她它这這那个個]$/u;

const digits = '零〇一二三四五六七八九十百千万萬亿億两兩';
/** Numbers in words, as in 第二百零三条 and 第一步, and times, as in 下午三点. */
const numeral = new RegExp(
  String.raw`^第[一二三四五六七八九十]|^[第${digits}]+元?$|[${digits}\d][点點]半?$`,
  'u',
);
const numberBeforeUnit = new RegExp(String.raw`^(?:[${digits}几幾每第]|\d+)$`, 'u');
/** Laughter and the like: 哈哈, or any character again and again. */
const sound = /^(?:([哈呵嘿嘻嗯哦噢呜喔哎唉哇])\1+|(.)\2{2,})$/u;

/** Whether a text is more than a name, or other than one, by its words of grammar and numbers. */
export function hasGrammar(text: string): boolean {
  return [neverInside, neverFirst, neverLast, numeral].some((pattern) => pattern.test(text));
}

export function isNumeral(text: string): boolean {
  return numeral.test(text);
}

/** Whether a unit, or a part of a date, follows a character or a number: 盏 after 一, 日 after 5. */
export function isNumberBeforeUnit(text: string): boolean {
  return numberBeforeUnit.test(text);
}

export function isSound(text: string): boolean {
  return sound.test(text);
}
