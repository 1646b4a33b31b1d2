export { stopSharedBroker } from './kafka/shared-broker.js';
