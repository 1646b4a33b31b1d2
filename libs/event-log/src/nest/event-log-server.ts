import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { type BatchConsumerOptions, type EventBatch, startBatchConsumer } from '../consumer/index.js';
import type { CheckpointSource, Consumption, ConsumptionState, EventLog } from '../event-log.js';
import { type EventLogLogger, silentLogger } from '../logger.js';
import { EventBatchContext } from './event-batch-context.js';
import { EVENT_LOG_TRANSPORT, type EventBatchHandlerOptions, handlerOptionsOf } from './event-batch-handler.js';

export interface EventLogServerOptions
  extends Pick<BatchConsumerOptions, 'deadLetters' | 'stallAfterMs' | 'clock' | 'decode' | 'onDeliveryFailed'> {
  readonly log: EventLog;
  /** Whose dead letters these are; where several services share a process, by consumer. */
  readonly service: string | ((consumer: string) => string);
  /** `log`, or where each consumer's handler keeps its own: `(consumer) => checkpointSource(pool, schema, consumer)`. */
  readonly checkpoints: 'log' | ((consumer: string) => CheckpointSource);
  /** Most events in a batch of a consumer, over what its handler says; undefined leaves it at that. */
  readonly maxRecords?: (consumer: string) => number | undefined;
  readonly logger?: EventLogLogger;
  /** Told of each batch whose effects are durable, for metrics. */
  readonly onHandled?: (consumer: string, batch: EventBatch) => void;
  /** Told when a consumer stood still and begins anew, for metrics. */
  readonly onStandstill?: (consumer: string, reason: string) => void;
  /** A consumer can't go on: the process must end. */
  readonly onFatal: (error: Error, consumer: string) => void;
}

export interface ConsumerState {
  readonly consumer: string;
  readonly state: ConsumptionState;
  readonly assignment: readonly { readonly topic: string; readonly partition: number }[];
}

/** Nest transport that runs one batch consumer for each `@EventBatchHandler`. */
export class EventLogServer extends Server implements CustomTransportStrategy {
  override readonly transportId = EVENT_LOG_TRANSPORT;
  /** The consumer layer gets the handler's error and logs it; Nest need not. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly consumptions = new Map<string, Consumption>();

  constructor(private readonly options: EventLogServerOptions) {
    super();
  }

  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    const options = handlerOptionsOf(extras);
    // A handler that names no transport is offered to every transport, and is none of this one's.
    if (!options) return;
    if (this.getHandlerByPattern(String(pattern)))
      throw new TypeError(`the consumer ${options.consumer} has two handlers; its checkpoint can follow only one`);
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  /** Starts the consumers; calls back when each is running or has failed to start. Does not wait for assignments. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      for (const handler of this.messageHandlers.values()) {
        const options = handlerOptionsOf(handler.extras);
        if (options) this.consumptions.set(options.consumer, await this.start(handler, options));
      }
      callback();
    } catch (error) {
      await this.close();
      callback(error);
    }
  }

  /** Lets the deliveries in flight finish. */
  async close(): Promise<void> {
    await Promise.all([...this.consumptions.values()].map((consumption) => consumption.stop()));
  }

  /** Each consumer's state, for the health check. */
  states(): readonly ConsumerState[] {
    return [...this.consumptions].map(([consumer, consumption]) => ({
      consumer,
      state: consumption.state(),
      assignment: consumption.assignment(),
    }));
  }

  /** Resolves when every consumer holds its partitions. */
  async ready(): Promise<void> {
    await Promise.all([...this.consumptions.values()].map((consumption) => consumption.ready()));
  }

  /** Nest's way to events of an underlying client; the log has none. */
  on(event: string): never {
    throw new TypeError(`the event log emits no events of its own, and so none called ${event}`);
  }

  /** The event log. */
  unwrap<T = EventLog>(): T {
    // The caller names the type, as Nest's signature has it.
    return this.options.log as T;
  }

  private start(handler: MessageHandler, options: EventBatchHandlerOptions): Promise<Consumption> {
    const { log, service, onFatal, onHandled, onStandstill, checkpoints, maxRecords, ...rest } = this.options;
    const { consumer, checkpoints: kept, ...own } = options;
    if (kept === 'handler' && checkpoints === 'log')
      throw new TypeError(`${consumer} keeps its own checkpoints, but the server was not told where`);
    const limit = maxRecords?.(consumer);
    return startBatchConsumer({
      ...rest,
      ...own,
      ...(limit === undefined ? {} : { maxRecords: limit }),
      log,
      service: typeof service === 'string' ? service : service(consumer),
      logger: rest.logger ?? silentLogger,
      group: consumer,
      checkpoints: kept === 'log' || checkpoints === 'log' ? 'log' : checkpoints(consumer),
      handler: async (batch, context) => {
        await this.run(handler, batch, new EventBatchContext([context, consumer]));
        onHandled?.(consumer, batch);
      },
      onStandstill: (reason) => onStandstill?.(consumer, reason),
      onFatal: (error) => onFatal(error, consumer),
    });
  }

  /** Runs the handler to its end within Nest's processing hooks, and fails with exactly what it failed with. */
  private run(handler: MessageHandler, batch: EventBatch, context: EventBatchContext): Promise<void> {
    return new Promise((resolve, reject) => {
      this.runWithProcessingHooks(context, async (end) => {
        try {
          const result: unknown = await handler(batch, context);
          if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
          resolve();
        } catch (error) {
          reject(error);
        } finally {
          end();
        }
      });
    });
  }
}
