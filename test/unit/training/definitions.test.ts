import { beforeAll, expect, test } from 'vitest';
import { toExamples } from '../../../src/core/corpus/examples';
import { Masker } from '../../../src/core/masking/masker';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { randomFor } from '../../../src/core/random';
import { Definitions } from '../../../src/core/training/definitions';
import { withCharacters } from '../../../src/core/tokenizer/newCharacters';
import { readTokenizer, type Tokenizer } from '../../../src/core/tokenizer/tokenizer';

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = await readTokenizer(embeddedModel());
});

/** A text in which a word is masked, turned round, with its masks as _; undefined where it is no definition of the word. */
function turned(
  text: string,
  { word = '灵梭', among = [], draw = 0, by = tokenizer }: Context = {},
): string | undefined {
  const [example, ...others] = toExamples([text, ...among], by, 128);
  const random = randomFor(draw, 'turn');
  const masked = example && new Masker({ tokenizer: by, terms: [word] }).maskTerm(example, random);
  if (!example || !masked) throw new Error(`${word} is not in ${text}`);
  const definitions = new Definitions([example, ...others], by);
  const definition = definitions.in(example, masked);
  if (!definition) return undefined;
  const { ids, positions, targets } = definitions.turned(masked, definition, random);
  expect(Array.from(positions, (position) => ids[position])).toEqual(Array.from(word, () => by.special.mask));
  expect(targets).toEqual(masked.targets);
  return Array.from(ids.slice(1, -1), (id) => by.token(id))
    .join('')
    .replaceAll('[MASK]', '_');
}

interface Context {
  word?: string;
  /** Other texts of the corpus. */
  among?: readonly string[];
  draw?: number;
  by?: Tokenizer;
}

test('a word of characters beyond the first plane is one, too', () => {
  const by = withCharacters(tokenizer, ['𠮷', '𣱵']);
  expect(turned('𠮷𣱵：织布的机器。', { word: '𠮷𣱵', by })).toMatch(/^织布的机器.+__。$/u);
});

test('a definition leads to its word, in several ways', () => {
  const ways = Array.from({ length: 100 }, (_, draw) => turned('灵梭：把海风变成淡水的机器。', { draw }));
  expect([...new Set(ways)].toSorted()).toEqual(
    ['叫', '叫作', '名叫', '是', '就是', '，', '，这就是']
      .map((turn) => `把海风变成淡水的机器${turn}__。`)
      .toSorted(),
  );
});

test.each([
  ['灵梭:织布的机器', '织布的机器'],
  ['灵梭 织布的机器', '织布的机器'],
  ['灵梭（织布的机器）', '织布的机器'],
  ['灵梭——织布的机器！', '织布的机器'],
  ['3. 灵梭：织布的机器', '织布的机器'],
  ['“灵梭”指织布的机器。它很轻。', '织布的机器'],
  ['灵梭指的是织布的机器。', '织布的机器'],
  ['灵梭（líng suō）：织布的机器', '织布的机器'],
  ['“灵梭”(líng suō)织布的机器', '织布的机器'],
  ['灵梭（shuttle）是织布的机器', '织布的机器'],
  ['灵梭是指织布的机器', '织布的机器'],
  ['【灵梭】织布的机器', '织布的机器'],
  ['灵梭，比喻很快，像织布一样。', '比喻很快，像织布一样'],
  ['灵梭：织布的，很轻的机器；也叫梭子。', '织布的，很轻的机器'],
  ['灵梭是织布的机器，它很轻。', '织布的机器'],
])('%s', (text, definition) => {
  expect(turned(text)).toMatch(new RegExp(`^${definition}(叫|叫作|名叫|是|就是|，|，这就是)__。$`, 'u'));
});

test.each([
  ['of which the word is not the beginning', '织布的灵梭：机器'],
  ['that says nothing', '灵梭：好'],
  ['that goes on without a link', '灵梭在织布的机器里'],
  ['in which the word comes again', '灵梭：灵梭里的机器'],
])('a text %s is left as it is', (_, text) => {
  expect(turned(text)).toBeUndefined();
});

test('what somebody says in a play explains nobody', () => {
  const line = '灵梭：今天的风很大。';
  expect(turned(line, { among: ['灵梭：我们走吧。'] })).toBeDefined();
  expect(turned(line, { among: ['灵梭：我们走吧。', '灵梭：等一等。'] })).toBeUndefined();
});
