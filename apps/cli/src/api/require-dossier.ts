import { dossierAnswerSchema } from '@parley/contracts';
import type { ApiClient } from './api-client.js';

/**
 * Where nothing was found of a dossier: that there is no such dossier is another answer. Throws CommandError with the
 * problem of the API then.
 */
export async function requireDossier(api: ApiClient, id: string | undefined): Promise<void> {
  if (id !== undefined) await api.get(`/v1/dossiers/${encodeURIComponent(id)}`, {}, dossierAnswerSchema);
}
