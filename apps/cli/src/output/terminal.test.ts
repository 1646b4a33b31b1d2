import { describe, expect, it } from '@jest/globals';
import { terminalOf } from './terminal.js';

const tty = { isTTY: true as const, columns: 72 };

describe('terminalOf', () => {
  it('colours a terminal and is as wide as it', () => {
    expect(terminalOf(tty, {})).toEqual({ width: 72, color: true, interactive: true });
  });

  it.each([
    ['NO_COLOR', tty, { NO_COLOR: '1' }, {}],
    ['--no-color', tty, {}, { color: false }],
    ['a dumb terminal', tty, { TERM: 'dumb' }, {}],
    ['a file', {}, {}, {}],
    ['--no-color against FORCE_COLOR', {}, { FORCE_COLOR: '1' }, { color: false }],
  ])('does not colour with %s', (_, stream, environment, options) => {
    expect(terminalOf(stream, environment, options).color).toBe(false);
  });

  it('colours a file when forced to', () => {
    expect(terminalOf({}, { FORCE_COLOR: '1' }).color).toBe(true);
  });

  it('takes the width of a file from COLUMNS', () => {
    expect(terminalOf({}, { COLUMNS: '60' }).width).toBe(60);
    expect(terminalOf({}, { COLUMNS: 'many' }).width).toBe(100);
  });
});
