import { describe, expect, it } from 'vitest';

import english from '../../../package.nls.json';
import chinese from '../../../package.nls.zh-cn.json';
import manifest from '../../../package.json';
import { messagesOfSources, translations } from '../../../scripts/l10n.mjs';

/** `{0}`, in any order. */
const placeholders = (message: string): string[] => (message.match(/\{\d+\}/g) ?? []).sort();

describe('the Chinese translation', () => {
  it('has every message of the sources and no other', async () => {
    const messages = await messagesOfSources();
    const translated = Object.keys(await translations());
    expect(translated.toSorted()).toEqual(messages.toSorted());
  });

  it('puts in what the English message puts in', async () => {
    for (const [message, translation] of Object.entries(await translations())) {
      expect(placeholders(translation), message).toEqual(placeholders(message));
    }
  });
});

describe('the manifest', () => {
  const keys = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);

  it.each([
    ['English', english],
    ['Chinese', chinese],
  ])('has all its words in %s and no other', (_, words) => {
    expect(Object.keys(words).toSorted()).toEqual([...new Set(keys)].toSorted());
  });

  it('says nothing in one language alone', () => {
    const words = [
      ...JSON.stringify(manifest.contributes).matchAll(
        /"(?:title|category|label|name|altText|\w*[dD]escription)":"(.*?)"/g,
      ),
    ].map(([, word]) => word);
    expect(words.filter((word) => !/^%.*%$/.test(word ?? ''))).toEqual([]);
  });

  // The pattern by which VS Code finds links in the words of a walkthrough (src/vs/base/common/linkedText.ts).
  const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

  it.each([
    ['English', english],
    ['Chinese', chinese],
  ])('links to commands in %s by what VS Code takes for a link', (_, words) => {
    const all = Object.values(words).join('\n');
    const commands = all.match(/\(command:/g) ?? [];
    expect(commands.length).toBeGreaterThan(0);
    expect(all.match(link)?.filter((each) => each.includes('(command:'))).toHaveLength(commands.length);
  });
});
