import { Controller, Get, Header } from '@nestjs/common';
import { ServiceMetrics } from './service-metrics.js';

/** `/metrics` in Prometheus' text format. It names topics and consumers, and nothing of any article. */
@Controller()
export class MetricsController {
  constructor(private readonly metrics: ServiceMetrics) {}

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
