import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../files/write-whole.js';
import { type Chunk, cutGroups } from '../results/chunk.js';
import type { ManifestFile } from '../results/manifest.js';
import type { SummaryTable } from '../summaries/summary-table.js';
import type { ChunkEncoder, EncodedChunk, EncoderJob } from './chunk-encoder.js';
import { encodeFile } from './encode-file.js';
import { partitionChunk } from './partition-chunk.js';
import { readSummaries } from './read-summaries.js';

/** An encoder that works in the thread that calls it. */
export class ThreadEncoder implements ChunkEncoder {
  #summaries: Promise<SummaryTable>;
  #index: number;

  constructor(private readonly job: EncoderJob) {
    this.#index = job.chunksBefore;
    this.#summaries = readSummaries(job.directory, job.schema, job.summaryFile);
    this.#summaries.catch(() => undefined); // whoever encodes is told
  }

  async encode(chunk: Chunk): Promise<EncodedChunk> {
    const { directory, schema, partitionBy, groupSubjects } = this.job;
    const summaries = await this.#summaries;
    summaries.add(chunk);
    const number = String(this.#index++).padStart(5, '0');
    const columns = schema.columns.filter(({ name }) => !partitionBy.includes(name));
    const files: ManifestFile[] = [];
    for (const { folder, partition, columns: data, rows } of partitionChunk(chunk, partitionBy)) {
      const path = `${folder === '' ? '' : `${folder}/`}part-${number}.parquet`;
      const groups = cutGroups(data[schema.subject]!.values, groupSubjects);
      const bytes = encodeFile(columns, data, groups);
      if (folder !== '') await mkdir(join(directory, folder), { recursive: true });
      await writeWhole(join(directory, path), bytes);
      files.push({ path, bytes: bytes.byteLength, rows, partition, groups });
    }
    const summaryFile = `summary-${number}.json`;
    await writeWhole(join(directory, summaryFile), JSON.stringify(summaries.toData()));
    return { files, summaryFile };
  }

  async close(): Promise<void> {}
}
