import { verbForms } from '../morphology.js';

/**
 * Words that people use of what they like and of what they do not, whatever it is about. Faint evidence of a stance, and only
 * together with all else: unlike the words of `verdicts.ts` they need not judge what they stand beside.
 */
const BAD_VERBS = `
accuse blame fail refuse reject threaten attack harm damage hurt destroy undermine violate breach ignore obstruct block stall delay derail sabotage
lie deceive mislead betray punish blackmail bully coerce provoke insult fear worry warn condemn denounce criticise criticize complain regret
lose suffer collapse break abandon impose dictate exploit weaken jeopardise jeopardize risk endanger dismiss doubt deny reject oppose resist
protest fight kill escalate worsen deteriorate stop prevent waste drag evade dodge backtrack renege monopolise monopolize seize steal
`;
const GOOD_VERBS = `
welcome support agree help protect benefit improve secure strengthen cooperate co-operate succeed achieve solve resolve advance progress praise hope
respect honour honor trust thank celebrate endorse encourage contribute enjoy guarantee deserve share build gain win preserve ensure save assure
commit pledge facilitate reconcile appreciate favour favor prosper
`;
const BAD = `
threat threats danger dangerous harm harmful damage crisis catastrophe disaster failure violation breach aggression aggressive hostile hostility
intransigence intransigent stubborn stubbornness obstinate obstinacy delay delays procrastination excuse excuses pretext blackmail coercion pressure
unilateral unilaterally illegal unlawful unfair unjust unacceptable unrealistic impossible wrong bad worse worst weak poor costly
expensive burden loss losses risk risks fear fears concern concerns worried alarmed angry anger disappointed disappointing frustration frustrated
refusal rejection opposition objection obstacle obstacles lies lie false empty sham farce deadlock impasse blame accusation provocation
bad-faith unwilling reluctant sceptical skeptical pointless useless never impede lack little nothing cannot crime criminal shame shameful
greed greedy insult chaos collapse existential irreversible colonial hegemony bullying
`;
const GOOD = `
good better best great fair just right positive constructive useful helpful important vital essential necessary ready willing open committed
determined confident optimistic hopeful happy glad pleased progress success successful opportunity benefit benefits solution solutions
agreement cooperation co-operation partnership peace peaceful stability stable prosperity trust goodwill sincere serious genuine honest
mutual win-win balanced equitable reasonable responsible safe secure breakthrough historic development growth hope support yes
win-win beneficial desire keen
`;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const VALENCE: ReadonlyMap<string, 1 | -1> = new Map<string, 1 | -1>([
  ...words(GOOD_VERBS).flatMap((verb) => verbForms(verb).map((form): [string, 1] => [form, 1])),
  ...words(GOOD).map((word): [string, 1] => [word, 1]),
  ...words(BAD_VERBS).flatMap((verb) => verbForms(verb).map((form): [string, -1] => [form, -1])),
  ...words(BAD).map((word): [string, -1] => [word, -1]),
]);

/** +1 for a word used of what is liked, -1 of what is not, 0 for any other. */
export function valenceOf(word: string): 1 | -1 | 0 {
  return VALENCE.get(word) ?? 0;
}
