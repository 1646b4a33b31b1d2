export { aliasKey } from './check-dossier.js';
export {
  type DossierProblem,
  type DossierProblemCode,
  type DossierResult,
  formatProblem,
} from './dossier-problem.js';
export {
  type ActorKind,
  actorSchema,
  type Dossier,
  type DossierActor,
  type DossierIssue,
  type DossierPolicy,
  type DossierRole,
  dossierSchema,
  isCalendarDay,
  issueSchema,
  MAX_DOSSIER_BYTES,
  policySchema,
  reliabilitySchema,
  roleSchema,
} from './dossier-schema.js';
export { dossierVersion } from './dossier-version.js';
export { nearestName } from './nearest-name.js';
export { type ParseDossierOptions, parseDossier, parseDossierJson } from './parse-dossier.js';
