import * as contracts from '@parley/contracts';
export const loaded = Object.keys(contracts).length;
