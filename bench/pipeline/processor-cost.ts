import { spreadOf } from './figures.js';
import type { ServiceProcess } from './service-process.js';

/** Processor time that a service takes for what it is given, run by run. */
export class ProcessorCost {
  private readonly msEach: number[] = [];

  constructor(private readonly per: string) {}

  /** Runs `work`, in which the service deals with `count` of them. */
  async measure<Result>(service: ServiceProcess, count: number, work: () => Promise<Result>): Promise<Result> {
    const before = await service.processorSeconds();
    const result = await work();
    const after = await service.processorSeconds();
    if (before !== null && after !== null) this.msEach.push(((after - before) * 1_000) / count);
    return result;
  }

  /** For a figure's details; nothing where the system does not tell. */
  details(): Record<string, number> {
    if (this.msEach.length === 0) return {};
    return { [`processor ms ${this.per}`]: Number(spreadOf(this.msEach).median.toFixed(2)) };
  }
}
