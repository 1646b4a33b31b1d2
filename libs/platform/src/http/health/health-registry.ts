import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from '../../logger.js';
import { LOGGER } from '../../tokens.js';

/** Something that must work. It throws where it does not. */
export interface HealthCheck {
  readonly name: string;
  /** `ready`: without it no work should be sent here. `live`: without it the process should be restarted. */
  readonly kind?: 'ready' | 'live';
  check(): Promise<void>;
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
}

/** A check that takes longer (ms) has failed. */
const CHECK_TIMEOUT_MS = 2_000;

/** The checks of all modules in this process. Services register theirs when they start. */
@Injectable()
export class HealthRegistry {
  readonly #checks = new Map<string, HealthCheck>();

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** A check of the same name replaces the earlier one. */
  register(check: HealthCheck): void {
    this.#checks.set(check.name, check);
  }

  /** Runs all checks of a kind at once. Reasons of failures go to the log, since they name hosts and users. */
  async run(kind: 'ready' | 'live'): Promise<readonly CheckResult[]> {
    const checks = [...this.#checks.values()].filter((check) => (check.kind ?? 'ready') === kind);
    return Promise.all(
      checks.map(async (check) => {
        try {
          await withinTime(check.check());
          return { name: check.name, ok: true };
        } catch (error) {
          this.logger.warn({ err: error, check: check.name }, 'a health check failed');
          return { name: check.name, ok: false };
        }
      }),
    );
  }
}

async function withinTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
