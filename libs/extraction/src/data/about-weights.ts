/** Written by `npm run eval:fit-about -- --write`: what each sign adds to the log-odds that words are about a dossier. */
export const ABOUT_WEIGHTS = {
  bias: 24.248,
  actors: 5.702,
  strangers: -1.772,
  words: 7.029,
  length: -3.876,
  dossierActors: -2.588,
  dossierWords: -3.555,
} as const;
