import { BaseRpcContext } from '@nestjs/microservices';
import type { DeliveryContext } from '../event-log.js';

/** Beside the batch: whether its partition is still held, and for whom it is delivered. */
export class EventBatchContext extends BaseRpcContext<[DeliveryContext, string]> implements DeliveryContext {
  /** Aborts when the partition was lost or the consumer stops: work in flight may finish but must not commit. */
  get signal(): AbortSignal {
    return this.args[0].signal;
  }

  get generation(): number {
    return this.args[0].generation;
  }

  /** The delivery goes on: from here on it has all of the time to stall again. */
  progress(): void {
    this.args[0].progress();
  }

  get consumer(): string {
    return this.args[1];
  }
}
