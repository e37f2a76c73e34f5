/** A process of its own: unpacks the package's browser into its temporary folder, which whoever starts it has chosen. */
import packed from '@sparticuz/chromium';

await packed.executablePath();
process.exit(0);
