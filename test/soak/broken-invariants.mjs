const sum = (numbers) => Object.values(numbers).reduce((total, number) => total + number, 0);

/** What the statistics of a cache contradict, as sentences; none where they agree with each other and with what callers counted. */
export function brokenInvariants(stats, counted = {}) {
  const { region, gets, hits, misses, insertions, entries, removals, weight, maxEntries, maxBytes } = stats;
  const left = sum(removals);
  return [
    gets !== hits + misses && `${gets} gets are not ${hits} hits and ${misses} misses`,
    counted.gets !== undefined && counted.gets !== gets && `${counted.gets} asked, ${gets} were counted`,
    insertions !== entries + left && `${insertions} insertions are not ${entries} entries and ${left} removals`,
    stats.evictions !== removals.size + removals.expired + removals.collected + removals.pressure &&
      `${stats.evictions} evictions are not the sum of their causes`,
    maxEntries !== undefined && entries > maxEntries && `${entries} entries stand where ${maxEntries} may`,
    maxBytes !== undefined && weight > maxBytes && `${weight} bytes stand where ${maxBytes} may`,
    entries === 0 && weight !== 0 && `nothing is held, and weighs ${weight} bytes`,
    Object.values(stats).some((value) => typeof value === 'number' && !(value >= 0)) &&
      'a count is negative or no number',
    stats.disposalFailures > 0 && `${stats.disposalFailures} disposals failed`,
  ]
    .filter((problem) => problem !== false)
    .map((problem) => `${region}: ${problem}`);
}
