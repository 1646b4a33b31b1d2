/** For route contracts of lists. */
export const LINK_HEADER = { link: '`<…>; rel="next"` where there is a next page (RFC 8288)' } as const;
