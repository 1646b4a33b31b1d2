import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { evaluate } from './evaluate.js';
import {
  carryOverFigures,
  carryOverOf,
  compareFigures,
  evaluateSet,
  GOLD_SETS,
  headlineFigures,
  NOT_LOOKED_AT,
  readRecordedFigures,
  recordFigures,
} from './figures.js';
import { readDossiers, readGold, readGoldAttributions } from './gold.js';
import { outputHash } from './output-hash.js';
import { renderCarryOver, renderCauses, renderComparison, renderEvaluation } from './print-evaluation.js';

/*
 * How well the rule engine reads; with --hash, whether this Node gives the recorded output byte for byte. Without --gold: the project's own sets, held against the recorded figures. Mistakes in
 * negotiations that nobody has looked at stay unseen, in the table and in --json, unless --look-at names the negotiation.
 */
const USAGE = `usage: npm run eval -- [--errors N] [--json] [--record] [--look-at NEGOTIATION]
       npm run eval -- --hash
       npm run eval -- --gold FILE --dossiers DIR [--attributions FILE] [--errors N] [--json]
`;

const { values } = parseArgs({
  options: {
    errors: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    hash: { type: 'boolean', default: false },
    gold: { type: 'string' },
    dossiers: { type: 'string' },
    attributions: { type: 'string' },
    'look-at': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const errors = Number(values.errors);
const lookAt = values['look-at'];
if (values.help) process.stdout.write(USAGE);
else if (!Number.isInteger(errors) || errors < 0) refuse('--errors takes a whole number from 0.');
else if (lookAt !== undefined && !NOT_LOOKED_AT.has(lookAt))
  refuse(`--look-at takes one of ${[...NOT_LOOKED_AT].join(', ')}: mistakes of all others are shown anyway.`);
else if (values.hash) {
  const now = outputHash();
  const recorded = readRecordedFigures()?.output;
  const same = now === recorded;
  process.stdout.write(`${now}  Node ${process.versions.node}: ${same ? 'as recorded' : `recorded is ${recorded}`}\n`);
  if (!same) process.exitCode = 1;
} else if (values.gold !== undefined) {
  if (values.dossiers === undefined) refuse('--gold needs --dossiers, the folder of its dossiers.');
  else if (values.record) refuse("--record is for the project's own sets.");
  else {
    const gold = readGold(values.gold);
    const attributions = values.attributions === undefined ? [] : readGoldAttributions(values.attributions);
    const evaluation = evaluate(gold, readDossiers(values.dossiers, gold), attributions);
    process.stdout.write(
      values.json ? `${JSON.stringify(evaluation)}\n` : renderEvaluation(basename(values.gold), evaluation, errors),
    );
  }
} else {
  const evaluations = GOLD_SETS.map((set) => [set, evaluateSet(set, lookAt)] as const);
  const carryOver = carryOverOf(evaluations);
  const figures: Record<string, number> = Object.assign(
    {},
    ...evaluations.map(([set, evaluation]) => headlineFigures(set, evaluation)),
    carryOverFigures(carryOver),
  );
  const recorded = readRecordedFigures();
  if (values.json)
    process.stdout.write(`${JSON.stringify({ figures, carryOver, ...Object.fromEntries(evaluations) })}\n`);
  else {
    for (const [set, evaluation] of evaluations) process.stdout.write(`${renderEvaluation(set, evaluation, errors)}\n`);
    process.stdout.write(`${renderCarryOver(carryOver)}\n`);
    process.stdout.write(`${renderCauses(carryOver)}\n`);
    if (recorded)
      process.stdout.write(renderComparison(compareFigures(figures, recorded.figures), recorded.recordedOn));
  }
  if (values.record) recordFigures(figures, new Date().toISOString().slice(0, 10), outputHash());
}

function refuse(reason: string): void {
  process.stderr.write(`${reason}\n${USAGE}`);
  process.exitCode = 2;
}
