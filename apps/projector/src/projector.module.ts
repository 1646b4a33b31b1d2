import { Module } from '@nestjs/common';
import { DeadLetterConsumer } from './dead-letters/dead-letter-consumer.js';
import { ProjectEventsController } from './events/project-events.controller.js';

/**
 * The projector: folds the log into the record. Needs PG_POOL, LOGGER, PARLEY_CONFIG and EVENT_LOG in the container, the
 * record (`migrateRecord`), the topics, and as its transport an EventLogServer with checkpoints in the schema `record`.
 */
@Module({ controllers: [ProjectEventsController], providers: [DeadLetterConsumer] })
export class ProjectorModule {}
