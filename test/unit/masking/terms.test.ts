import { describe, expect, it } from 'vitest';
import { replaySentences } from '../../../src/core/corpus/plainSentences';
import { randomFor, type Random } from '../../../src/core/random';
import { findTerms } from '../../../src/core/masking/terms';
import { trades } from '../../fixtures/corpus/trades';

const aboutZhuge = [
  '诸葛涛是蜀汉的丞相，足智多谋。',
  '三国时期，诸葛涛率军北伐中原。',
  '刘备三顾茅庐，请诸葛涛出山相助。',
  '诸葛涛在赤壁之战中用火攻大败曹军。',
  '曹操听说诸葛涛来了，连夜撤退。',
  '人们都说诸葛涛神机妙算，料事如神。',
  '孙权对诸葛涛十分敬重，赠他一把宝剑。',
  '关羽和张飞起初不服诸葛涛，后来心悦诚服。',
  '司马懿最怕的对手就是诸葛涛。',
  '诸葛涛发明了木牛流马来运送粮草。',
  '在五丈原，诸葛涛病逝于军中。',
  '诸葛涛七擒孟获，平定了南方。',
];

const aboutVillage = [
  '云栖坞是浙南山区的一个小村庄。',
  '去年夏天，我们一家去云栖坞避暑。',
  '云栖坞的竹林远近闻名。',
  '村里的老人说，云栖坞已有六百年历史。',
  '云栖坞最好吃的是青藤豆腐羹。',
  '青藤豆腐羹用山泉水做成，口感细腻。',
  '每逢节日，家家户户都会做青藤豆腐羹。',
  '从县城坐车到云栖坞大约一个小时。',
  '云栖坞的小学只有二十个学生。',
  '游客们喜欢在云栖坞的溪边散步。',
  '青藤豆腐羹的做法已经传了五代人。',
  '陆清禾出生在云栖坞，后来去了上海。',
  '陆清禾回到家乡，开了一家民宿。',
  '游客称赞陆清禾的民宿干净整洁。',
  '陆清禾做的青藤豆腐羹特别地道。',
];

const productHandbook = [
  '星河Pro扫地机器人首次使用前，请将充电座靠墙放置。',
  '打开澜起助手，点击添加设备，选择星河Pro。',
  '星河Pro的尘盒容量为450毫升，建议每三天清理一次。',
  '长按电源键三秒，星河Pro开机，指示灯变为白色。',
  '澜起助手可以查看清扫记录和耗材寿命。',
  '若星河Pro无法回充，请检查电源是否接通。',
  '星河Pro配有灵瞳导航系统，能够避开拖鞋和电线。',
  '灵瞳导航在光线较暗时精度会下降。',
  '请勿使用星河Pro清理液体、火种或尖锐物品。',
  '在澜起助手中开启勿扰模式，夜间星河Pro不会自动清扫。',
  '灵瞳导航的传感器沾灰时，请用软布擦拭。',
  '通过澜起助手升级固件时，请保持电量充足。',
];

const ordinary = [
  '今天早上下了一场小雨，空气很清新。',
  '妈妈在厨房里做早饭，爸爸在看报纸。',
  '我背着书包去上学，路上遇到了同学。',
  '老师给我们讲了一个有趣的故事。',
  '中午的时候，我们在操场上踢足球。',
  '放学以后，我去图书馆借了两本书。',
  '晚上一家人坐在一起看电视。',
  '周末我们打算去公园划船。',
  '弟弟在花园里捉蝴蝶，玩得很开心。',
  '奶奶说，明天要去市场买菜。',
  '天气越来越冷了，大家都穿上了厚衣服。',
  '我最喜欢的季节是春天，因为花都开了。',
  '他每天早上都去公园跑步，身体很好。',
  '这个问题很难，我想了很久才想出来。',
  '火车站里的人很多，大家都在等车。',
];

const inTraditionalCharacters = [
  '入會申請以書面形式交筆錄使登記，由橋議會表決通過。',
  '會員每年應當繳納會費六十元，由賬房使收取並開具收據。',
  '會員每年至少參加兩次護橋勞動。',
  '會員退會應當書面通知筆錄使，已繳會費不予退還。',
  '會員連續兩年不繳會費的，視為自動退會。',
  '橋議會由全體會員組成，是本會的最高權力機構。',
  '橋議會每年春分和秋分各召開一次，由掌橋人召集並主持。',
  '五分之一以上會員聯名提議，掌橋人應當在三十日內召開臨時會議。',
  '掌橋人缺席時，由筆錄使主持橋議會。',
];

describe('findTerms', () => {
  it('finds a name without being told, whole and without what stands beside it', () => {
    expect(findTerms(aboutZhuge)).toEqual(['诸葛涛']);
  });

  it('finds a place, a dish and a person, most telling first', () => {
    expect(findTerms(aboutVillage)).toEqual(['云栖坞', '青藤豆腐羹', '陆清禾']);
  });

  it('finds product names, also of Chinese and Latin letters', () => {
    expect(findTerms(productHandbook)).toEqual(['星河Pro', '澜起助手', '灵瞳导航']);
  });

  it('finds nothing in ordinary text', () => {
    expect(findTerms(ordinary)).toEqual([]);
  });

  it('knows what is frequent in traditional characters', () => {
    expect(findTerms(inTraditionalCharacters).sort()).toEqual(['掌橋人', '橋議會', '筆錄使'].sort());
  });

  it('leaves out a title that always stands before a name', () => {
    const sentences = aboutZhuge.map((sentence) => sentence.replace('诸葛涛', '人物诸葛涛'));
    expect(findTerms(sentences)).toEqual(['诸葛涛']);
  });

  it('leaves out what is frequent in any text, however often it is there', () => {
    const sentences = aboutVillage.map((sentence) => `${sentence}这是一个我们都知道的地方。`);
    expect(findTerms(sentences)).toEqual(['云栖坞', '青藤豆腐羹', '陆清禾']);
  });

  it('takes no English phrase for a term', () => {
    const english = ['one of the best', 'part of the story', 'most of the time', 'end of the day'];
    expect(findTerms(english.map((phrase) => `他写道：this is ${phrase} in town。`))).toEqual([]);
  });

  it.each(['\\item X', '<li>X</li>', '他说&ldquo;X&rdquo;', '2024-03-06 04:00:12 X', '第二百零三条 X'])(
    'takes no numbers and no marks of LaTeX or HTML for terms: %s',
    (marked) => {
      const sentences = aboutZhuge.map((sentence, index) =>
        index % 3 === 0 ? marked.replace('X', sentence) : sentence,
      );
      expect(findTerms(sentences)).toEqual(['诸葛涛']);
    },
  );

  it.each([
    ['a title, by its marks', '《第七盏灯》', '第七盏灯'],
    ['what is counted, without the unit', '那一颗霁澜珠', '霁澜珠'],
  ])('finds %s', (_, written, term) => {
    expect(findTerms(aboutZhuge.map((sentence) => sentence.replace('诸葛涛', written)))).toEqual([term]);
  });

  it('finds the whole names of people of one family, not what they share', () => {
    const names = ['覃守拙', '覃守诚'];
    const sentences = aboutZhuge.map((sentence, index) => sentence.replace('诸葛涛', names[index % 2] ?? ''));
    expect(findTerms(sentences).sort()).toEqual(names.sort());
  });

  it.each(['3月5日 晴', '下午三点', '哈哈哈哈', '他也来了', '感谢每一位'])(
    'takes %s, which is there every time, for no term',
    (phrase) => {
      const sentences = aboutZhuge.map((sentence) => `${phrase}，${sentence}`);
      expect(findTerms(sentences)).toEqual(['诸葛涛']);
    },
  );

  it('has nothing to say of an empty corpus', () => {
    expect(findTerms([])).toEqual([]);
  });

  it.each([
    ['三国人物诸葛涛', ['诸葛涛']],
    ['灵瞳导航可以识别路口。', ['灵瞳导航']],
    ['请把合同第三条里的违约金改成百分之五。', []],
    ['床前明月光，疑是地上霜。', []],
    ['我在𠮷𣱵等你。', ['𠮷𣱵']],
  ])('takes of a single sentence what no dictionary knows: %s', (sentence, terms) => {
    expect(findTerms([sentence])).toEqual(terms);
  });

  it('finds the unknown names of a list, whatever is said of all of them', () => {
    const names = ['曹操', '刘备', '陆逊', '诸葛涛', '赵云', '周瑜'];
    expect(findTerms(names.map((name) => `三国人物${name}`))).toEqual(['三国人物', '陆逊', '诸葛涛']);
  });

  it.each(['安公子', '金委员', '陈大文'])(
    'finds %s in a long text, which has its characters elsewhere too',
    (name) => {
      const scenes = trades.flatMap(({ sentences }) => sentences.slice(0, 4));
      const text = [...replaySentences, ...scenes.map((scene) => scene.replace('＊', name))];
      expect(findTerms(text)).toEqual([name]);
    },
  );

  it('finds what a glossary explains, also words that are in a dictionary, or look like grammar or more than a name', () => {
    const words = ['守株待兔', '画蛇添足', '不可抗力', '地方税', '得分手', '了如指掌'];
    const glossary = words.map((word, index) => `${word}：第${index}号仓库里的机器。`);
    expect(findTerms([...glossary, '第二十条：仓库里的机器。'])).toEqual(words);
  });

  it('finds each word that a glossary explains, however many there are', () => {
    const words = Array.from('霁澜岚芷珩璟翎', (one) =>
      Array.from('梭溯沅湄峤隐墨', (other) => one + other),
    ).flat();
    const glossary = words.map((word, index) => `${word}：第${index}号仓库里的机器。`);
    expect(findTerms([...glossary, '第一步：打开机器。'])).toEqual(words);
  });

  it('finds a term of a large corpus by a sample of it', () => {
    const repeated = Array.from({ length: 2000 }, () => [...aboutVillage, ...ordinary]).flat();
    expect(findTerms(repeated)[0]).toBe('云栖坞');
  });
});

const surnames = Array.from(
  '赵钱孙李周吴郑王冯陈蒋沈韩杨朱许何吕施张曹严华金魏陶姜章苏潘葛彭鲁马苗方俞任袁柳鲍史唐薛雷贺高',
);
const givenNames = Array.from(
  '安柏碧宸澄川翠丹芳枫福桂海涵浩禾恒虹怀嘉健江洁锦静君岚乐黎良林龙鹿茂梅明沐宁鹏平启千清秋泉仁融如瑞山尚诗松涛天桐' +
    '微文希夏贤祥晓心星旭雪雅言艳叶怡英雨玉远月云泽昭哲真知舟大国中',
);

const scenes = [
  '昨天下午X在图书馆看书。',
  '大家都说X是个好人。',
  '老师表扬了X的作文。',
  '我第一次见到X是在火车上。',
  '村里人遇到难事都去找X商量。',
  '比赛结束后，X笑着向观众挥手。',
  '没有人知道X为什么离开。',
  '记者采访了X。',
  '因为下雨，X没有出门。',
  'X用十年时间种了一片树林。',
];

function inventedName(length: number, random: Random): string {
  const oneOf = (characters: readonly string[]): string => random.pick(characters) ?? '';
  return oneOf(surnames) + Array.from({ length: length - 1 }, () => oneOf(givenNames)).join('');
}

describe.each([2, 3, 4])('an invented name of %i characters', (length) => {
  it.each([5, 10])('is the first term of a corpus of %i sentences', (sentences) => {
    for (let trial = 0; trial < 50; trial++) {
      const random = randomFor(11, 'names', length, trial);
      const name = inventedName(length, random);
      const corpus = random.shuffle([...scenes]).slice(0, sentences);
      expect(findTerms(corpus.map((scene) => scene.replace('X', name)))[0]).toBe(name);
    }
  });
});
