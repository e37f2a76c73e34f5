/** The one file that knows onnxruntime-node. Everything else sees sessions and tensors by these names. */
import { InferenceSession, Tensor } from 'onnxruntime-node';

export { Tensor };
export type Session = InferenceSession;
export type TensorMap = Record<string, Tensor>;

/** Only errors and worse are printed: unused outputs and the like are no news to a person. */
const LOG_ERRORS = 3;

/**
 * Threads share a product out in small pieces as they get to it, and sleep soon when there is nothing to do. By
 * default each gets a fixed share and spins: as fast on an idle machine (135 M on 2 cores, a token at context 512:
 * 8.4 ms either way), but where something else wants a core, all wait for the thread that lost its own (50 to 90 ms
 * against 24 to 28).
 */
const SHARING = { dynamic_block_base: '4', intra_op: { spin_duration_us: '20' } };

export interface SessionOptions {
  /** No more than there are cores. */
  threads: number;
  /**
   * Inputs are of one shape only seldom. For each that comes, onnxruntime would plan its memory anew and keep the plan's blocks:
   * 1,130 MB after sixty readings of thirty photos, for 670 MB without and no more time.
   */
  manyShapes?: true;
}

/**
 * Loads an imported graph. Weights lie beside it as external data.
 *
 * @throws Error of onnxruntime when the file is missing, damaged, or uses an operator this build lacks.
 */
export function createSession(file: string, { threads, manyShapes }: SessionOptions): Promise<Session> {
  return InferenceSession.create(file, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    enableMemPattern: !manyShapes,
    logSeverityLevel: LOG_ERRORS,
    extra: { session: SHARING },
  });
}
