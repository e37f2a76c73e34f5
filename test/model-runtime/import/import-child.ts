/** One import in a process of its own: `<file> <cache folder> [share at which it is killed]`. Prints how it goes. */
import { importModel } from '../../../model-runtime/import/import.ts';

const [file, cacheFolder, diesAt] = process.argv.slice(2);
const onProgress = (share: number) => {
  if (diesAt && share >= Number(diesAt)) process.kill(process.pid, 'SIGKILL');
  console.log(`share ${share}`);
};
try {
  const { folder } = await importModel(file!, { cacheFolder: cacheFolder!, onProgress });
  console.log(`done ${folder}`);
} catch (error) {
  console.log(String(error));
}
