/** The package has no types of its own. */
declare module 'heic-decode' {
  interface Undecoded {
    width: number;
    height: number;
    decode(): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
  }
  const heic: { all(options: { buffer: Uint8Array }): Promise<Undecoded[] & { dispose(): void }> };
  export default heic;
}
