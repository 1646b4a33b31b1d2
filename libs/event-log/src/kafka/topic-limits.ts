import type { KafkaConnection } from './kafka-connection.js';
import { loadMaxBatchBytes } from './topic-settings.js';

/** The limits of topics, asked for once each: an existing topic is never changed by us. */
export class TopicLimits {
  private readonly known = new Map<string, Promise<number>>();

  constructor(private readonly connection: KafkaConnection) {}

  maxBatchBytes(wireTopic: string): Promise<number> {
    const known = this.known.get(wireTopic);
    if (known !== undefined) return known;
    const asked = loadMaxBatchBytes(this.connection, wireTopic);
    this.known.set(wireTopic, asked);
    asked.catch(() => this.known.delete(wireTopic));
    return asked;
  }
}
