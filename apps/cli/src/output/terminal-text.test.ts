import fc from 'fast-check';
import { shorten, terminalText } from './terminal-text.js';

describe('terminalText', () => {
  it('takes out escape sequences, so that no article can repaint the screen', () => {
    expect(terminalText('\u001b[2J\u001b[31mred\u001b]0;title\u0007 \u009b5mtext')).toBe('[2J[31mred]0;title 5mtext');
  });

  it('takes out what turns the direction of the text', () => {
    expect(terminalText('a\u202eb\u2066c\u061cd\u200fe')).toBe('abcde');
  });

  it('puts text on one line', () => {
    expect(terminalText('one\n\ttwo\u2028three\r')).toBe('one two three');
  });

  it('lets no control character through, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(terminalText(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('keeps letters, accents and joined emoji', () => {
    expect(terminalText('Maroš Šefčovič 习近平 👩‍🚀')).toBe('Maroš Šefčovič 习近平 👩‍🚀');
  });
});

describe('shorten', () => {
  it('cuts at a word and says so', () => {
    expect(shorten('one two three four', 10)).toBe('one two…');
  });

  it('tears no pair of surrogates', () => {
    expect(shorten('🚀🚀🚀🚀', 3)).toBe('🚀🚀…');
  });
});
