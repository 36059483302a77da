import { type Chunk, cutGroups } from '../results/chunk.js';
import { subjectsOf } from '../results/column-data.js';
import { sealJson } from '../results/sealed-json.js';
import { SummaryTable } from '../summaries/summary-table.js';
import type { ChunkEncoder, EncodedChunk, EncodedFile, EncoderJob } from './chunk-encoder.js';
import { encodeFile } from './encode-file.js';
import { partitionChunk } from './partition-chunk.js';

/** An encoder that works in the thread that calls it. */
export class ThreadEncoder implements ChunkEncoder {
  readonly #summaries: SummaryTable;
  #index: number;

  constructor(private readonly job: EncoderJob) {
    this.#index = job.chunksBefore;
    this.#summaries = new SummaryTable(job.schema, job.summaries);
  }

  async encode(chunk: Chunk): Promise<EncodedChunk> {
    const { schema, partitionBy, groupSubjects } = this.job;
    this.#summaries.add(chunk);
    const number = String(this.#index++).padStart(5, '0');
    const columns = schema.columns.filter(({ name }) => !partitionBy.includes(name));
    const files = partitionChunk(chunk, partitionBy).map(({ folder, partition, columns: data, rows }): EncodedFile => {
      const path = `${folder === '' ? '' : `${folder}/`}part-${number}.parquet`;
      const groups = cutGroups(subjectsOf(data[schema.subject]!), groupSubjects);
      const contents = encodeFile(columns, data, groups);
      return { named: { path, bytes: contents.byteLength, rows, partition, groups }, contents };
    });
    const summaries = new TextEncoder().encode(sealJson(JSON.stringify(this.#summaries.toData())));
    return { files, summaryFile: `summary-${number}.json`, summaries };
  }

  async close(): Promise<void> {}
}
