/** Written by `npm run eval:fit-stance -- --write`: what each piece of evidence adds to the log-odds of support. */
export const STANCE_WEIGHTS = {
  base: 0.6,
  vote: 1.69,
  conduct: -0.71,
  conductSide: 0.73,
  concession: 0.61,
  valence: 0.21,
  verdicts: 0,
  firstPerson: 0.46,
  toldOfSubject: 0.34,
};
