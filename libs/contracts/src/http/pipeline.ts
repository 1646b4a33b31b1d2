import { z } from 'zod';

const behind = z.int().min(0);

/** How far each stage is behind, in events. */
export const pipelineSchema = z
  .strictObject({
    extractor: behind.meta({ description: 'Articles that were not read yet' }),
    tracker: behind.meta({ description: 'Readings whose positions were not decided yet' }),
    outbox: behind.meta({ description: 'Decided changes that were not published yet' }),
    projector: behind.meta({ description: 'Events that are not in the read models yet' }),
    caughtUp: z
      .boolean()
      .meta({ description: 'Whether all that was appended before the request is in the read models' }),
  })
  .meta({ id: 'Pipeline', examples: [{ extractor: 0, tracker: 0, outbox: 0, projector: 0, caughtUp: true }] });
export type Pipeline = z.infer<typeof pipelineSchema>;
