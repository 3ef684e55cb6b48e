/**
 * What clients and broker say to each other: the methods of AMQP 0-9-1 as plain data.
 *
 * Names of methods and fields are those of the specification ("AMQP 0-9-1 Complete Reference Guide", rabbitmq.com), fields
 * in camel case; `method` tells them apart. RabbitMQ's extensions are among them: confirms, `basic.nack`, bindings between
 * exchanges, and the broker's own `basic.cancel`.
 */

/** A value of a kind that JavaScript does not have: it carries the kind's name under `!`, as amqplib has it. */
export type TypedValue =
  | {
      readonly '!':
        'byte' | 'unsignedbyte' | 'short' | 'unsignedshort' | 'int' | 'unsignedint' | 'float' | 'double';
      readonly value: number;
    }
  /** A bigint where no number says it exactly. */
  | { readonly '!': 'long' | 'timestamp'; readonly value: number | bigint }
  | { readonly '!': 'decimal'; readonly value: { readonly digits: number; readonly places: number } };

/** A value in a table of headers or arguments. */
export type FieldValue =
  string | number | boolean | null | Uint8Array | TypedValue | readonly FieldValue[] | Table;

/** Headers of a message, arguments of a declaration. */
export interface Table {
  readonly [name: string]: FieldValue | undefined;
}

/** The properties of a message. */
export interface Properties {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly headers?: Table;
  /** 2: the message outlives a restart, in a durable queue. */
  readonly deliveryMode?: number;
  readonly priority?: number;
  readonly correlationId?: string;
  readonly replyTo?: string;
  /** Time to live in ms, as digits. */
  readonly expiration?: string;
  readonly messageId?: string;
  /** In seconds. */
  readonly timestamp?: number;
  readonly type?: string;
  readonly userId?: string;
  readonly appId?: string;
  readonly clusterId?: string;
}

/** What a message carries: bytes on the wire, any plain data between nodes of a world. */
export type Body = unknown;

interface Named<M extends string> {
  readonly method: M;
}

/** Does the client want no answer? */
interface NoWait {
  readonly nowait?: boolean;
}

export interface ExchangeDeclare extends Named<'exchange.declare'>, NoWait {
  readonly exchange: string;
  /** `direct`, `fanout`, `topic` or `headers`. */
  readonly type: string;
  readonly passive?: boolean;
  readonly durable?: boolean;
  readonly autoDelete?: boolean;
  readonly internal?: boolean;
  readonly arguments?: Table;
}

export interface ExchangeDelete extends Named<'exchange.delete'>, NoWait {
  readonly exchange: string;
  readonly ifUnused?: boolean;
}

export interface ExchangeBind extends Named<'exchange.bind' | 'exchange.unbind'>, NoWait {
  readonly destination: string;
  readonly source: string;
  readonly routingKey: string;
  readonly arguments?: Table;
}

export interface QueueDeclare extends Named<'queue.declare'>, NoWait {
  /** Empty: the broker makes one up. */
  readonly queue: string;
  readonly passive?: boolean;
  readonly durable?: boolean;
  readonly exclusive?: boolean;
  readonly autoDelete?: boolean;
  readonly arguments?: Table;
}

export interface QueueBind extends Named<'queue.bind' | 'queue.unbind'>, NoWait {
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly arguments?: Table;
}

export interface QueuePurge extends Named<'queue.purge'>, NoWait {
  readonly queue: string;
}

export interface QueueDelete extends Named<'queue.delete'>, NoWait {
  readonly queue: string;
  readonly ifUnused?: boolean;
  readonly ifEmpty?: boolean;
}

export interface BasicQos extends Named<'basic.qos'> {
  readonly prefetchSize?: number;
  /** 0: no limit. */
  readonly prefetchCount: number;
  /** RabbitMQ's meaning: false for each consumer that comes, true for the whole channel. */
  readonly global?: boolean;
}

export interface BasicConsume extends Named<'basic.consume'>, NoWait {
  readonly queue: string;
  /** Empty: the broker makes one up. */
  readonly consumerTag?: string;
  readonly noLocal?: boolean;
  readonly noAck?: boolean;
  readonly exclusive?: boolean;
  readonly arguments?: Table;
}

export interface BasicCancel extends Named<'basic.cancel'>, NoWait {
  readonly consumerTag: string;
}

export interface BasicPublish extends Named<'basic.publish'> {
  readonly exchange: string;
  readonly routingKey: string;
  readonly mandatory?: boolean;
  readonly immediate?: boolean;
  readonly properties?: Properties;
  readonly body: Body;
}

export interface BasicGet extends Named<'basic.get'> {
  readonly queue: string;
  readonly noAck?: boolean;
}

export interface BasicAck extends Named<'basic.ack'> {
  readonly deliveryTag: number;
  readonly multiple?: boolean;
}

export interface BasicNack extends Named<'basic.nack'> {
  readonly deliveryTag: number;
  readonly multiple?: boolean;
  readonly requeue?: boolean;
}

export interface BasicReject extends Named<'basic.reject'> {
  readonly deliveryTag: number;
  readonly requeue?: boolean;
}

export interface BasicRecover extends Named<'basic.recover' | 'basic.recover-async'> {
  readonly requeue?: boolean;
}

export interface Close extends Named<'channel.close' | 'connection.close'> {
  readonly replyCode: number;
  readonly replyText: string;
  /** Class and method that failed, 0 where none did. */
  readonly classId?: number;
  readonly methodId?: number;
}

/** What a client sends on a channel. */
export type ClientMethod =
  | Named<'channel.open'>
  | Close
  | Named<'channel.close-ok' | 'connection.close-ok'>
  | (Named<'channel.flow'> & { readonly active: boolean })
  | ExchangeDeclare
  | ExchangeDelete
  | ExchangeBind
  | QueueDeclare
  | QueueBind
  | QueuePurge
  | QueueDelete
  | BasicQos
  | BasicConsume
  | BasicCancel
  | Named<'basic.cancel-ok'>
  | BasicPublish
  | BasicGet
  | BasicAck
  | BasicNack
  | BasicReject
  | BasicRecover
  | (Named<'confirm.select'> & NoWait)
  | Named<'tx.select' | 'tx.commit' | 'tx.rollback'>;

/** A message as it arrives at a consumer, after `basic.get`, or back at its publisher. */
interface Content {
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: Properties;
  readonly body: Body;
}

export interface BasicDeliver extends Named<'basic.deliver'>, Content {
  readonly consumerTag: string;
  readonly deliveryTag: number;
  readonly redelivered: boolean;
}

export interface BasicGetOk extends Named<'basic.get-ok'>, Content {
  readonly deliveryTag: number;
  readonly redelivered: boolean;
  /** Ready messages that are left in the queue. */
  readonly messageCount: number;
}

export interface BasicReturn extends Named<'basic.return'>, Content {
  readonly replyCode: number;
  readonly replyText: string;
}

/** What the broker sends. */
export type ServerMethod =
  | Named<
      | 'channel.open-ok'
      | 'channel.close-ok'
      | 'connection.close-ok'
      | 'exchange.declare-ok'
      | 'exchange.delete-ok'
      | 'exchange.bind-ok'
      | 'exchange.unbind-ok'
      | 'queue.bind-ok'
      | 'queue.unbind-ok'
      | 'basic.qos-ok'
      | 'basic.get-empty'
      | 'basic.recover-ok'
      | 'confirm.select-ok'
      | 'tx.select-ok'
      | 'tx.commit-ok'
      | 'tx.rollback-ok'
      | 'connection.unblocked'
    >
  | Close
  | (Named<'connection.blocked'> & { readonly reason: string })
  | (Named<'channel.flow-ok'> & { readonly active: boolean })
  | (Named<'queue.declare-ok'> & {
      readonly queue: string;
      /** Ready messages. */
      readonly messageCount: number;
      readonly consumerCount: number;
    })
  | (Named<'queue.purge-ok' | 'queue.delete-ok'> & { readonly messageCount: number })
  | (Named<'basic.consume-ok' | 'basic.cancel-ok'> & { readonly consumerTag: string })
  /** The broker ended a consumer, because its queue is gone. */
  | (Named<'basic.cancel'> & { readonly consumerTag: string; readonly nowait: true })
  | BasicDeliver
  | BasicGetOk
  | BasicReturn
  /** Publisher confirms. */
  | (Named<'basic.ack'> & { readonly deliveryTag: number; readonly multiple: boolean })
  | (Named<'basic.nack'> & {
      readonly deliveryTag: number;
      readonly multiple: boolean;
      readonly requeue: false;
    });
