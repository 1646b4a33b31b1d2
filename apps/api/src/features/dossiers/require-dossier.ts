import { ProblemError } from '@parley/platform';
import { DossierEntity } from '@parley/store';
import type { DataSource } from 'typeorm';

/** The dossier in force. Throws ProblemError NOT_FOUND. */
export async function requireDossier(record: DataSource, id: string): Promise<DossierEntity> {
  const dossier = await record.getRepository(DossierEntity).findOneBy({ id });
  if (dossier === null)
    throw new ProblemError('NOT_FOUND', `There is no dossier "${id}". GET /v1/dossiers lists those there are.`);
  return dossier;
}
