/** What is filled in the comparisons with other programs: the same sentences with one slot and with a gap of three. */
export interface FillTexts {
  /** Characters of a sentence, about. */
  readonly length: number;
  readonly oneSlot: readonly string[];
  readonly gapOfThree: readonly string[];
}

const mask = '[MASK]';

/** Sentences with a word of three characters in brackets, and the character to hide where one alone is hidden. */
const sentences: readonly (readonly string[])[] = [
  [
    '我们明天去【图书馆】还书。',
    '妈妈在厨房里做【西红柿】汤。',
    '他每天骑【自行车】去上班。',
    '这家【电影院】晚上很热闹。',
    '爷爷喜欢坐在门口【晒太阳】。',
  ],
  [
    '周末我们一家人去爬山，中午在山顶的【小亭子】里休息吃饭。',
    '老师让大家把作业放在【讲台上】，下课以后由班长收走。',
    '医生说他需要多休息，每天早晚到【公园里】走一走就好。',
    '新来的同事很热情，常常帮大家去【便利店】买咖啡和点心。',
    '这趟列车晚点了，乘客们都在【候车室】里安静地看书等待。',
  ],
  [
    '春天来了，公园里的花都开了，孩子们在草地上奔跑，【老人们】坐在长椅上晒着太阳聊着天。',
    '昨天晚上下了一场大雨，今天早上路面上还有很多积水，【出租车】从旁边开过时溅了我一身水。',
    '为了准备下个月的考试，小王每天放学以后都要在【图书馆】里看两个小时的书，周末也不休息。',
    '这座城市的夏天又长又热，人们晚饭以后喜欢到江边散步，有的人在【树底下】下棋喝茶聊天。',
    '学校决定在下周五举行运动会，同学们都在操场上认真地练习，【体育课】老师也来帮他们指导。',
  ],
];

export const fillTexts: readonly FillTexts[] = sentences.map((group) => ({
  length: Math.round(group.reduce((sum, sentence) => sum + sentence.length - 2, 0) / group.length),
  oneSlot: group.map((sentence) => sentence.replace(/【(.)(.)(.)】/u, `$1${mask}$3`)),
  gapOfThree: group.map((sentence) => sentence.replace(/【...】/u, mask.repeat(3))),
}));
