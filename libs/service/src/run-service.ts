import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { checkpointSource, EventLogServer } from '@parley/event-log';
import {
  ConfigError,
  createHttpAdapter,
  createLogger,
  HealthModule,
  HealthRegistry,
  HTTP_APP_OPTIONS,
  HttpModule,
  type Logger,
  loadConfig,
  type ParleyConfig,
} from '@parley/platform';
import { MetricsModule } from './metrics/metrics.module.js';
import { ServiceMetrics } from './metrics/service-metrics.js';
import { NestLogger } from './nest-logger.js';
import { openRuntime, prepareTopics, type Runtime } from './runtime.js';
import { RuntimeModule } from './runtime.module.js';
import { RuntimeError } from './runtime-error.js';

/** A service: what it is made of, and what it keeps. */
export interface ServiceDefinition {
  /** Also the name of its consumer, of its group, and in its dead-letter topics. */
  readonly name: string;
  readonly defaultPort: number;
  readonly module: Type | DynamicModule;
  /** Postgres schema of its checkpoints; null where the log keeps them, or nothing is consumed. */
  readonly checkpointSchema: string | null;
  /** Most events in one of its batches; as its handler says unless told. */
  batchSize?(config: ParleyConfig): number | undefined;
  /** Makes the tables it needs; may be called by several processes at once. */
  prepare?(runtime: Runtime): Promise<void>;
}

/** A running application: one service, or all of them in the standalone. */
export interface RunningApplication {
  readonly app: INestApplication;
  readonly url: string;
  readonly consumers: EventLogServer;
  close(): Promise<void>;
}

/**
 * Builds and starts the application of these services on a runtime: tables and topics first, then the consumers, then
 * the HTTP face. `onFatal` is told when a consumer can't go on; the process must then end.
 */
export async function startApplication(
  runtime: Runtime,
  services: readonly ServiceDefinition[],
  options: { readonly port: number; readonly onFatal: (error: Error) => void },
): Promise<RunningApplication> {
  const { config, logger, pool, log } = runtime;
  await prepareTopics(log, logger);
  for (const service of services) await service.prepare?.(runtime);

  const schemas = new Map(services.map((service) => [service.name, service.checkpointSchema]));
  const metrics = new ServiceMetrics(() => consumers.states());
  const consumers = new EventLogServer({
    log,
    service: (consumer) => consumer,
    checkpoints: (consumer) => {
      const schema = schemas.get(consumer);
      if (!schema)
        throw new TypeError(`${consumer} keeps no checkpoints of its own: its handler must leave them to the log`);
      return checkpointSource(pool, schema, consumer);
    },
    stallAfterMs: config.stallAfterMs,
    maxRecords: (consumer) => services.find(({ name }) => name === consumer)?.batchSize?.(config),
    logger,
    onHandled: (consumer, batch) => metrics.handled(consumer, batch),
    onStandstill: (consumer) => metrics.stoodStill(consumer),
    onDeliveryFailed: (_error, batch) => metrics.deliveryFailed(batch.topic),
    deadLetters: { mode: 'append', onDeadLetter: (record) => metrics.deadLettered(record.topic) },
    onFatal: (error, consumer) => {
      logger.error({ err: error, consumer }, 'a consumer can not go on');
      options.onFatal(error);
    },
  });

  const root: DynamicModule = {
    module: class ApplicationModule {},
    imports: [
      RuntimeModule.forRoot(runtime),
      MetricsModule.forRoot(metrics),
      HttpModule,
      HealthModule,
      ...services.map((service) => service.module),
    ],
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    root,
    createHttpAdapter({ maxBodyBytes: config.maxArticleBytes }),
    { ...HTTP_APP_OPTIONS, logger: new NestLogger(logger), abortOnError: false },
  );
  try {
    app.connectMicroservice<MicroserviceOptions>({ strategy: consumers }, { inheritAppConfig: true });
    registerChecks(app.get(HealthRegistry), runtime, consumers);
    await app.startAllMicroservices();
    await app.listen({ host: config.http.host, port: options.port });
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  return {
    app,
    url: await reachableUrl(app),
    consumers,
    close: () => app.close(),
  };
}

function registerChecks(health: HealthRegistry, runtime: Runtime, consumers: EventLogServer): void {
  health.register({
    name: 'postgres',
    async check() {
      await runtime.pool.query('SELECT 1');
    },
  });
  health.register({ name: 'log', check: () => runtime.log.ping() });
  health.register({
    name: 'progress',
    async check() {
      for (const { consumer, state } of consumers.states())
        if (state === 'standstill')
          throw new Error(`${consumer} stood still and has handled nothing since it began anew`);
    },
  });
  health.register({
    name: 'consumers',
    kind: 'live',
    async check() {
      for (const { consumer, state } of consumers.states())
        if (state === 'stalled' || state === 'stopped') throw new Error(`${consumer} is ${state}`);
    },
  });
}

/** Where this machine reaches the application; a wildcard address is shown as loopback. */
async function reachableUrl(app: INestApplication): Promise<string> {
  const url = new URL(await app.getUrl());
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]' || url.hostname === '[::1]') url.hostname = '127.0.0.1';
  return url.origin;
}

/** How long a stop may take (ms) before the process ends anyway; what was not committed is done again at the next start. */
const STOP_WITHIN_MS = 20_000;

/**
 * The main program of one service: reads the configuration from the environment, runs until SIGTERM or SIGINT, and ends
 * with 0 after a clean stop, 1 where it can't start, 70 where a consumer can't go on.
 */
export async function runService(definition: ServiceDefinition): Promise<void> {
  let logger: Logger | undefined;
  let runtime: Runtime | undefined;
  try {
    const config = loadConfig(process.env);
    logger = createLogger(config, definition.name);
    runtime = await openRuntime({ config, service: definition.name, logger });
    const running = await startApplication(runtime, [definition], {
      port: config.http.port ?? definition.defaultPort,
      onFatal: () => process.exit(70),
    });
    logger.info({ url: running.url, log: runtime.log.adapter }, `${definition.name} is running`);
    stopOnSignals(logger, async () => {
      await running.close();
      await runtime?.close();
    });
  } catch (error) {
    reportStartFailure(definition.name, error, logger);
    await runtime?.close().catch(() => undefined);
    process.exit(1);
  }
}

/** Runs `stop` once on SIGTERM, SIGINT or SIGHUP, and ends the process; a second signal, or a stop that takes too long, ends it at once. */
export function stopOnSignals(logger: Pick<Logger, 'info' | 'warn' | 'error'>, stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(130);
    stopping = true;
    logger.info({ signal }, 'stopping');
    const deadline = setTimeout(() => {
      logger.warn(
        { withinMs: STOP_WITHIN_MS },
        'did not stop in time; what was not committed is done again at the next start',
      );
      process.exit(75);
    }, STOP_WITHIN_MS);
    deadline.unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'did not stop cleanly');
        process.exit(75);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
}

/** Says on standard error why a process can't start: one clear text for what a person can mend, a stack for the rest. */
export function reportStartFailure(name: string, error: unknown, logger?: Pick<Logger, 'error'>): void {
  const known =
    error instanceof ConfigError || error instanceof RuntimeError || (error instanceof Error && 'code' in error);
  if (known) process.stderr.write(`parley ${name}: ${(error as Error).message}\n`);
  else if (logger) logger.error({ err: error }, 'can not start');
  else process.stderr.write(`parley ${name}: ${error instanceof Error ? error.stack : String(error)}\n`);
}
