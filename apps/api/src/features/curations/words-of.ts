import type { Words } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import { RevisionEntity } from '@parley/store';
import type { DataSource } from 'typeorm';

/** Most UTF-16 units of context kept on either side, as the extractor keeps them. */
const CONTEXT_UNITS = 120;

/** Whether a place lies between the halves of a surrogate pair. */
const isInPair = (text: string, place: number): boolean =>
  /[\udc00-\udfff]/.test(text.charAt(place)) && /[\ud800-\udbff]/.test(text.charAt(place - 1));

/**
 * The words from `start` to `end` (UTF-16 units) of a text, with their context; never half a surrogate pair. Throws
 * ProblemError INVALID_BODY, at the fields below `pointer`, for a span that is none of this text.
 */
export function wordsAt(text: string, start: number, end: number, pointer: string): Words {
  const fault =
    end <= start
      ? 'must come after start'
      : end > text.length
        ? `is behind the end of the text, which has ${text.length} UTF-16 units`
        : isInPair(text, end)
          ? 'cuts a character in two'
          : null;
  if (fault !== null) throw outside(`${pointer}/end`, fault);
  if (isInPair(text, start)) throw outside(`${pointer}/start`, 'cuts a character in two');
  const evidence = text.slice(start, end);
  if (evidence.trim() === '') throw outside(`${pointer}/start`, 'holds no words');
  let from = Math.max(0, start - CONTEXT_UNITS);
  if (isInPair(text, from)) from++;
  let to = Math.min(text.length, end + CONTEXT_UNITS);
  if (isInPair(text, to)) to--;
  return { evidence, before: text.slice(from, start), after: text.slice(end, to) };
}

const outside = (pointer: string, detail: string) =>
  new ProblemError('INVALID_BODY', `The span can not be used: ${pointer.split('/').at(-1)} ${detail}.`, [
    { pointer, detail },
  ]);

/** A stored revision with its text; null where there is none of that number. */
export function revisionWithText(
  record: DataSource,
  articleId: string,
  number: number,
): Promise<Pick<RevisionEntity, 'number' | 'hash' | 'text'> | null> {
  return record.getRepository(RevisionEntity).findOne({
    where: { articleId, number },
    select: { number: true, hash: true, text: true },
  });
}
