/** An actor or issue of a document, with its place among them. */
export interface PartInOrder {
  readonly part: Readonly<Record<string, unknown>>;
  readonly ordinal: number;
}

/** Up to `most` actors or issues of a document behind a place, in its order. */
export const partsInOrder = (parts: unknown, after: number, most: number): readonly PartInOrder[] =>
  // Published documents are valid dossiers, whose parts are objects.
  (Array.isArray(parts) ? (parts as PartInOrder['part'][]) : [])
    .slice(after + 1, after + 1 + most)
    .map((part, index) => ({ part, ordinal: after + 1 + index }));
