import { Global, Module } from '@nestjs/common';
import { HealthController } from './health-controller.js';
import { HealthRegistry } from './health-registry.js';

/** `/health/live` and `/health/ready`. Modules inject `HealthRegistry` and register their checks when they start. */
@Global()
@Module({ controllers: [HealthController], providers: [HealthRegistry], exports: [HealthRegistry] })
export class HealthModule {}
