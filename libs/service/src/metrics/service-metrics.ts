import type { EventBatch } from '@parley/event-log';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What an operator watches, in Prometheus' terms. One registry for each application, so tests do not share counters. */
export class ServiceMetrics {
  readonly registry = new Registry();
  private readonly events: Counter<'consumer' | 'topic'>;
  private readonly batches: Counter<'consumer' | 'topic'>;
  private readonly failures: Counter<'topic'>;
  private readonly deadLetters: Counter<'topic'>;
  private readonly standstills: Counter<'consumer'>;

  constructor(states: () => readonly { readonly consumer: string; readonly assignment: readonly unknown[] }[]) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry, prefix: 'parley_' });
    this.events = new Counter({
      name: 'parley_consumer_events_total',
      help: 'Events whose effects are durable',
      labelNames: ['consumer', 'topic'],
      registers: [registry],
    });
    this.batches = new Counter({
      name: 'parley_consumer_batches_total',
      help: 'Batches whose effects are durable',
      labelNames: ['consumer', 'topic'],
      registers: [registry],
    });
    this.failures = new Counter({
      name: 'parley_consumer_failed_deliveries_total',
      help: 'Deliveries that failed and are made again',
      labelNames: ['topic'],
      registers: [registry],
    });
    this.deadLetters = new Counter({
      name: 'parley_dead_letters_total',
      help: 'Records set aside',
      labelNames: ['topic'],
      registers: [registry],
    });
    this.standstills = new Counter({
      name: 'parley_consumer_standstills_total',
      help: 'Times a consumer was behind, handled nothing and began anew',
      labelNames: ['consumer'],
      registers: [registry],
    });
    new Gauge({
      name: 'parley_consumer_partitions',
      help: 'Partitions a consumer of this process holds',
      labelNames: ['consumer'],
      registers: [registry],
      collect() {
        for (const { consumer, assignment } of states()) this.set({ consumer }, assignment.length);
      },
    });
  }

  /** A counter of a service's own, beside these. Asking again for the same name gives the same counter. */
  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    const known = this.registry.getSingleMetric(name);
    // The registry knows names only; the name stands for its labels, which one place in the code defines.
    if (known instanceof Counter) return known as Counter<Label>;
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  handled(consumer: string, batch: EventBatch): void {
    this.events.inc({ consumer, topic: batch.topic }, batch.events.length);
    this.batches.inc({ consumer, topic: batch.topic });
  }

  deliveryFailed(topic: string): void {
    this.failures.inc({ topic });
  }

  stoodStill(consumer: string): void {
    this.standstills.inc({ consumer });
  }

  deadLettered(topic: string): void {
    this.deadLetters.inc({ topic });
  }
}
