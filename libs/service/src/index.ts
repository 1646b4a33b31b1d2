export * from './metrics/service-metrics.js';
export * from './pipeline-lag.js';
export * from './run-service.js';
export * from './runtime.js';
export * from './runtime.module.js';
export * from './runtime-error.js';
