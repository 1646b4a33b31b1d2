import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  type DossierProblem,
  type DossierProblemCode,
  dossierVersion,
  parseDossier,
  parseDossierJson,
} from './index.js';

const minimal = `dossier: river-treaty
title: The river treaty
from: 2025-01-01
actors:
  - { id: upland, name: Upland, kind: government, aliases: [Highton] }
  - { id: ruler, name: Ada Ruler, kind: person, aliases: [Ruler], roles: [{ title: president, of: upland, from: 2020-01-01 }] }
issues:
  - { id: dam, label: The dam, proposition: The dam should be built., terms: [dam] }
`;

function problemsOf(yaml: string): readonly DossierProblem[] {
  const result = parseDossier(yaml);
  return result.ok ? [] : result.problems;
}

function only(yaml: string, code: DossierProblemCode): DossierProblem {
  const problems = problemsOf(yaml);
  expect(problems.map((problem) => problem.code)).toEqual([code]);
  const problem = problems[0];
  if (!problem) throw new Error('no problem reported');
  return problem;
}

describe('the sample dossiers', () => {
  it.each(['ukraine-peace-talks', 'us-china-trade'])('%s is valid and every role resolves', (name) => {
    const result = parseDossier(readFileSync(`samples/dossiers/${name}.yaml`, 'utf8'));
    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return;
    expect(result.dossier.dossier).toBe(name);
    const ids = new Set(result.dossier.actors.map((actor) => actor.id));
    for (const actor of result.dossier.actors) for (const role of actor.roles) expect(ids).toContain(role.of);
  });
});

describe('the policy of a dossier', () => {
  const withPolicy = (policy: string) => minimal.replace('actors:', `policy: ${policy}\nactors:`);

  it('may say any of its settings, and is part of the version', () => {
    const result = parseDossier(withPolicy('{ shiftWeight: 0.5, sources: { The Upland Gazette: B } }'));
    expect(result).toMatchObject({
      ok: true,
      dossier: { policy: { shiftWeight: 0.5, sources: { 'The Upland Gazette': 'B' } } },
    });
    const plain = parseDossier(minimal);
    if (!result.ok || !plain.ok) throw new Error('refused');
    expect(plain.dossier.policy).toBeUndefined();
    expect(dossierVersion(result.dossier)).not.toBe(dossierVersion(plain.dossier));
  });

  it('is refused with the nearest name, or what is allowed', () => {
    expect(only(withPolicy('{ shiftWieght: 1 }'), 'unknown-field')).toMatchObject({
      path: 'policy.shiftWieght',
      hint: 'Did you mean "shiftWeight"?',
    });
    expect(only(withPolicy('{ sources: { Gazette: G } }'), 'invalid-value').path).toBe('policy.sources.Gazette');
    expect(only(withPolicy('{ leastConfidence: 2 }'), 'invalid-value').path).toBe('policy.leastConfidence');
    expect(only(withPolicy('{ conflictWindowDays: -1 }'), 'invalid-value').path).toBe('policy.conflictWindowDays');
  });
});

describe('a dossier that is accepted', () => {
  it('has every list, also those the file leaves out', () => {
    const result = parseDossier(minimal.replace(', aliases: [Highton]', ''));
    expect(result.ok && result.dossier.actors[0]).toEqual({
      id: 'upland',
      name: 'Upland',
      kind: 'government',
      aliases: [],
      roles: [],
    });
  });

  it('may spell organization with z, and is stored with s', () => {
    const result = parseDossier(minimal.replace('kind: government', 'kind: organization'));
    expect(result.ok && result.dossier.actors[0]?.kind).toBe('organisation');
  });

  it('may repeat an alias of one actor in another case', () => {
    expect(problemsOf(minimal.replace('[Highton]', '[Highton, HIGHTON, the Highton]'))).toEqual([]);
  });

  it('may begin with a byte order mark and have Windows line ends', () => {
    expect(problemsOf(`\uFEFF${minimal.replaceAll('\n', '\r\n')}`)).toEqual([]);
  });

  it('may come as an object', () => {
    const result = parseDossier(minimal);
    if (!result.ok) throw new Error('minimal dossier refused');
    expect(parseDossierJson(JSON.parse(JSON.stringify(result.dossier)))).toEqual(result);
  });
});

describe('a dossier that is refused', () => {
  it('names a field that does not exist and the one that was meant', () => {
    const problem = only(minimal.replace('aliases: [Highton]', 'alias: [Highton]'), 'unknown-field');
    expect(problem).toMatchObject({ path: 'actors[0].alias', line: 5, hint: 'Did you mean "aliases"?' });
  });

  it('lists the known fields where none is near', () => {
    const problem = only(`${minimal}colour: blue\n`, 'unknown-field');
    for (const field of ['dossier', 'title', 'from', 'actors', 'issues']) expect(problem.hint).toContain(field);
    expect(problem.line).toBe(9);
  });

  it('names a field that is missing', () => {
    expect(only(minimal.replace('title: The river treaty\n', ''), 'missing-field').path).toBe('title');
  });

  it('points at an id that is used twice', () => {
    const problem = only(
      minimal
        .replace('id: ruler', 'id: upland')
        .replace('roles: [{ title: president, of: upland, from: 2020-01-01 }]', 'roles: []'),
      'duplicate-id',
    );
    expect(problem).toMatchObject({ path: 'actors[1].id', line: 6, column: 11 });
    expect(problem.message).toContain('actors[0]');
  });

  it('names both actors that share an alias, whatever the case', () => {
    const problem = only(minimal.replace('[Ruler]', '[Ruler, highTON]'), 'ambiguous-alias');
    expect(problem.message).toContain('"upland"');
    expect(problem.message).toContain('"ruler"');
    expect(problem.path).toBe('actors[1].aliases[1]');
  });

  it('names both actors where one is called as the other is nicknamed', () => {
    const problem = only(minimal.replace('[Ruler]', '[the Upland]'), 'ambiguous-alias');
    expect(problem.message).toContain('"upland" and "ruler"');
  });

  it('names a role of an actor that is not there, with the nearest id', () => {
    const problem = only(minimal.replace('of: upland', 'of: uplnad'), 'unknown-role-target');
    expect(problem).toMatchObject({ path: 'actors[1].roles[0].of', hint: 'Did you mean "upland"?' });
  });

  it('shows the circle that roles go in', () => {
    const circle = minimal.replace('aliases: [Highton]', 'roles: [{ title: puppet, of: ruler }]');
    expect(only(circle, 'role-cycle').message).toContain('upland → ruler → upland');
  });

  it('does not allow an actor to be a role of itself', () => {
    expect(only(minimal.replace('of: upland', 'of: ruler'), 'role-cycle').message).toContain('ruler → ruler');
  });

  it('does not allow a role to end before it begins', () => {
    const problem = only(
      minimal.replace('from: 2020-01-01 }', 'from: 2020-01-01, to: 2019-12-31 }'),
      'role-dates-reversed',
    );
    expect(problem.message).toContain('2019-12-31');
  });

  it.each(['""', '"  "', ''])('needs a proposition: %s', (empty) => {
    expect(
      only(minimal.replace('proposition: The dam should be built.', `proposition: ${empty}`), 'empty-proposition').path,
    ).toBe('issues[0].proposition');
  });

  it.each(['2025-02-30', '2025-13-01', '01.02.2025', '2025-1-1', 'yesterday'])('needs days that exist: %s', (day) => {
    expect(only(minimal.replace('from: 2025-01-01', `from: "${day}"`), 'invalid-value').path).toBe('from');
  });

  it('says what kinds there are', () => {
    expect(only(minimal.replace('kind: person', 'kind: persn'), 'invalid-value').hint).toBe('Did you mean "person"?');
  });

  it('asks for quotes around a term that YAML reads as a number', () => {
    expect(only(minimal.replace('terms: [dam]', 'terms: [145]'), 'invalid-value')).toMatchObject({
      path: 'issues[0].terms[0]',
      hint: 'Put it in quotes to make it text.',
    });
  });

  it('points at the line and column of a syntax error', () => {
    const problems = problemsOf('dossier: a\ntitle: "unclosed\nfrom: 2025-01-01\n');
    expect(problems[0]).toMatchObject({ code: 'yaml-syntax' });
    expect(problems[0]?.line).toBeGreaterThanOrEqual(2);
    expect(problems[0]?.column).toBeGreaterThanOrEqual(1);
  });

  it('may not have a key twice', () => {
    expect(problemsOf(`${minimal}title: Again\n`)[0]).toMatchObject({ code: 'yaml-syntax', line: 9 });
  });

  it('may not unfold YAML aliases without end', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 12; i++) {
      const name = String.fromCharCode(97 + i);
      const before = String.fromCharCode(96 + i);
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`);
    }
    expect(problemsOf(bomb.join('\n'))[0]?.code).toBe('too-many-yaml-aliases');
    expect(problemsOf(bomb.slice(0, 9).join('\n'))[0]?.code).toBe('too-many-yaml-aliases');
  });

  it('may not be larger than a megabyte', () => {
    expect(only(`${minimal}#${'x'.repeat(1_000_001)}`, 'too-large').message).toContain('1000000');
  });

  it.each([
    ['nothing', ''],
    ['a list', '- a\n- b\n'],
    ['a word', 'dossier\n'],
    ['two documents', `${minimal}---\n${minimal}`],
  ])('is refused and not thrown at: %s', (_name, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it('reports every problem at once', () => {
    const codes = problemsOf(minimal.replace('of: upland', 'of: nowhere').replace('[Ruler]', '[Highton]')).map(
      (p) => p.code,
    );
    expect(codes.sort()).toEqual(['ambiguous-alias', 'unknown-role-target']);
  });
});

describe('any text', () => {
  it('gives a dossier or problems with a sentence and a hint, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const yaml of [text, `${minimal}${text}`]) {
          const result = parseDossier(yaml);
          if (result.ok) continue;
          expect(result.problems.length).toBeGreaterThan(0);
          for (const problem of result.problems) {
            expect(problem.message).not.toBe('');
            expect(problem.hint).not.toBe('');
          }
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe('the version of a dossier', () => {
  const versionOf = (yaml: string) => {
    const result = parseDossier(yaml);
    if (!result.ok) throw new Error('refused');
    return dossierVersion(result.dossier);
  };

  it('is the same for the same content in another layout', () => {
    const flow = minimal.replace('{ id: upland, name: Upland,', '{ name: Upland, id: upland,');
    expect(versionOf(`# a comment\n${flow}`)).toBe(versionOf(minimal));
    expect(versionOf(minimal)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('changes with a term', () => {
    expect(versionOf(minimal.replace('terms: [dam]', 'terms: [dam, barrage]'))).not.toBe(versionOf(minimal));
  });
});
