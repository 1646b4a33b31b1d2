import { publicationSchema } from '@parley/contracts';
import type { Command } from 'commander';
import { renderConsequences } from '../../output/render-consequences.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { type ApiOptions, addApiOptions, openApi } from '../command-context.js';
import { readDossierFile, readDossierText } from './read-dossier-file.js';

interface PublishOptions extends ApiOptions {
  readonly by?: string;
}

async function publish(files: readonly string[], options: PublishOptions): Promise<void> {
  const api = openApi(options);
  // All are checked before the first is sent, so that a mistake in the last leaves nothing half done.
  const policies = new Map<string, boolean>();
  for (const file of files) policies.set(file, (await readDossierFile(file)).policy !== undefined);
  for (const file of files) {
    const body = { mediaType: 'application/yaml', text: await readDossierText(file) };
    const publication = await api.post('/v1/dossiers', body, publicationSchema, { by: options.by });
    if (options.json) await writeJsonLine({ file, ...publication });
    else
      await writeOut(
        publication.outcome === 'published'
          ? `${publication.id}: published as number ${publication.number} (${publication.version.slice(0, 12)})\n`
          : `${publication.id}: unchanged, number ${publication.number} is in force\n`,
      );
    if (publication.outcome === 'published' && publication.number > 1 && policies.get(file))
      note(
        `positions stay under the policy they are decided under: parley rederive ${publication.id} shows what its own changes`,
      );
    if (!options.json && publication.consequences) await writeOut(renderConsequences(publication.consequences));
  }
}

/** `parley dossier publish FILE...` */
export function addPublishCommand(dossier: Command): void {
  addApiOptions(
    dossier
      .command('publish')
      .description('put dossiers in force; articles are read under them from then on')
      .argument('<file...>', 'YAML files')
      .option('--by <name>', 'who publishes it, as the record shows it')
      .addHelpText('after', '\nExample:\n  parley dossier publish --by "Ada Quill" talks.yaml'),
    'one object a file: {"file","id","number","version","outcome","consequences"}',
  ).action((files: string[], options: PublishOptions) => publish(files, options));
}
