/** Protections taken away, to prove that the crash test notices. */
export const sabotages: Record<string, { file: string; from: string; to: string }> = {
  /** What is consumed is durable before what it led to: a crash in between loses the answer. */
  'complete in two': {
    file: '/src/journey/finish.ts',
    from: 'const done = await store.complete(',
    to: 'await store.ack(claim.lane, claim.epoch, ending.upto);\n    const done = await store.complete(',
  },
  /** The page is told "received" before anything is durable. */
  'acknowledge first': {
    file: '/adapters/web/connect.ts',
    from: 'const [admission] = await host.admit([{ ...message, heard: decoded.heard }]);',
    to: "void host.admit([{ ...message, heard: decoded.heard }]);\n    const admission = { status: 'admitted', id: 1 } as const;",
  },
};
