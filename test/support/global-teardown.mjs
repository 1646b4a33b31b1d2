import './register-typescript.mjs';
import { withdrawTestPostgres } from './shared-test-postgres.mjs';

/** After the last test file, whatever came of it: nothing of the test Postgres and the test Kafka stays. */
export default async function globalTeardown() {
  const { stopSharedBroker } = await import('./kafka-teardown.ts');
  await Promise.all([withdrawTestPostgres(), stopSharedBroker()]);
}
