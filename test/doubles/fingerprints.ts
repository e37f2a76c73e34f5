/**
 * Loaded before a program of ours (`--import`): its catalogue wants other files of the models that the query names, each
 * with a fingerprint as JSON. For tests that get a tiny model from a stand-in of the hub.
 */
import { CATALOGUE, type Fingerprint } from '../../model-runtime/weights/catalogue.ts';

const wanted = new URL(import.meta.url).searchParams;
for (const entry of CATALOGUE) {
  const fingerprint = wanted.get(entry.id);
  if (fingerprint !== null) entry.fingerprint = JSON.parse(fingerprint) as Fingerprint;
}
