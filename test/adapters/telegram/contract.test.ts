import { channelContract } from '../../contract/channel.ts';
import { openDriver } from './driver.ts';

channelContract('Telegram, polling', (host) => openDriver(host));
channelContract('Telegram, by webhook', (host) => openDriver(host, { webhook: true }));
