/** A run as one line, told when it has ended. */
export function runLine(run) {
  const { scenario, contestant, share, seed, node, fate, cpuSeconds, hitRate, liveMegabytes, believedMegabytes } = run;
  const name = `${contestant}${share ? ` at ${share}` : ''}`;
  const shares = [
    run.meanLiveShare !== undefined && `live ${percent(run.meanLiveShare)} of the heap`,
    run.containerPeakShare !== undefined && `peak ${percent(run.containerPeakShare)} of the container`,
  ].filter(Boolean);
  const numbers = [
    `${percent(hitRate)} hits`,
    ...shares,
    `believed ${believedMegabytes} of ${liveMegabytes ?? '?'} MB live`,
    `resident ${run.residentMegabytes} MB`,
    `${cpuSeconds} s CPU`,
  ];
  const words = fate === 'error' ? ` (${run.lastWords})` : '';
  const at = fate === 'lives' ? '' : ` at request ${run.requests}`;
  return `${scenario}  ${name}  seed ${seed}  ${node}: ${fate}${at}${words}; ${numbers.join(', ')}`;
}

export function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
