/** Preloaded into the service: its wall clock is `days` ahead, in every thread. */
const ahead = Number(new URL(import.meta.url).searchParams.get('days')) * 86_400_000;
const now = Date.now;
Date.now = () => now() + ahead;
