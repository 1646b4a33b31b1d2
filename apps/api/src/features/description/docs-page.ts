import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Scripts of this service alone; styles inline too, since Swagger UI sets some on its elements. */
export const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const START_SCRIPT = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
});
`;

export interface DocsAsset {
  readonly mediaType: string;
  readonly body: string | Buffer;
}

/** Files of the page that come from Swagger UI's own package; nothing else of it is served. */
const FROM_PACKAGE: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const loaded = new Map<string, DocsAsset>([
  ['start.js', { mediaType: 'text/javascript; charset=utf-8', body: START_SCRIPT }],
]);

/** A file of the page by its name; undefined where there is none. Read once. */
export function docsAsset(name: string): DocsAsset | undefined {
  const known = loaded.get(name);
  if (known !== undefined || !Object.hasOwn(FROM_PACKAGE, name)) return known;
  const path = createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);
  const asset = { mediaType: FROM_PACKAGE[name] ?? '', body: readFileSync(path) };
  loaded.set(name, asset);
  return asset;
}
