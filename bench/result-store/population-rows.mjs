/** The schema of the population that is measured: 8 columns, summarised by visit. */
export const schema = {
  subject: 'patient',
  columns: {
    patient: 'int32',
    visit: 'int32',
    time: 'double',
    central: 'double',
    peripheral: 'double?',
    dose: 'double',
    weight: 'double',
    arm: 'string',
  },
  groupBy: ['visit'],
};

export const VISITS = 24;

/** A noise from 0 to 1 that is the same in every run. */
export function makeNoise() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A two-compartment model after a bolus dose, patient after patient. */
export function* populationRows(subjects) {
  const noise = makeNoise();
  for (let patient = 0; patient < subjects; patient++) {
    const weight = 50 + 50 * noise();
    let central = 100 / weight;
    let peripheral = 0;
    for (let visit = 0; visit < VISITS; visit++) {
      const arm = patient % 2 ? 'active' : 'placebo';
      const seen = visit % 8 === 7 ? null : peripheral * (0.9 + 0.2 * noise());
      yield { patient, visit, time: visit * 0.5, central, peripheral: seen, dose: 100, weight, arm };
      const across = 0.3 * central - 0.1 * peripheral;
      central += 0.5 * (-0.2 * central - across);
      peripheral += 0.5 * across;
    }
  }
}
