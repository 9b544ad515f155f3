import { parentPort, workerData } from 'node:worker_threads';
import type { SegmentData } from './merge.ts';
import { mergeSegments } from './merge.ts';
import { Segment } from './segment.ts';

const given = workerData as readonly SegmentData[];
const merged = mergeSegments(given.map(({ parts, templates }) => new Segment(parts, templates)));
const answer: SegmentData = { parts: merged.parts, templates: merged.templates };
parentPort?.postMessage(answer);
