import stringWidth from 'string-width';
import { cell, HOSTILE_CHARACTERS, issue, matrix } from './made-up-record.test-support.js';
import { renderMatrix } from './render-matrix.js';

const linesOf = (text: string) => text.split('\n');

describe('renderMatrix', () => {
  it('shows words where there is room', () => {
    expect(renderMatrix(matrix(), { width: 100, color: false })).toBe(
      [
        'The lakeside water talks (lakeside-water)',
        'actor       The water treaty        The upper dam',
        'Ruritania   − oppose                ○ noncommittal',
        'Ada Quill   ± conditional           ·',
        '',
        '+ support  − oppose  ± conditional  ○ noncommittal  · unknown',
        'Nothing stated yet on: Tolls on the canal.',
        'Nothing stated yet by: Freedonia.',
        '',
      ].join('\n'),
    );
  });

  it('shows signs under numbers where there is not, and says what each stands for', () => {
    const text = renderMatrix(matrix(), { width: 40, color: false });
    expect(text).toContain('Ruritania   −   ○\n');
    expect(text).toContain(' 1 The water treaty\n 2 The upper dam\n');
  });

  it('makes several tables of what is too wide, and stays within the width', () => {
    const issues = Array.from({ length: 30 }, (_, n) =>
      issue(`issue-${n}`, `Issue number ${n} of a long list of them`),
    );
    const positions = Object.fromEntries(issues.map(({ id }) => [id, cell('support')]));
    const text = renderMatrix(
      matrix({ issues, actors: [{ id: 'a', name: 'A very long name of an actor indeed', kind: 'bloc', positions }] }),
      { width: 60, color: false },
    );
    expect(Math.max(...linesOf(text).map((line) => stringWidth(line)))).toBeLessThanOrEqual(60);
    expect(text.match(/A very long name/g)).toHaveLength(3);
    expect(text).toContain('30 Issue number 29');
  });

  it('keeps unknown apart from noncommittal', () => {
    const text = renderMatrix(matrix(), { width: 100, color: false, all: true });
    expect(
      linesOf(text)
        .find((line) => line.startsWith('Freedonia'))
        ?.trim(),
    ).toMatch(/^Freedonia\s+·\s+·\s+·$/);
    expect(text).not.toContain('Nothing stated');
  });

  it('says so where nothing is known at all', () => {
    const text = renderMatrix(matrix({ actors: [] }), { width: 80, color: false });
    expect(text).toContain('No position is known yet.');
  });

  it('names the day and the instant that were asked about', () => {
    const text = renderMatrix(matrix({ validAt: '2026-03-03', knownAt: '2026-05-01T00:00:00Z' }), {
      width: 120,
      color: false,
    });
    expect(linesOf(text)[0]).toBe(
      'The lakeside water talks (lakeside-water, as held on 2026-03-03, as known at 2026-05-01T00:00:00Z)',
    );
  });

  it('colours only when asked to', () => {
    expect(renderMatrix(matrix(), { width: 80, color: true })).toContain('\u001b[31m− oppose\u001b[39m');
    expect(renderMatrix(matrix(), { width: 80, color: false })).not.toContain('\u001b');
  });

  it('lets no escape sequence of a dossier through', () => {
    const hostile = matrix({
      title: 'Talks\u001b[2J\u202e',
      issues: [issue('x', 'Treaty\u001b]52;c;cm0=\u0007')],
      actors: [{ id: 'a', name: 'Evil\u001b[31m\r', kind: 'person', positions: { x: cell('support') } }],
    });
    for (const width of [40, 120])
      expect(renderMatrix(hostile, { width, color: false })).not.toMatch(HOSTILE_CHARACTERS);
  });
});
