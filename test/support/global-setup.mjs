import { offerTestPostgres } from './shared-test-postgres.mjs';

/** Before the first test file: says where to ask for the test Postgres, which starts when first asked for. */
export default async function globalSetup() {
  await offerTestPostgres();
}
