/**
 * The methods of AMQP 0-9-1 and of RabbitMQ's extensions as a table: numbers of class and method, name, fields in their
 * order ("AMQP 0-9-1 Complete Reference Guide", rabbitmq.com). A field without a name is reserved.
 */

/** `bit`s in a row share octets. */
export type FieldType =
  'bit' | 'octet' | 'short' | 'long' | 'longlong' | 'text' | 'longtext' | 'bytes' | 'table';

export interface MethodShape {
  readonly classId: number;
  readonly methodId: number;
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: FieldType }[];
  /** A header and a body come behind it. */
  readonly hasContent: boolean;
}

const TABLE = `
10.10  connection.start           versionMajor:octet versionMinor:octet serverProperties:table mechanisms:longtext locales:longtext
10.11  connection.start-ok        clientProperties:table mechanism:text response:bytes locale:text
10.20  connection.secure          challenge:bytes
10.21  connection.secure-ok       response:bytes
10.30  connection.tune            channelMax:short frameMax:long heartbeat:short
10.31  connection.tune-ok         channelMax:short frameMax:long heartbeat:short
10.40  connection.open            virtualHost:text :text :bit
10.41  connection.open-ok         :text
10.50  connection.close           replyCode:short replyText:text classId:short methodId:short
10.51  connection.close-ok
10.60  connection.blocked         reason:text
10.61  connection.unblocked
10.70  connection.update-secret   newSecret:bytes reason:text
10.71  connection.update-secret-ok
20.10  channel.open               :text
20.11  channel.open-ok            :longtext
20.20  channel.flow               active:bit
20.21  channel.flow-ok            active:bit
20.40  channel.close              replyCode:short replyText:text classId:short methodId:short
20.41  channel.close-ok
30.10  access.request             realm:text exclusive:bit passive:bit active:bit write:bit read:bit
30.11  access.request-ok          ticket:short
40.10  exchange.declare           :short exchange:text type:text passive:bit durable:bit autoDelete:bit internal:bit nowait:bit arguments:table
40.11  exchange.declare-ok
40.20  exchange.delete            :short exchange:text ifUnused:bit nowait:bit
40.21  exchange.delete-ok
40.30  exchange.bind              :short destination:text source:text routingKey:text nowait:bit arguments:table
40.31  exchange.bind-ok
40.40  exchange.unbind            :short destination:text source:text routingKey:text nowait:bit arguments:table
40.51  exchange.unbind-ok
50.10  queue.declare              :short queue:text passive:bit durable:bit exclusive:bit autoDelete:bit nowait:bit arguments:table
50.11  queue.declare-ok           queue:text messageCount:long consumerCount:long
50.20  queue.bind                 :short queue:text exchange:text routingKey:text nowait:bit arguments:table
50.21  queue.bind-ok
50.30  queue.purge                :short queue:text nowait:bit
50.31  queue.purge-ok             messageCount:long
50.40  queue.delete               :short queue:text ifUnused:bit ifEmpty:bit nowait:bit
50.41  queue.delete-ok            messageCount:long
50.50  queue.unbind               :short queue:text exchange:text routingKey:text arguments:table
50.51  queue.unbind-ok
60.10  basic.qos                  prefetchSize:long prefetchCount:short global:bit
60.11  basic.qos-ok
60.20  basic.consume              :short queue:text consumerTag:text noLocal:bit noAck:bit exclusive:bit nowait:bit arguments:table
60.21  basic.consume-ok           consumerTag:text
60.30  basic.cancel               consumerTag:text nowait:bit
60.31  basic.cancel-ok            consumerTag:text
60.40  basic.publish              :short exchange:text routingKey:text mandatory:bit immediate:bit
60.50  basic.return               replyCode:short replyText:text exchange:text routingKey:text
60.60  basic.deliver              consumerTag:text deliveryTag:longlong redelivered:bit exchange:text routingKey:text
60.70  basic.get                  :short queue:text noAck:bit
60.71  basic.get-ok               deliveryTag:longlong redelivered:bit exchange:text routingKey:text messageCount:long
60.72  basic.get-empty            :text
60.80  basic.ack                  deliveryTag:longlong multiple:bit
60.90  basic.reject               deliveryTag:longlong requeue:bit
60.100 basic.recover-async        requeue:bit
60.110 basic.recover              requeue:bit
60.111 basic.recover-ok
60.120 basic.nack                 deliveryTag:longlong multiple:bit requeue:bit
85.10  confirm.select             nowait:bit
85.11  confirm.select-ok
90.10  tx.select
90.11  tx.select-ok
90.20  tx.commit
90.21  tx.commit-ok
90.30  tx.rollback
90.31  tx.rollback-ok
`;

const WITH_CONTENT = new Set(['basic.publish', 'basic.return', 'basic.deliver', 'basic.get-ok']);

/** All methods, in the order of their numbers. */
export const methodShapes: readonly MethodShape[] = TABLE.trim().split('\n').map(shapeOf);

const byName = new Map(methodShapes.map((shape) => [shape.name, shape]));
const byNumber = new Map(methodShapes.map((shape) => [numberOf(shape.classId, shape.methodId), shape]));

export function shapeNamed(name: string): MethodShape | undefined {
  return byName.get(name);
}

export function shapeNumbered(classId: number, methodId: number): MethodShape | undefined {
  return byNumber.get(numberOf(classId, methodId));
}

function numberOf(classId: number, methodId: number): number {
  return classId * 65_536 + methodId;
}

function shapeOf(line: string): MethodShape {
  const [numbers = '', name = '', ...fields] = line.split(/\s+/);
  const [classId = 0, methodId = 0] = numbers.split('.').map(Number);
  return {
    ...{ classId, methodId, name, hasContent: WITH_CONTENT.has(name) },
    fields: fields.map((field) => {
      const [fieldName = '', type] = field.split(':');
      return { name: fieldName, type: type as FieldType };
    }),
  };
}
