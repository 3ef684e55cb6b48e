#!/usr/bin/env bash
# kafkajs 2.2.4: its only assigner, RoundRobinAssigner, does not look at what a member says it subscribes to. Where members of
# one group read different topics (as while a version that reads one more topic is rolled out), partitions go to members that
# do not read them; such a member drops them when it learns of its assignment, so nobody reads them until the members change.
# Seen on Node 20.20.2, Linux x64, 2026-12-01, with the package's own calls: "old" subscribes to topic t, "new" to t and u, and
# partitions 1 and 3 of the four of u are given to "old".
# Cause: src/consumer/assigners/roundRobinAssigner/index.js deals out all partitions by member ids alone; the member metadata,
# in which its own `protocol` has put the topics, is never read. The brokers' own clients give a topic to its readers only.
# Fails if the package behaves otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --no-audit --no-fund --silent kafkajs@2.2.4 >/dev/null
cat >"$folder/try.cjs" <<'JS'
const { AssignerProtocol, PartitionAssigners } = require('kafkajs');

const partitions = { t: 2, u: 4 };
const assigner = PartitionAssigners.roundRobin({
  cluster: {
    findTopicPartitionMetadata: (topic) =>
      Array.from({ length: partitions[topic] }, (_, partitionId) => ({ partitionId })),
  },
});
const member = (memberId, topics) => ({ memberId, memberMetadata: assigner.protocol({ topics }).metadata });
assigner
  .assign({ members: [member('new', ['t', 'u']), member('old', ['t'])], topics: ['t', 'u'] })
  .then((given) => {
    for (const { memberId, memberAssignment } of given)
      console.log(memberId, JSON.stringify(AssignerProtocol.MemberAssignment.decode(memberAssignment).assignment));
  });
JS
seen=$(node "$folder/try.cjs")
echo "kafkajs@2.2.4:"
echo "$seen"
grep -qF 'old {"t":[1],"u":[1,3]}' <<<"$seen"
