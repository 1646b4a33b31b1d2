import { dayOf, statedDay } from './stated-day.js';

/** 10 September 2025 is a Wednesday. */
const day = (sentence: string) => statedDay(sentence, 0, '2025-09-10');

describe('the day a sentence states', () => {
  it.each([
    ['He said on Monday that it was over.', '2025-09-08'],
    ['He said on Wednesday that it was over.', '2025-09-10'],
    ['He said on Friday that it was over.', '2025-09-05'],
    ['He said yesterday that it was over.', '2025-09-09'],
    ['He said on 3 February that it was over.', '2025-02-03'],
    ['He said on Dec. 24 that it was over.', '2024-12-24'],
    ['He said three days ago that it was over.', '2025-09-07'],
  ])('%s', (sentence, expected) => {
    expect(day(sentence)).toBe(expected);
  });

  it.each(['He said last month that it was over.', 'He recently said so.', 'He may march in May.', 'Nothing.'])(
    'is left open by: %s',
    (sentence) => {
      expect(day(sentence)).toBeUndefined();
    },
  );

  it('is the one nearest to the cue', () => {
    const sentence = 'The talks of Monday failed, he said on Tuesday.';
    expect(statedDay(sentence, sentence.indexOf('said'), '2025-09-10')).toBe('2025-09-09');
  });

  it.each(['He will travel on 12 September.', 'She said the levy would be doubled on November 1 or sooner.'])(
    'is never after publication, nor a year before a day that is still to come: %s',
    (sentence) => {
      expect(day(sentence)).toBeUndefined();
    },
  );
});

describe('the day of publication', () => {
  it('is the first ten characters of a date or instant', () => {
    expect(dayOf('2025-05-10')).toBe('2025-05-10');
    expect(dayOf('2025-05-10T23:59:00+02:00')).toBe('2025-05-10');
  });

  it.each(['10 May 2025', '2025-02-30', '', 'now'])('is undefined for: %s', (value) => {
    expect(dayOf(value)).toBeUndefined();
  });
});
