import { type EmbeddedPostgres, type Logger, type ParleyConfig, startEmbeddedPostgres } from '@parley/platform';
import { openRuntime, type RunningApplication, type Runtime, startApplication } from '@parley/service';
import { ALL_SERVICES } from './services.js';

/** Port of the one HTTP face: API and ingest together. */
export const DEFAULT_PORT = 7700;

export interface Standalone extends RunningApplication {
  readonly runtime: Runtime;
  /** Where state is kept when Postgres is the embedded one; null on a configured server. */
  readonly dataDir: string | null;
}

/**
 * Starts all services in this process. Without a configured Postgres it starts the embedded one, which it owns and
 * stops last. Throws what `startEmbeddedPostgres` and `openRuntime` throw, and leaves nothing running then.
 */
export async function startStandalone(options: {
  readonly config: ParleyConfig;
  readonly logger: Logger;
  readonly onFatal: (error: Error) => void;
}): Promise<Standalone> {
  const { config, logger, onFatal } = options;
  let postgres: EmbeddedPostgres | undefined;
  let runtime: Runtime | undefined;
  try {
    if (config.databaseUrl === null) {
      const server = {
        debug: (text: string) => logger.debug(text),
        info: (text: string) => logger.debug(text),
        warn: (text: string) => logger.warn(text),
        error: (text: string) => logger.error(text),
      };
      postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, logger: server });
    }
    runtime = await openRuntime({
      config: postgres ? { ...config, databaseUrl: postgres.url } : config,
      service: 'standalone',
      logger,
    });
    const running = await startApplication(runtime, ALL_SERVICES, { port: config.http.port ?? DEFAULT_PORT, onFatal });
    const opened = runtime;
    return {
      ...running,
      runtime: opened,
      dataDir: postgres ? config.dataDir : null,
      async close() {
        await running.close();
        await opened.close();
        await postgres?.stop();
      },
    };
  } catch (error) {
    await runtime?.close().catch(() => undefined);
    await postgres?.stop().catch(() => undefined);
    throw error;
  }
}
