import { channelContract } from '../../contract/channel.ts';
import {
  messagingBody,
  messagingEcho,
  strangeBody,
  whatsAppMessages,
  whatsAppStatus,
} from '../../doubles/graph/webhooks.ts';
import { ANA, driverOf, type MetaUnderTest, openMeta } from './meta-under-test.ts';
import { payloads } from './payloads.ts';

const BY_HAND = payloads('whatsapp-cloud').find((one) => one.case === 'the owner answered from their own phone')!;

const told = async (delivery: Promise<{ received: boolean }>) =>
  (await delivery).received ? ('received' as const) : ('not received' as const);

channelContract('WhatsApp Cloud', async (host) => {
  const under = await openMeta('whatsapp', host);
  const ana = { number: '5511987654321', userId: ANA.whatsapp, name: 'Ana' };
  const { account } = under;
  return driverOf(under, {
    besides: {
      'the echo of a send of ours': { never: 'Of what we send WhatsApp tells the status alone.' },
      'a message of our own account': () => told(under.post(BY_HAND.body)),
      'a kind nobody knows': () =>
        told(
          under.post({
            object: 'whatsapp_business_account',
            entry: [{ id: '1', changes: [{ field: 'tomorrow', value: {} }] }],
          }),
        ),
      'a broken event': () =>
        told(under.post({ object: 'whatsapp_business_account', entry: [null, { changes: 'x' }] })),
    },
    oddities: {
      'a status of a message of ours': () =>
        told(under.post(whatsAppStatus(account, ANA.whatsapp, 'wamid.x', 'delivered'))),
      'a message to another number': () =>
        told(under.post(whatsAppMessages('999', ana, [{ id: 'wamid.o', type: 'text', text: { body: 'not for us' } }]))),
      'a message in a group': () =>
        told(
          under.post(
            whatsAppMessages(account, ana, [{ id: 'wamid.g', group_id: 'g1', type: 'text', text: { body: 'x' } }]),
          ),
        ),
      'no entry at all': () => told(under.post({ object: 'whatsapp_business_account' })),
    },
  });
});

const asidesOf = (under: MetaUnderTest, object: 'page' | 'instagram') => {
  const person = ANA[under.product];
  const { account } = under;
  return {
    besides: {
      'the echo of a send of ours': () =>
        told(under.post(messagingEcho(object, account, person, { mid: 'm_e', text: 'mine', metadata: 'parley:k:0' }))),
      'a message of our own account': () =>
        told(under.post(messagingEcho(object, account, person, { mid: 'm_a', text: 'by hand' }))),
      'a kind nobody knows': () =>
        told(
          under.post(
            strangeBody(object, account, [
              { sender: { id: person }, recipient: { id: account }, timestamp: 1, tomorrow: {} },
            ]),
          ),
        ),
      'a broken event': () => told(under.post(strangeBody(object, account, [{ sender: 'x' }, []]))),
    },
    oddities: {
      'a read mark': () =>
        told(
          under.post(
            messagingBody(object, account, [
              {
                sender: { id: person },
                recipient: { id: account },
                timestamp: Date.now(),
                read: { watermark: Date.now() },
              },
            ]),
          ),
        ),
      'an entry of another account': () => told(under.post(messagingBody(object, '1', []))),
    },
  };
};

channelContract('Messenger', async (host) => {
  const under = await openMeta('messenger', host);
  return driverOf(under, asidesOf(under, 'page'));
});

channelContract('Instagram', async (host) => {
  const under = await openMeta('instagram', host);
  return driverOf(under, asidesOf(under, 'instagram'));
});

channelContract('Instagram behind a page', async (host) => {
  const under = await openMeta('instagram', host, { linked: true });
  return driverOf(under, asidesOf(under, 'instagram'));
});
