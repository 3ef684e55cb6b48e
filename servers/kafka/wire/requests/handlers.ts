/** Who answers which request. */
import type { ApiName } from '../codec/apis.js';
import type { Handler } from './desk.js';
import * as groups from './group-requests.js';
import * as logs from './log-requests.js';
import * as topics from './topic-requests.js';
import * as transactions from './transaction-requests.js';

export const handlers: { readonly [N in ApiName]: Handler<N> } = {
  produce: logs.produce,
  fetch: logs.fetch,
  listOffsets: logs.listOffsets,
  deleteRecords: logs.deleteRecords,
  offsetCommit: groups.offsetCommit,
  offsetFetch: groups.offsetFetch,
  findCoordinator: groups.findCoordinator,
  joinGroup: groups.joinGroup,
  syncGroup: groups.syncGroup,
  heartbeat: groups.heartbeat,
  leaveGroup: groups.leaveGroup,
  describeGroups: groups.describeGroups,
  listGroups: groups.listGroups,
  deleteGroups: groups.deleteGroups,
  apiVersions: topics.apiVersions,
  metadata: topics.metadata,
  createTopics: topics.createTopics,
  deleteTopics: topics.deleteTopics,
  createPartitions: topics.createPartitions,
  describeConfigs: topics.describeConfigs,
  alterConfigs: topics.alterConfigs,
  initProducerId: transactions.initProducerId,
  addPartitionsToTxn: transactions.addPartitionsToTxn,
  addOffsetsToTxn: transactions.addOffsetsToTxn,
  endTxn: transactions.endTxn,
  txnOffsetCommit: transactions.txnOffsetCommit,
};
