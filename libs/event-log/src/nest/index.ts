export { EventBatchContext } from './event-batch-context.js';
export {
  EVENT_LOG_TRANSPORT,
  EventBatchHandler,
  type EventBatchHandlerOptions,
  PassErrorsOn,
} from './event-batch-handler.js';
export { EVENT_LOG, EventLogModule, type EventLogModuleOptions } from './event-log.module.js';
export { type ConsumerState, EventLogServer, type EventLogServerOptions } from './event-log-server.js';
