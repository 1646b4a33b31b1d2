import {
  changePageSchema,
  changeQuerySchema,
  changeStreamHeadersSchema,
  changeStreamQuerySchema,
} from '@parley/contracts';
import { defineRoute } from '@parley/platform';
import { z } from 'zod';
import { LINK_HEADER } from '../../paging/link-header.js';

const tag = 'Changes';

export const listChanges = defineRoute({
  id: 'listChanges',
  method: 'get',
  path: '/v1/changes',
  tag,
  summary: 'What changed: newest first for people, or as a feed for programs',
  description:
    'With order=asc each answer has a `next` to poll with, on an empty page too. It counts places in the log for each partition, so that nothing is missed in whatever order changes arrive, and it stays good after a rebuild.',
  query: changeQuerySchema,
  responses: { 200: { description: 'A page of changes', schema: changePageSchema, headers: LINK_HEADER } },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});

export const streamChanges = defineRoute({
  id: 'streamChanges',
  method: 'get',
  path: '/v1/changes/stream',
  tag,
  summary: 'Changes as they happen, as server-sent events',
  description:
    'Each event is `position.<change>` with a Change as JSON; its id is a cursor, to resume with (Last-Event-ID, or `after`). Without either it begins with what comes from now on, or with `since`.',
  query: changeStreamQuerySchema,
  headers: changeStreamHeadersSchema,
  responses: {
    200: { description: 'A stream that goes on', schema: z.string(), mediaType: 'text/event-stream' },
  },
  problems: ['INVALID_QUERY', 'INVALID_CURSOR'],
});
