import type { Checkpoints } from './checkpoints.js';
import type { SetAside } from './set-aside.js';

/** What a consumer has taken of the log: up to its checkpoint, without what it has set aside. */
export class LogView {
  constructor(
    private readonly consumer: 'projector' | 'tracker' | 'extractor',
    private readonly checkpoints: Checkpoints,
    private readonly setAside: SetAside,
  ) {}

  has(topic: string, partition: number, offset: bigint): boolean {
    return (
      this.checkpoints.isPast(this.consumer, topic, partition, offset) &&
      !this.setAside.has(this.consumer, topic, partition, offset)
    );
  }
}
