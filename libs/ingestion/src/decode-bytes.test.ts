import iconv from 'iconv-lite';
import { decodeBytes, parseJsonBytes } from './decode-bytes.js';

const words = 'Le ministre a déclaré à Genève : « non ».';

describe('bytes of a file or page', () => {
  test.each([
    ['UTF-8', Buffer.from(words), null, 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${words}`), null, 'utf-8'],
    ['UTF-16 with a byte order mark', iconv.encode(words, 'utf-16le', { addBOM: true }), null, 'utf-16le'],
    [
      'the charset of the content type',
      iconv.encode(words, 'windows-1252'),
      'text/html; charset="windows-1252"',
      'windows-1252',
    ],
    [
      'UTF-8 in spite of another declaration of UTF-8 only',
      Buffer.from(words),
      'text/plain; charset=nonsense-9',
      'utf-8',
    ],
  ])('%s', (_, bytes, contentType, encoding) => {
    expect(decodeBytes(bytes, contentType)).toEqual({ text: words, encoding });
  });

  it('declares itself in a meta element', () => {
    const page = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"></head><p>Переговоры</p>`;
    expect(decodeBytes(iconv.encode(page, 'koi8-r')).text).toBe(page);
  });

  it('is guessed where nothing is declared', () => {
    const text = 'Министр иностранных дел заявил, что переговоры продолжатся на следующей неделе в Женеве. '.repeat(5);
    expect(decodeBytes(iconv.encode(text, 'windows-1251'))).toEqual({ text, encoding: 'windows-1251' });
  });

  it('is not taken for UTF-8 because it says so, where it is none', () => {
    expect(decodeBytes(iconv.encode(words, 'windows-1252'), 'text/plain; charset=utf-8').text).toBe(words);
  });
});

describe('JSON from a network', () => {
  it('is UTF-8, with or without a byte order mark', () => {
    expect(parseJsonBytes(Buffer.from('\ufeff{"a":"é"}'))).toEqual({ ok: true, value: { a: 'é' } });
  });
  it('is refused in any other encoding', () => {
    for (const encoding of ['latin1', 'utf-16le'])
      expect(parseJsonBytes(iconv.encode('{"a":"é"}', encoding, { addBOM: true }))).toMatchObject({
        problem: { code: 'NOT_UTF8' },
      });
  });
  it('is refused where it is no JSON', () => {
    expect(parseJsonBytes(Buffer.from('{"a":'))).toMatchObject({ problem: { code: 'NOT_JSON' } });
    expect(parseJsonBytes(Buffer.from(' '))).toMatchObject({ problem: { code: 'NOT_JSON', detail: 'is empty' } });
  });
});
