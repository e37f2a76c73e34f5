/** How far a model is on its way, told in a word or as a share. */
import type { ModelProgress } from '../../protocol.ts';
import { figures, words } from '../words/words.ts';

/** 0 to 1; undefined where nothing is measured. */
export function shareOf({ share, doneBytes, totalBytes }: ModelProgress): number | undefined {
  return share ?? (doneBytes !== undefined && totalBytes ? doneBytes / totalBytes : undefined);
}

export function howFar(progress: ModelProgress): string {
  const share = shareOf(progress);
  return progress.step === 'downloading' && share !== undefined
    ? figures.share(share)
    : words.modelSteps[progress.step].short;
}
