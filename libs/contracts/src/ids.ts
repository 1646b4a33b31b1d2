import { createHash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';

/** Namespace of every id that Parley derives from content (UUIDv5 of the URL namespace and "urn:parley"). */
export const PARLEY_NAMESPACE = uuidv5('urn:parley', uuidv5.URL);

/**
 * UUIDv5 over a natural key. Parts are joined by U+001F, which none of them may hold, so that no two keys collide
 * by concatenation.
 */
export function contentId(kind: string, ...parts: readonly (string | number)[]): string {
  const key = [kind, ...parts].map(String);
  if (key.some((part) => part.includes('\u001f'))) throw new RangeError(`a natural key of ${kind} holds U+001F`);
  return uuidv5(key.join('\u001f'), PARLEY_NAMESPACE);
}

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** An article's id: SHA-256 of its canonical address. */
export const articleIdOf = (canonicalUrl: string): string => sha256Hex(canonicalUrl);

/** A revision's hash: SHA-256 over title and text as stored (NFC, normalised). Other content is another revision. */
export const revisionHashOf = (title: string, text: string): string => sha256Hex(`${title}\u001f${text}`);

/** The key a position record is partitioned by: all changes of one timeline stay in order. */
export const timelineKeyOf = (dossier: string, actor: string, issue: string): string => `${dossier}/${actor}/${issue}`;

/** A statement's id, the same for the same reading of the same characters. */
export const statementIdOf = (statement: {
  articleId: string;
  revisionHash: string;
  dossier: string;
  actor: string;
  issue: string;
  stance: string;
  start: number;
  end: number;
}): string =>
  contentId(
    'statement',
    statement.articleId,
    statement.revisionHash,
    statement.dossier,
    statement.actor,
    statement.issue,
    statement.stance,
    statement.start,
    statement.end,
  );
