import { describeStoreModel } from '../../contract/store-model.ts';
import { storeOpener, temporaryFolder } from './store-under-test.ts';

describeStoreModel('SQLite', storeOpener(temporaryFolder()));
