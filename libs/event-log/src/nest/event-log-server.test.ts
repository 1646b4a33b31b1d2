import { Catch, Controller, type ExceptionFilter, Module } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { type Observable, of, throwError } from 'rxjs';
import { numberedRecord } from '../../../../test/contract/test-events.js';
import type { EventBatch } from '../consumer/index.js';
import { CheckpointMovedError } from '../errors.js';
import type { ConsumeOptions, EventLog } from '../event-log.js';
import type { EventBatchContext } from './event-batch-context.js';
import { EventBatchHandler } from './event-batch-handler.js';
import { EVENT_LOG, EventLogModule } from './event-log.module.js';
import { EventLogServer } from './event-log-server.js';

/** Takes the consumers' options, so that a test can deliver. */
class CapturingLog {
  readonly consumers = new Map<string, ConsumeOptions>();
  readonly stopped: string[] = [];
  closed = 0;

  readonly log = {
    consume: async (options: ConsumeOptions) => {
      this.consumers.set(options.group, options);
      return {
        group: options.group,
        state: () => 'running' as const,
        assignment: () => [{ topic: 't', partition: 1 }],
        ready: async () => undefined,
        stop: async () => void this.stopped.push(options.group),
      };
    },
    close: async () => {
      this.closed++;
    },
    // The transport and its consumers ask for no more than these.
  } as unknown as EventLog;

  deliver(group: string): Promise<void> {
    const record = { ...numberedRecord(7), topic: 't', partition: 1, offset: 4n, recordedAt: new Date(0) };
    const options = this.consumers.get(group);
    if (!options) throw new Error(`no consumer ${group}`);
    return options.handle(
      { topic: 't', partition: 1, records: [record], nextOffset: 5n },
      { signal: new AbortController().signal, generation: 3, progress: () => undefined },
    );
  }
}

const moved = new CheckpointMovedError('t', 1, 4n, 5n);
const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });

@Catch()
class SwallowsAll implements ExceptionFilter {
  catch(): Observable<string> {
    return of('swallowed');
  }
}

@Controller()
class Handlers {
  readonly seen: unknown[] = [];

  @EventBatchHandler({ consumer: 'plain', topics: ['t'], checkpoints: 'log', maxRecords: 5 })
  async plain(@Payload() batch: EventBatch, @Ctx() context: EventBatchContext): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.seen.push([batch.events[0]?.event.type, batch.to, context.consumer, context.generation]);
  }

  @EventBatchHandler({ consumer: 'observable', topics: ['t'] })
  observable(): Observable<unknown> {
    this.seen.push('observed');
    return of(1, 2, 3);
  }

  @EventBatchHandler({ consumer: 'moved', topics: ['t'] })
  async moved(): Promise<void> {
    throw moved;
  }

  @EventBatchHandler({ consumer: 'away', topics: ['t'] })
  away(): Observable<unknown> {
    return throwError(() => away);
  }

  @EventPattern<string>('some other transport')
  async other(): Promise<void> {}
}

async function application(
  controller: new () => object,
  { captured = new CapturingLog(), filters = [] as ExceptionFilter[] } = {},
) {
  @Module({
    imports: [EventLogModule.forRoot({ useFactory: () => captured.log })],
    controllers: [controller],
  })
  class App {}
  const testing = await Test.createTestingModule({ imports: [App] }).compile();
  const app = testing.createNestApplication(new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(...filters);
  const server = new EventLogServer({
    log: app.get(EVENT_LOG),
    service: 'test',
    checkpoints: () => ({ load: async () => null }),
    maxRecords: (consumer) => (consumer === 'moved' ? 2 : undefined),
    decode: (record) => ({ type: record.headers.ce_type, offset: record.offset }) as never,
    onFatal: () => undefined,
  });
  app.connectMicroservice({ strategy: server }, { inheritAppConfig: true });
  return { app, server, captured, handlers: () => app.get(Handlers) };
}

describe('the Nest transport of the event log', () => {
  it('starts a consumer for each handler, and none for handlers of other transports', async () => {
    const { app, captured, server } = await application(Handlers);
    await app.startAllMicroservices();
    expect([...captured.consumers.keys()].sort()).toEqual(['away', 'moved', 'observable', 'plain']);
    expect(captured.consumers.get('plain')).toMatchObject({ checkpoints: 'log', maxRecords: 5, topics: ['t'] });
    expect(captured.consumers.get('moved')).toMatchObject({ maxRecords: 2 });
    expect(server.states()).toContainEqual({
      consumer: 'plain',
      state: 'running',
      assignment: [{ topic: 't', partition: 1 }],
    });
    expect(server.unwrap()).toBe(captured.log);
    await app.close();
  });

  it('gives the batch and its context, and waits for the handler to end', async () => {
    const { app, captured, handlers } = await application(Handlers);
    await app.startAllMicroservices();
    await captured.deliver('plain');
    await captured.deliver('observable');
    expect(handlers().seen).toEqual([['parley.article.withdrawn', 5n, 'plain', 3], 'observed']);
    await app.close();
  });

  it.each([
    ['moved', moved],
    ['away', away],
  ])("hands the handler's error on unchanged: %s", async (consumer, error) => {
    const { app, captured } = await application(Handlers);
    await app.startAllMicroservices();
    const failure = await captured.deliver(consumer).catch((thrown: unknown) => thrown);
    expect(failure).toBe(error);
    await app.close();
  });

  it("hands errors past the application's own filters", async () => {
    const { app, captured } = await application(Handlers, { filters: [new SwallowsAll()] });
    await app.startAllMicroservices();
    await expect(captured.deliver('moved')).rejects.toBe(moved);
    await app.close();
  });

  it('stops the consumers and then closes the log when the application closes', async () => {
    const { app, captured } = await application(Handlers);
    await app.startAllMicroservices();
    await app.close();
    expect([...captured.stopped].sort()).toEqual(['away', 'moved', 'observable', 'plain']);
    expect(captured.closed).toBe(1);
  });

  it('refuses two handlers of one consumer', async () => {
    @Controller()
    class Twice {
      @EventBatchHandler({ consumer: 'same', topics: ['t'] })
      async one(): Promise<void> {}
      @EventBatchHandler({ consumer: 'same', topics: ['t'] })
      async two(): Promise<void> {}
    }
    const started = application(Twice).then(({ app }) => app.startAllMicroservices());
    await expect(started).rejects.toThrow('same has two handlers');
  });

  it('fails to start where a consumer does', async () => {
    const captured = new CapturingLog();
    const missing = new Error('no such topic');
    captured.log.consume = async () => {
      throw missing;
    };
    const { app } = await application(Handlers, { captured });
    await expect(app.startAllMicroservices()).rejects.toBe(missing);
    await app.close();
  });
});
