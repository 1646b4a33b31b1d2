import { type StatementsExtracted, sha256Hex, statementIdOf } from '@parley/contracts';
import { silentLogger } from '@parley/platform';
import {
  createStatementReader,
  type DossierInForce,
  type ObservedEvent,
  RULES,
  type StatementReader,
} from '@parley/reading';
import { ServiceMetrics } from '@parley/service';
import { loadConfig } from '@parley/settings';

const STANCES = ['support', 'oppose', 'conditional', 'noncommittal'] as const;

/** Rules of another version: they miss some statements, read some as another stance, and trust some less. Pure. */
export class OtherRules implements StatementReader {
  readonly extractor = { ...RULES, version: this.version };
  /** How many articles it was given. */
  articlesRead = 0;
  private readonly rules: StatementReader;

  constructor(readonly version: string) {
    this.rules = createStatementReader({
      config: loadConfig({ PARLEY_EXTRACTOR_WORKERS: '0' }),
      logger: silentLogger,
      metrics: new ServiceMetrics(() => []),
      // Rules alone need neither log nor database.
      ...({} as Pick<Parameters<typeof createStatementReader>[0], 'log' | 'pool' | 'clock'>),
    });
  }

  async read(
    events: readonly ObservedEvent[],
    dossiers: readonly DossierInForce[],
    signal: AbortSignal,
  ): Promise<readonly StatementsExtracted[]> {
    this.articlesRead += events.length;
    const readings = await this.rules.read(events, dossiers, signal);
    return readings.map((reading) => ({
      ...reading,
      extractor: this.extractor,
      statements: reading.statements.flatMap((statement) => {
        const chance = Number.parseInt(sha256Hex(`${this.version} ${statement.id}`).slice(0, 4), 16) / 0x1_0000;
        if (chance < 0.2) return [];
        if (chance < 0.3) return [{ ...statement, confidence: statement.confidence / 2 }];
        if (chance < 0.4) return [{ ...statement, statedOn: '2026-01-03' }];
        if (chance > 0.7) return [statement];
        const stance = STANCES[Math.floor(chance * 1_000) % STANCES.length] ?? 'support';
        const other = { ...statement, stance, condition: stance === 'conditional' ? statement.condition : null };
        const place = { articleId: reading.article.id, revisionHash: reading.revision.hash };
        return [{ ...other, id: statementIdOf({ ...other, ...place }) }];
      }),
    }));
  }

  close(): Promise<void> {
    return this.rules.close();
  }
}
