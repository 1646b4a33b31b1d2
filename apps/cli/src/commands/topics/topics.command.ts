import type { Command } from 'commander';
import { addOutputOptions } from '../command-context.js';
import type { TopicsOptions } from './topics.js';

/** `parley topics`: whether the log's topics are as they should be. */
export function addTopicsCommand(program: Command): void {
  addOutputOptions(
    program
      .command('topics')
      .description("check the log's topics, and with --create make those that are missing")
      .option('--create', 'create what is missing; existing topics are never changed')
      .addHelpText(
        'after',
        `
Speaks to the log itself: the embedded one, or Kafka where PARLEY_KAFKA_BROKERS is set. Ends with 1 if a topic is missing
or set up differently.

Examples:
  parley topics
  PARLEY_KAFKA_BROKERS=kafka:9092 PARLEY_TOPIC_REPLICATION=3 parley topics --create`,
      ),
    'one topic a line: {"name","status","partitions","records","differences"}',
  ).action(async (options: TopicsOptions) => {
    const { topics } = await import('./topics.js');
    await topics(options);
  });
}
