import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { languageOf } from './language.js';

const french =
  'Le gouvernement de la Ruritanie a annoncé lundi que les péages ne seraient pas abaissés cette année, malgré les demandes de ses voisins. Le ministre a expliqué que la décision avait été prise après de longues discussions avec les bateliers du fleuve.';
const german =
  'Die Regierung von Ruritanien hat am Montag mitgeteilt, dass die Zölle auf dem Fluss in diesem Jahr nicht gesenkt werden. Der Minister erklärte, die Entscheidung sei nach langen Gesprächen mit den Schiffern gefallen.';
const dutch =
  'De regering van Ruritanië heeft maandag laten weten dat de tol op de rivier dit jaar niet wordt verlaagd. De minister zei dat het besluit was genomen na lange gesprekken met de schippers in de hoofdstad.';
const ukrainian =
  'Уряд Руританії повідомив у понеділок, що мита на річці цього року не знижуватимуть. Міністр пояснив, що рішення ухвалили після довгих перемовин із перевізниками.';
const chinese =
  '鲁里坦尼亚政府周一宣布,今年不会降低河流通行费。部长解释说,这一决定是在与船夫进行长时间讨论之后作出的。';
const english =
  'The government of Ruritania said on Monday that tolls on the river would not be lowered this year. The minister explained that the decision had been taken after long talks with the boatmen in the capital.';

describe('the language of an article', () => {
  test.each([
    ['fr', french],
    ['de', german],
    ['nl', dutch],
    ['uk', ukrainian],
    ['zh', chinese],
  ])('is told by its text: %s', (language, text) => {
    expect(languageOf(text)).toEqual({ language, english: false, by: 'text' });
    // What templates say of everything does not make it English.
    expect(languageOf(text, 'en')).toEqual({ language, english: false, by: 'text' });
  });

  test.each([
    ['as it is', english],
    ['all in capitals', english.toUpperCase()],
    ['without capitals', english.toLowerCase()],
    ['without marks', english.replace(/[.,]/g, '')],
    ['with figures all over', `${english} 12,345 67.8% 9/11 2025-05-05 £3.2bn\n${'1 2 3\t4\n'.repeat(20)}`],
  ])('English, %s', (_, text) => {
    expect(languageOf(text)).toEqual({ language: 'en', english: true, by: 'text' });
    expect(languageOf(text, 'uk')).toMatchObject({ english: true });
  });

  it('is English where half of it is, and not where most of it is something else', () => {
    const long = (text: string) => `${text}\n\n`.repeat(5);
    expect(languageOf(long(english) + long(french)).english).toBe(true);
    expect(languageOf(long(french) + long(english)).english).toBe(true);
    expect(languageOf(`${long(french)}${long(french)}${long(german)}${english}`)).toEqual({
      language: 'fr',
      english: false,
      by: 'text',
    });
  });

  it('is English with a quotation in another language', () => {
    expect(languageOf(`${english} “${french.slice(0, 120)}”, he said. ${english}`).english).toBe(true);
  });

  test.each([
    [
      'a line of names',
      'Rudolf Elphberg, Flavia Strelsau, Antoinette de Mauban, Rupert von Hentzau, Fritz von Tarlenheim, Ludwig Sapt, Michael Strelsau',
    ],
    ['figures alone', '12 345 67.8 % 2025'],
    ['a word', 'No.'],
    ['nothing', ' \n '],
  ])('is not told by %s: the tag decides', (_, text) => {
    expect(languageOf(text, 'fr')).toEqual({ language: 'fr', english: false, by: 'declared' });
    expect(languageOf(text, 'en-GB')).toEqual({ language: 'en-GB', english: true, by: 'declared' });
    expect(languageOf(text)).toMatchObject({ language: 'und', by: 'nothing' });
  });

  it('of a few words without a tag passes as English', () => {
    expect(languageOf('Elphberg: no.').english).toBe(true);
    expect(languageOf('Ruritania rejects the truce.').english).toBe(true);
  });

  it('refuses no annotated article: written out, in capitals, without capitals, under a wrong tag', () => {
    const texts = readdirSync('test/gold')
      .filter((file) => file.endsWith('.jsonl'))
      .flatMap((file) => readFileSync(`test/gold/${file}`, 'utf8').split('\n'))
      .filter((line) => line !== '')
      .flatMap((line) => {
        const { text } = JSON.parse(line) as { text?: unknown };
        return typeof text === 'string' ? [text] : [];
      });
    expect(texts.length).toBeGreaterThan(50);
    // Counted rather than shown: some of these are not to be looked at.
    const refused = texts.filter((text) =>
      [text, text.toUpperCase(), text.toLowerCase()].some((form) => !languageOf(form, 'uk').english),
    );
    expect(refused.length).toBe(0);
  });

  it('is the same whatever was read before, and never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 900 }), { maxLength: 4 }), (texts) => {
        const first = texts.map((text) => languageOf(text));
        expect(texts.toReversed().map((text) => languageOf(text))).toEqual(first.toReversed());
      }),
    );
  });
});
