import { type ArgumentsHost, Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import type { BatchConsumerOptions, EventBatch } from '../consumer/index.js';
import type { EventBatchContext } from './event-batch-context.js';

/** Handlers of this transport are left alone by the other transports of a hybrid application. */
export const EVENT_LOG_TRANSPORT = Symbol('parley.event-log');

export interface EventBatchHandlerOptions
  extends Pick<
    BatchConsumerOptions,
    'topics' | 'startAt' | 'maxRecords' | 'maxBytes' | 'classify' | 'deadLetters' | 'stallAfterMs'
  > {
  /** Name of the consumer: of its group, and of its checkpoints. One handler for each. */
  readonly consumer: string;
  /** `handler`: the handler moves its own; `log`: the log does, after it. As the server is set up unless told. */
  readonly checkpoints?: 'handler' | 'log';
}

/**
 * Nest's own filter turns every error of a message handler into "Internal server error". Here the error decides whether
 * the batch is delivered again or an event set aside, so it has to arrive as it was thrown.
 */
@Catch()
export class PassErrorsOn implements ExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}

const EXTRAS_KEY = 'parley.event-batch-handler';

type BatchMethod = (batch: EventBatch, context: EventBatchContext) => Promise<void> | Observable<unknown>;

/**
 * Makes a controller's method the handler of a consumer:
 * `async onBatch(@Payload() batch: EventBatch, @Ctx() context: EventBatchContext): Promise<void>`.
 * It resolves (or its observable completes) once the effects are durable.
 */
export const EventBatchHandler =
  (options: EventBatchHandlerOptions) =>
  <Method extends BatchMethod>(
    target: object,
    method: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    const pattern: MethodDecorator = EventPattern<string>(`event-batch:${options.consumer}`, EVENT_LOG_TRANSPORT, {
      [EXTRAS_KEY]: options,
    });
    pattern(target, method, descriptor);
    UseFilters(PassErrorsOn)(target, method, descriptor);
  };

/** The options a handler was registered with; undefined for a handler of another kind. */
export const handlerOptionsOf = (
  extras: Readonly<Record<string, unknown>> | undefined,
): EventBatchHandlerOptions | undefined =>
  // Only the decorator above writes under this key.
  extras?.[EXTRAS_KEY] as EventBatchHandlerOptions | undefined;
