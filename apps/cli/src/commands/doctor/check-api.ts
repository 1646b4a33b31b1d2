import { z } from 'zod';
import { ApiUnreachableError } from '../../api/api-error.js';
import { type ApiOptions, openApi } from '../command-context.js';
import { type Check, fail, ok, reasonOf } from './check.js';

const readySchema = z.looseObject({ ok: z.boolean() });

/** Whether the API is there and can answer. */
export async function checkApi(options: Pick<ApiOptions, 'api'>): Promise<Check> {
  try {
    const api = openApi(options);
    await api.get('/health/ready', {}, readySchema);
    return ok('api', `${api.address} is ready`);
  } catch (error) {
    if (error instanceof ApiUnreachableError)
      return fail('api', error.fact, 'start it with "parley start", or name its address with --api or PARLEY_API_URL');
    return fail('api', reasonOf(error), 'see the log of the api service');
  }
}
