export { type DossierInForce, DossierRegistry } from '@parley/store';
