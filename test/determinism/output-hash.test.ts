import { readRecordedFigures } from '../eval/figures.js';
import { outputHash } from '../eval/output-hash.js';

it('every Node makes the same bytes of the annotated articles (npm run eval -- --record after a change of rules)', () => {
  expect(outputHash()).toBe(readRecordedFigures()?.output);
});

it('a second reading in the same process gives the same bytes', () => {
  expect(outputHash()).toBe(outputHash());
});
