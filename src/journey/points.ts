/**
 * Named points of the journey on Node's diagnostics channels: free while nobody listens. Tracing tools subscribe, and the
 * crash tests kill the process inside them.
 */
import { tracingChannel } from 'node:diagnostics_channel';

const point = (name: string) => {
  const channel = tracingChannel(name);
  return {
    trace: <Result>(work: () => Promise<Result>, context: object): Promise<Result> =>
      channel.tracePromise(work, context),
  };
};

/** Around one send to a platform. */
export const sending = point('parley:send');
