/** Written by `npm run eval:fit-stance -- --write`: what each piece of evidence adds to the log-odds of support. */
export const STANCE_WEIGHTS = {
  base: 0.41,
  vote: 1.65,
  conduct: -0.87,
  conductSide: 1.07,
  concession: 1.41,
  valence: 0.73,
  verdicts: 0.12,
  firstPerson: 0.58,
  toldOfSubject: 0.59,
};
